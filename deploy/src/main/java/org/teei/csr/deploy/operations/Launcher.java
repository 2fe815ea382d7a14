package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.deploy.operations.Applications.Application;
import org.teei.csr.deploy.shared.CsrFailure;

/**
 * Starts the stack of one data folder, keeps it running and ends it. One launcher works on a data
 * folder at a time: it holds a lock that the operating system takes back when the launcher dies,
 * however it dies.
 */
final class Launcher {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int HOPELESS_DEATHS = 3;

  private final Checkout checkout;
  private final DataFolder data;
  private final Cache cache;
  private final Platform platform = Platform.current();
  private final Binaries binaries;
  private final Consumer<String> news;
  private final Supervisor supervisor;
  private final Ports.Claims claims;
  private final Map<Role, ApplicationBuild> builds = new ConcurrentHashMap<>();
  private final StartupCache startupCache = new StartupCache();
  private final Object written = new Object();
  private @Nullable FileChannel lock;
  private @Nullable Stack stack;
  private volatile boolean stopping;

  Launcher(
      Checkout checkout,
      DataFolder data,
      Cache cache,
      Binaries.Source source,
      Consumer<String> news) {
    this.checkout = checkout;
    this.data = data;
    this.cache = cache;
    this.news = news;
    this.binaries = new Binaries(cache, platform, source, news);
    this.supervisor = new Supervisor(data, this::record, news);
    this.claims = new Ports.Claims(cache.root().resolve("ports"));
  }

  /**
   * Starts everything and returns when each role answers.
   *
   * @param wanted what is started beside the servers
   * @param workerMemory the largest heap of the worker, in the words of the JVM
   */
  Stack start(Set<Role> wanted, String workerMemory) throws IOException, InterruptedException {
    Instant begun = Instant.now();
    data.create();
    takeLock();
    Optional<Stack> previous = Stack.read(data);
    long ended = endLeftBehind(data);
    if (ended > 0) {
      news.accept("Ended " + ended + " processes that a killed launcher had left behind.");
    }
    data.rollLogs();
    // Made before the stack is known to run, because commands read them from then on.
    Credentials credentials = Credentials.of(data);
    DataFolder.writeAtomically(data.root().resolve("pgpass"), credentials.passwordFile());
    Ports ports = claims.take(previous.map(Stack::ports).orElse(null));
    var self = RunningProcess.of(Role.LAUNCHER, ProcessHandle.current());
    write(
        new Stack(
            ports, self, Map.of(), List.of(), Map.of("java", Runtime.version().toString()), false));
    checkout.rememberData(data.root());

    List<Application> applications =
        new Applications(checkout, data, credentials, ports, workerMemory).of(wanted);
    List<Step> first = new ArrayList<>();
    first.add(() -> startPostgres(credentials, ports));
    first.add(() -> startNats(credentials, ports));
    first.add(() -> startTemporal(ports));
    applications.forEach(application -> first.add(() -> prepare(application)));
    inParallel(first);
    inParallel(applications.stream().<Step>map(application -> () -> start(application)).toList());
    news.accept("Ready in %.1f s.".formatted(seconds(begun)));
    for (Application application : applications) {
      if (application.role() == Role.WORKER) {
        keepEarlierBuilds(application);
      }
    }
    Thread.ofVirtual().name("startup-cache").start(() -> recordStartup(applications));
    return change(Stack::asReady);
  }

  /**
   * Ends everything in order: first those who work, then the servers they work with. May be called
   * at any time, twice too.
   */
  synchronized void stop() throws IOException, InterruptedException {
    if (stopping) {
      return;
    }
    stopping = true;
    Instant begun = Instant.now();
    supervisor.close();
    startupCache.close();
    inParallel(
        Stream.of(Role.API, Role.WORKER)
            .flatMap(role -> supervisor.names(role).stream())
            .<Step>map(name -> () -> supervisor.stop(name))
            .toList());
    for (Role role : List.of(Role.SIMULATORS, Role.TEMPORAL, Role.NATS, Role.POSTGRES)) {
      supervisor.stop(role);
    }
    if (stack != null) {
      change(Stack::asStopped);
      news.accept("Stopped in %.1f s.".formatted(seconds(begun)));
    }
    claims.release();
    if (lock != null) {
      lock.close();
    }
  }

  /** Ends the processes of a stack whose launcher is gone; answers how many. */
  static long endLeftBehind(DataFolder data) throws InterruptedException {
    Optional<Stack> stack = Stack.read(data);
    if (stack.map(Stack::isRunning).orElse(false)) {
      return 0;
    }
    List<RunningProcess> orphans =
        new ArrayList<>(stack.stream().flatMap(Stack::livingProcesses).toList().reversed());
    PostgresServer.leftBehind(data)
        .filter(postgres -> orphans.stream().noneMatch(orphan -> orphan.pid() == postgres.pid()))
        .ifPresent(orphans::add);
    for (RunningProcess orphan : orphans) {
      orphan.end();
    }
    return orphans.size();
  }

  private void takeLock() throws IOException {
    FileChannel channel =
        FileChannel.open(data.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        lock = channel;
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process: taken as well.
    }
    channel.close();
    throw new CsrFailure("Another launcher is working on " + data.root() + ".");
  }

