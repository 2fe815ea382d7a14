package org.teei.csr.deploy.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.teei.csr.deploy.shared.ApiClient;
import org.teei.csr.deploy.shared.ApiClient.Answer;
import org.teei.csr.deploy.shared.CsrFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./csr replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Feeds the history of a run to today's workflow code, without its steps, and tells the first difference.",
      "Exit code 0 if all are deterministic, 1 if one differs, 2 if one could not be replayed. Of many",
      "those do not count as different that are pinned to their builds, because they never meet other code.",
      "Before a deployment: ./csr replay --all-open --sample 5 --json report.json"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Checkout checkout;
  private final Supplier<DataFolder> data;
  private final Supplier<ApiClient> reader;
  private final PrintStream out;

  @Parameters(
      arity = "0..1",
      paramLabel = "WORKFLOW_ID|FILE",
      description = "A run on the stack, or a history in JSON, as Temporal's CLI and UI save it.")
  private @Nullable String what;

  @Option(
      names = "--run",
      paramLabel = "RUN_ID",
      description = "Which run of the workflow id (default: the newest).")
  private @Nullable String run;

  @Option(
      names = "--against",
      paramLabel = "JAR|DIR",
      description = "Other workflow code: a jar or a folder of classes (default: this checkout's).")
  private @Nullable Path against;

  @Option(names = "--all-open", description = "All runs that are open.")
  private boolean allOpen;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "The newest N closed runs of each workflow type.")
  private int sample;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report there too.")
  private @Nullable Path json;

  @Option(
      names = "--show-payloads",
      description = {
        "Show what the differing event carries. It is asked of the API in your name, and you need",
        "payloads:decode: ./csr login --step-up. Where nobody has signed in, an operator asks."
      })
  private boolean showPayloads;

  @Option(names = "--debug", description = "Say how to attach a debugger, and wait for it.")
  private boolean debug;

  /**
   * @param reader the API as somebody who may read payloads
   */
  ReplayCommand(
      Checkout checkout, Supplier<DataFolder> data, Supplier<ApiClient> reader, PrintStream out) {
    this.checkout = checkout;
    this.data = data;
    this.reader = reader;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      return replay();
    } catch (CsrFailure e) {
      System.err.println(e.getMessage());
      return ReplayReport.NOT_REPLAYED;
    }
  }

  private int replay() throws IOException, InterruptedException {
    var report =
        new ReplayReport(
            against == null ? "the code of this checkout" : against.toString(), what != null, out);
    Integer port = debug ? debuggerPort() : null;
    new ReplayProcess(checkout, data.get(), against, showPayloads, port)
        .run(arguments(), report::add);
    if (json != null) {
      report.write(json);
    }
    int exit = report.close();
    try {
      for (JsonNode difference : showPayloads ? report.differences() : List.<JsonNode>of()) {
        show(difference);
      }
    } catch (CsrFailure e) {
      // What came of the replay is told already, and stands.
      System.err.println(e.getMessage());
    }
    return exit;
  }

  private List<String> arguments() {
    if (what == null) {
      if (run != null) {
        throw new CsrFailure("--run needs the workflow id beside it.");
      }
      if (!allOpen && sample <= 0) {
        throw new CsrFailure(
            "Say what to replay: a workflow id, a file, --all-open or --sample N.");
      }
      requireServers();
      return List.of("many", String.valueOf(allOpen), String.valueOf(sample));
    }
    if (allOpen || sample > 0) {
      throw new CsrFailure("--all-open and --sample replay many runs; name none beside them.");
    }
    if (Files.isRegularFile(Path.of(what))) {
      if (run != null) {
        throw new CsrFailure("A file holds one run; --run chooses among those of a workflow id.");
      }
      return List.of("file", what);
    }
    requireServers();
    var arguments = new ArrayList<>(List.of("run", what));
    if (run != null) {
      arguments.add(run);
    }
    return arguments;
  }

  private void requireServers() {
    if (!ReplayProcess.namesOtherServers()) {
      Stack.running(data.get());
    }
  }

  private int debuggerPort() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    out.printf(
        """
        The replay begins when a debugger is attached to 127.0.0.1:%d.
          IntelliJ IDEA   Run | Attach to Process, or a "Remote JVM Debug" configuration with this port
          VS Code         {"type": "java", "request": "attach", "hostName": "127.0.0.1", "port": %d}
          on a terminal   jdb -attach 127.0.0.1:%d -sourcepath workflows/src/main/java
        Set a break point in the workflow first. Nothing that stands still is thought hung.
        """,
        port, port, port);
    out.flush();
    return port;
  }

  private void show(JsonNode difference) throws IOException, InterruptedException {
    var asked = JSON.createObjectNode();
    var stored = asked.putArray("payloads");
    for (JsonNode payload : difference.path("payloads")) {
      stored.add(JSON.readTree(payload.asText()));
    }
    if (stored.isEmpty()) {
      out.printf("Event %d carries no payloads.%n", difference.path("eventId").asLong());
      return;
    }
    ApiClient api = reader.get();
    Answer answer = api.post(api.resolve("/codec/decode"), asked);
    if (!answer.isSuccess()) {
      throw new CsrFailure("The payloads are not shown to you: " + answer.problem());
    }
    out.printf("Payloads of event %d:%n", difference.path("eventId").asLong());
    for (JsonNode payload : answer.body().path("payloads")) {
      byte[] text = Base64.getDecoder().decode(payload.path("data").asText());
      out.println("  " + new String(text, StandardCharsets.UTF_8));
    }
  }
}
