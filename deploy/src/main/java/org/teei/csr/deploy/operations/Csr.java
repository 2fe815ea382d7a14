package org.teei.csr.deploy.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.teei.csr.deploy.audit.AuditCommand;
import org.teei.csr.deploy.identity.LoginCommand;
import org.teei.csr.deploy.identity.LogoutCommand;
import org.teei.csr.deploy.identity.SignIn;
import org.teei.csr.deploy.identity.TokenCommand;
import org.teei.csr.deploy.imports.CorrectCommand;
import org.teei.csr.deploy.imports.ImportCommand;
import org.teei.csr.deploy.imports.ImportFile;
import org.teei.csr.deploy.imports.Person;
import org.teei.csr.deploy.imports.SampleSessions;
import org.teei.csr.deploy.privacy.PrivacyCommand;
import org.teei.csr.deploy.shared.CsrFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** The command line of {@code ./csr}. */
@Command(
    name = "csr",
    mixinStandardHelpOptions = true,
    description = "Runs the TEEI CSR Platform on this machine and talks to it.",
    footer = {
      "",
      "  ./csr test [maven arguments]   builds and runs every check that CI runs",
      "  ./csr bench imports            rows per second, beside PostgreSQL's own COPY",
      "  ./csr bench api                what guarding a request costs, beside unguarded handlers",
      "",
      "Commands act on the stack that this checkout started last, or on the one of --data."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Csr {
  /** Commands whose arguments belong to another program. */
  private static final Set<String> PASSING_ON = Set.of("psql", "temporal");

  private final Checkout checkout;
  private final PrintStream out;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The folder that holds the stack's data (default: .csr/data in the checkout).")
  private @Nullable Path dataOption;

  Csr(Checkout checkout, PrintStream out) {
    this.checkout = checkout;
    this.out = out;
  }

  /** Ends the process with the command's exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine(new Csr(Checkout.here(), System.out)).execute(arguments));
  }

  static CommandLine commandLine(Csr csr) {
    var line = new CommandLine(csr);
    line.addSubcommand(new AuditCommand(() -> StackApi.of(csr.data()), csr.out));
    line.addSubcommand(new ImportCommand(() -> StackApi.of(csr.data()), csr.out, System.err));
    line.addSubcommand(new CorrectCommand(() -> StackApi.of(csr.data()), csr.out, System.err));
    SignIn signIn = user -> StackApi.tokens(csr.data(), user);
    line.addSubcommand(new TokenCommand(() -> StackApi.tokens(csr.data()), signIn, csr.out));
    line.addSubcommand(
        new PrivacyCommand(
            (tenant, name) -> StackApi.confirmed(csr.data(), tenant, PrivacyCommand.ROLE, name),
            System.in,
            csr.out));
    line.addSubcommand(
        new LoginCommand(() -> StackApi.open(csr.data()), () -> csr.data().login(), csr.out));
    line.addSubcommand(
        new LogoutCommand(() -> StackApi.open(csr.data()), () -> csr.data().login(), csr.out));
    line.addSubcommand(
        new ReplayCommand(
            csr.checkout, csr::data, () -> StackApi.readerOfPayloads(csr.data()), csr.out));
    line.addSubcommand(new RecordHistoriesCommand(csr.checkout, csr.out));
    line.getCommandSpec().version("csr " + Csr.class.getPackage().getImplementationVersion());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((exception, command, _) -> {
      if (exception instanceof CsrFailure) {
        command.getErr().println(exception.getMessage());
        return 1;
      }
      throw exception;
    });
    line.getSubcommands()
        .forEach((name, command) -> {
          if (PASSING_ON.contains(name)) {
            command.setUnmatchedOptionsArePositionalParams(true).setStopAtPositional(true);
          }
        });
    return line;
  }

  /** The folder of a stack to be started: not the last one, which may be a trial elsewhere. */
  private DataFolder dataToStart() {
    return new DataFolder(dataOption == null ? checkout.defaultData() : dataOption);
  }

  /** The folder that commands act on. */
  private DataFolder data() {
    return new DataFolder(dataOption == null ? checkout.currentData() : dataOption);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Starts everything, imports a sample of 10,000 sessions and runs until Ctrl-C.")
  int demo(
      @Option(
              names = "--once",
              description =
                  "Stop everything after the import; the exit code is that of the import.")
          boolean once,
      @Mixin UpOptions options)
      throws IOException, InterruptedException {
    DataFolder data = dataToStart();
    Optional<Stack> running = Stack.read(data).filter(Stack::isRunning);
    Optional<Launcher> launcher =
        running.isPresent() ? Optional.empty() : Optional.of(start(data, options, false));
    if (running.isPresent()) {
      options.requireSimulatorsIn(running.get());
      checkout.rememberData(data.root());
      out.println(
          "The stack of " + data.root() + " runs already and goes on after the demonstration.");
    }
    int exit = importSample(data);
    out.print(Status.of(data).addresses());
    if (!once && launcher.isPresent()) {
      out.println("Ctrl-C stops everything.");
      return runUntilSignalled();
    }
    if (launcher.isPresent()) {
      launcher.get().stop();
    }
    return exit;
  }

  /** Answers the exit code: 0 only if every row came out as the generator says it must. */
  private int importSample(DataFolder data) throws IOException, InterruptedException {
    Path file = data.root().resolve("sample-sessions.csv");
    SampleSessions.Summary sample;
    try (var stream = new BufferedOutputStream(Files.newOutputStream(file))) {
      sample = SampleSessions.write(stream, SampleSessions.Options.of(10_000, 1));
    }
    out.printf(
        "Importing %,d invented sessions: %,d good, %,d with errors, %,d repeated.%n",
        sample.rows(), sample.valid(), sample.rejected(), sample.duplicate());
    var imports = new ImportFile(StackApi.of(data), out, System.err, Person.NOBODY);
    int exit = imports.run(file, "sessions", true, false);
    if (exit == ImportFile.COMPLETED && !imports.cameOutAs(sample)) {
      out.println("The counts are not those of the sample.");
      return ImportFile.NOT_COMPLETED;
    }
    return exit;
  }

  private static final String SERVERS_ONLY =
      "Leave API and workers out: for those who run them from an editor or against other servers.";

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "Starts PostgreSQL, Temporal, NATS, API and workers, and keeps them running until Ctrl-C.")
  int up(
      @Option(
              names = "--detach",
              description = "Go on in the background; return when all is ready.")
          boolean detach,
      @Option(names = "--servers-only", description = SERVERS_ONLY) boolean serversOnly,
      @Mixin UpOptions options)
      throws IOException, InterruptedException {
    DataFolder data = dataToStart();
    Optional<Stack> running = Stack.read(data).filter(Stack::isRunning);
    if (running.isPresent()) {
      options.requireSimulatorsIn(running.get());
      checkout.rememberData(data.root());
      out.println("The stack of " + data.root() + " runs already.");
      out.print(Status.of(data).addresses());
      return 0;
    }
    if (detach) {
      return Daemon.start(checkout, data, options, serversOnly, out);
    }
    start(data, options, serversOnly);
    out.print(Status.of(data).addresses());
    return runUntilSignalled();
  }

  @Command(hidden = true, description = "What up --detach leaves running in the background.")
  int launch(
      @Option(names = "--servers-only", description = SERVERS_ONLY) boolean serversOnly,
      @Mixin UpOptions options)
      throws IOException, InterruptedException {
    start(dataToStart(), options, serversOnly);
    return runUntilSignalled();
  }

  /** The shutdown hook does the rest. */
  private static int runUntilSignalled() throws InterruptedException {
    new CountDownLatch(1).await();
    return 0;
  }

  /** A started stack, which the end of this process stops. */
  private Launcher start(DataFolder data, UpOptions options, boolean serversOnly)
      throws IOException, InterruptedException {
    var launcher = new Launcher(checkout, data, Cache.ofUser(), options.source(), out::println);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(launcher)));
    try {
      launcher.start(options.applications(serversOnly), options.workerMemory());
      return launcher;
    } catch (CsrFailure | IOException e) {
      launcher.stop();
      throw e;
    }
  }

  private void stop(Launcher launcher) {
    try {
      launcher.stop();
    } catch (IOException | InterruptedException e) {
      out.println("The stack did not stop in order: " + e);
    }
  }

  @Command(mixinStandardHelpOptions = true, description = "Stops the stack, in order.")
  int down() throws InterruptedException {
    DataFolder data = data();
    Optional<RunningProcess> launcher =
        Stack.read(data).map(Stack::launcher).filter(RunningProcess::isAlive);
    if (launcher.isPresent()) {
      Instant begun = Instant.now();
      launcher.get().end();
      out.printf(
          "Stopped in %.1f s.%n", Duration.between(begun, Instant.now()).toMillis() / 1000.0);
    }
    long ended = Launcher.endLeftBehind(data);
    if (ended > 0) {
      out.println("Ended " + ended + " processes that a killed launcher had left behind.");
    } else if (launcher.isEmpty()) {
      out.println("Nothing runs in " + data.root() + ".");
    }
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Shows what runs. Exit code 0 if all is ready, else 1; with --json always 0.")
  int status(@Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException, InterruptedException {
    Status status = Status.of(data());
    if (json) {
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(status));
      return 0;
    }
    out.print(status.readable());
    return status.ready() ? 0 : 1;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "Writes a file of invented sessions; the same rows and seed give the same file.")
  int sample(
      @Option(names = "--rows", defaultValue = "10000", description = "Data rows (default: 10000).")
          long rows,
      @Option(names = "--seed", defaultValue = "1", description = "Any number (default: 1).")
          long seed,
      @Option(names = "--out", required = true, paramLabel = "FILE") Path file)
      throws IOException {
    try (var stream = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      SampleSessions.Summary sample =
          SampleSessions.write(stream, SampleSessions.Options.of(rows, seed));
      out.printf(
          "%s: %,d sessions, of them %,d good, %,d with errors, %,d repeated.%n",
          file, sample.rows(), sample.valid(), sample.rejected(), sample.duplicate());
    }
    return 0;
  }

  @Command(mixinStandardHelpOptions = true, description = "Shows the end of the logs.")
  int logs(
      @Parameters(
              arity = "0..1",
              paramLabel = "ROLE",
              description =
                  "postgres, nats, temporal, api, worker, simulators or launcher (default: all).")
          @Nullable String role,
      @Option(names = "--follow", description = "Go on with what is written from now.")
          boolean follow)
      throws IOException, InterruptedException {
    List<Role> roles = role == null ? Arrays.asList(Role.values()) : List.of(Role.named(role));
    Logs.show(data(), roles, follow, out);
    return 0;
  }

  @Command(
      description = {
        "Opens psql on the stack's database, as superuser, whom row security does not bind.",
        "Arguments go to psql: ./csr psql -U csr_api -c '…'"
      })
  int psql(@Parameters(arity = "0..*", paramLabel = "ARGUMENT") @Nullable List<String> arguments)
      throws IOException, InterruptedException {
    Path psql =
        SearchPath.find("psql")
            .orElseThrow(() ->
                new CsrFailure(
                    "There is no psql on the PATH; install a PostgreSQL client (Debian: postgresql-client,"
                        + " Homebrew: libpq)."));
    DataFolder data = data();
    Stack stack = Stack.running(data);
    return runHere(
        psql,
        arguments,
        Map.of(
            "PGHOST", "127.0.0.1",
            "PGPORT", String.valueOf(stack.ports().postgres()),
            "PGDATABASE", "csr",
            "PGUSER", "postgres",
            "PGPASSFILE", data.root().resolve("pgpass").toString()));
  }

  @Command(description = "Runs the Temporal CLI against the stack: ./csr temporal workflow list")
  int temporal(
      @Parameters(arity = "0..*", paramLabel = "ARGUMENT") @Nullable List<String> arguments)
      throws IOException, InterruptedException {
    Stack stack = Stack.running(data());
    Path program =
        new Binaries(Cache.ofUser(), Platform.current(), Binaries.Source.preferred(), out::println)
            .find("temporal");
    return runHere(program, arguments, temporalSettings(stack.ports()));
  }

  /** The API decodes payloads for the CLI, as for the UI; without it they stay unreadable. */
  static Map<String, String> temporalSettings(Ports ports) {
    return Map.of(
        "TEMPORAL_ADDRESS", "127.0.0.1:" + ports.temporal(),
        "TEMPORAL_NAMESPACE", "default",
        "TEMPORAL_CODEC_ENDPOINT", ports.apiAddress() + "/codec");
  }

  /**
   * Runs a program on this terminal. Ctrl-C is the program's matter: this process waits for it in
   * any case.
   */
  private static int runHere(
      Path program, @Nullable List<String> arguments, Map<String, String> environment)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>(List.of(program.toString()));
    if (arguments != null) {
      command.addAll(arguments);
    }
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(environment);
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.onExit().join()));
    return process.waitFor();
  }
}