  private void startPostgres(Credentials credentials, Ports ports)
      throws IOException, InterruptedException {
    var server = PostgresServer.prepare(data, credentials, cache, platform, ports.postgres());
    start(server, ports.postgres());
    String version = server.establishRoles();
    change(now -> now.withVersion("postgres", version));
  }

  private void startNats(Credentials credentials, Ports ports)
      throws IOException, InterruptedException {
    var program = binaries.find("nats");
    String version = Binaries.bareVersion(Binaries.versionOf(program));
    change(now -> now.withVersion("nats", version));
    start(NatsServer.prepare(data, credentials, program, ports.nats()), ports.nats());
  }

  private void startTemporal(Ports ports) throws IOException, InterruptedException {
    var program = binaries.find("temporal");
    String version = Binaries.bareVersion(Binaries.versionOf(program));
    change(now -> now.withVersion("temporal", version));
    start(new TemporalServer(program, data, ports), ports.temporal());
  }

  private void prepare(Application application) throws IOException, InterruptedException {
    String name = application.role().toString();
    builds.put(
        application.role(),
        application.role() == Role.SIMULATORS
            ? ApplicationBuild.copy(application.executableJar(), name, data)
            : ApplicationBuild.prepare(application.executableJar(), name, data));
  }

  private void start(Application application) throws IOException, InterruptedException {
    Role role = application.role();
    ApplicationBuild build = Objects.requireNonNull(builds.get(role));
    change(now -> now.withVersion(role.toString(), build.id()));
    if (role == Role.WORKER) {
      // Before its first run begins: a start that fails later must not lose the code of that run.
      new ServedBuilds(data).serve(build);
    }
    var program = new ArrayList<>(StartupCache.options(build));
    program.addAll(application.jvmArguments(build));
    start(
        new ApplicationServer(role, program, application.environment(), application.port()),
        application.port());
  }

  /** Runs that began with the workflows of an earlier build end with them; see the ADR about it. */
  private void keepEarlierBuilds(Application workers) throws IOException {
    var served = new ServedBuilds(data);
    ApplicationBuild current = Objects.requireNonNull(builds.get(Role.WORKER));
    for (ApplicationBuild earlier : served.besides(current)) {
      var program = new ArrayList<>(StartupCache.options(earlier));
      program.addAll(workers.with(OutgoingWorker.MEMORY).jvmArguments(earlier));
      Server server = OutgoingWorker.of(earlier, served, program, workers.environment());
      supervisor.keep(server);
      news.accept(server.name() + " goes on until the runs that began with it have ended.");
    }
  }

  /**
   * One after the other, because the stack at work goes first. The simulators start fast enough and
   * do not know how to end before they serve.
   */
  private void recordStartup(List<Application> applications) {
    try {
      for (Application application : applications) {
        if (application.role() == Role.SIMULATORS) {
          continue;
        }
        ApplicationBuild build = Objects.requireNonNull(builds.get(application.role()));
        startupCache.record(build, application.jvmArguments(build), application.environment());
      }
    } catch (IOException e) {
      news.accept("Starts will not become faster: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void start(Server server, int port) throws IOException, InterruptedException {
    Instant begun = Instant.now();
    Role role = server.role();
    supervisor.keep(server);
    while (!server.isReady()) {
      if (supervisor.deaths(role) >= HOPELESS_DEATHS) {
        throw notReady(role, "keeps ending");
      }
      if (Duration.between(begun, Instant.now()).compareTo(PATIENCE) > 0) {
        throw notReady(role, "was not ready after " + PATIENCE.toSeconds() + " s");
      }
      Thread.sleep(50);
    }
    news.accept("  %-10s port %-5d ready after %.1f s".formatted(role, port, seconds(begun)));
  }

  private CsrFailure notReady(Role role, String what) throws IOException {
    return new CsrFailure(
        "The %s %s. Its log ends so:\n%s\nAll of it is in %s."
            .formatted(role, what, Logs.readableEnd(data.log(role)), data.log(role)));
  }

  @FunctionalInterface
  private interface Step {
    void take() throws IOException, InterruptedException;
  }

  private static void inParallel(List<Step> steps) throws IOException, InterruptedException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (Step step : steps) {
        running.add(
            executor.submit(() -> {
              step.take();
              return null;
            }));
      }
      try {
        for (Future<?> step : running) {
          step.get();
        }
      } catch (ExecutionException e) {
        executor.shutdownNow();
        switch (e.getCause()) {
          case CsrFailure failure -> throw failure;
          case IOException failure -> throw failure;
          case null, default -> throw new IllegalStateException(e.getCause());
        }
      }
    }
  }

  private void record(Server server, RunningProcess process) {
    try {
      change(now ->
          server instanceof OutgoingWorker ? now.withOutgoing(process) : now.withProcess(process));
    } catch (IOException e) {
      news.accept("stack.json could not be written: " + e.getMessage());
    }
  }

  private Stack change(UnaryOperator<Stack> step) throws IOException {
    synchronized (written) {
      return write(step.apply(Objects.requireNonNull(stack)));
    }
  }

  private Stack write(Stack changed) throws IOException {
    synchronized (written) {
      stack = changed;
      changed.write(data);
      return changed;
    }
  }

  private static double seconds(Instant begun) {
    return Duration.between(begun, Instant.now()).toMillis() / 1000.0;
  }
}
