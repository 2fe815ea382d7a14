package org.teei.csr.deploy.operations;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./csr status --json} prints. Addresses are null while the stack does not run; a
 * simulator stands in {@code simulators} with its address while it runs. The worker has health and
 * figures at its own.
 *
 * @param processes the living processes by role; the pid is that of the server itself, and workers
 *     of earlier builds come after those that take what is new
 * @param ready whether every process lives and API and worker say that they are ready
 */
@JsonPropertyOrder({
  "api",
  "worker",
  "temporal",
  "temporalUi",
  "nats",
  "postgres",
  "simulators",
  "processes",
  "versions",
  "data",
  "ready"
})
record Status(
    @Nullable String api,
    @Nullable String worker,
    @Nullable String temporal,
    @Nullable String temporalUi,
    @Nullable String nats,
    @Nullable String postgres,
    Map<String, String> simulators,
    Map<String, List<Long>> processes,
    Map<String, String> versions,
    String data,
    boolean ready) {

  static Status of(DataFolder data) throws InterruptedException {
    Optional<Stack> stack = Stack.read(data);
    return stack.isPresent()
        ? of(data, stack.get())
        : new Status(
            null,
            null,
            null,
            null,
            null,
            null,
            Map.of(),
            Map.of(),
            Map.of(),
            data.root().toString(),
            false);
  }

  static Status of(DataFolder data, Stack stack) throws InterruptedException {
    var processes = new TreeMap<String, List<Long>>();
    Stream.concat(Stream.ofNullable(stack.launcher()), stack.livingProcesses())
        .filter(RunningProcess::isAlive)
        .forEach(process ->
            processes
                .computeIfAbsent(process.role().toString(), _ -> new ArrayList<>())
                .add(process.pid()));
    boolean running = stack.isRunning();
    Ports ports = stack.ports();
    return new Status(
        running ? ports.apiAddress() : null,
        running ? "http://127.0.0.1:" + ports.worker() : null,
        running ? "127.0.0.1:" + ports.temporal() : null,
        running ? "http://127.0.0.1:" + ports.temporalUi() : null,
        running ? "nats://127.0.0.1:" + ports.nats() : null,
        running ? "postgresql://127.0.0.1:" + ports.postgres() + "/csr" : null,
        simulates(stack) ? Map.of("impactin", ports.simulatorsAddress()) : Map.of(),
        processes,
        stack.versions(),
        data.root().toString(),
        running && stack.ready() && everyRoleAnswers(stack));
  }

  private static boolean simulates(Stack stack) {
    RunningProcess simulators = stack.processes().get(Role.SIMULATORS);
    return stack.isRunning() && simulators != null && simulators.isAlive();
  }

  private static boolean everyRoleAnswers(Stack stack) throws InterruptedException {
    for (RunningProcess process : stack.processes().values()) {
      boolean answers =
          process.isAlive()
              && switch (process.role()) {
                case API -> ApplicationServer.answersReady(stack.ports().api());
                case WORKER -> ApplicationServer.answersReady(stack.ports().worker());
                case SIMULATORS -> ApplicationServer.answersReady(stack.ports().simulators());
                case POSTGRES, NATS, TEMPORAL, LAUNCHER -> true;
              };
      if (!answers) {
        return false;
      }
    }
    return true;
  }

  /** The addresses a person opens, one a line. */
  String addresses() {
    return """
      API           %s   (documentation: %s/docs, health: %s/health)
      Temporal UI   %s
      Temporal      %s
      NATS          %s
      PostgreSQL    %s
      Data          %s
    """
            .formatted(api, api, api, temporalUi, temporal, nats, postgres, data)
        + simulators.values().stream()
            .map(
                address -> "  Simulators    %s   (ledger: %s/ledger)\n".formatted(address, address))
            .collect(Collectors.joining());
  }

  String readable() {
    if (api == null) {
      return "Nothing runs in "
          + data
          + ".\n"
          + (processes.isEmpty() ? "" : "Left behind by a killed launcher: " + processes + "\n");
    }
    return (ready ? "Ready.\n" : "Not ready.\n")
        + addresses()
        + "  Processes     "
        + processes
        + "\n";
  }
}
