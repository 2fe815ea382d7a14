package org.teei.csr.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.architecture.Checkout;
import org.teei.csr.tests.shared.RestingImport;
import org.teei.csr.tests.shared.SessionsFile;

/** A run of the platform is replayed against today's code, and against code that was broken. */
class ReplayJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Path RECORDED =
      Checkout.root()
          .resolve("workflows/src/test/resources/histories/ImportWorkflow/completed.json");
  private static final Pattern PORT = Pattern.compile("attached to 127\\.0\\.0\\.1:(\\d+)");

  @TempDir Path folder;
  private final LocalStack stack = LocalStack.shared();

  @Test
  void anImportIsDeterministicAndTheFirstDifferenceToBrokenCodeIsToldInPlainWords()
      throws IOException {
    ImportsClient imports = stack.imports();
    String id = imports.accepted("", SessionsFile.ofRows(3).bytes());
    imports.ended(id, SOON);
    String workflow = "imports/demo/" + id;
    Path resting = folder.resolve("classes");
    RestingImport.allWorkflowsInto(resting);
    Path report = folder.resolve("report.json");

    assertThat(stack.csr("replay", workflow)).contains(workflow, "  deterministic");
    assertThatThrownBy(() ->
            stack.csr(
                "replay",
                workflow,
                "--against",
                resting.toString(),
                "--show-payloads",
                "--json",
                report.toString()))
        .hasMessageContaining("ended with 1")
        .hasMessageContaining("the history has  the local step Operations_Held")
        .hasMessageContaining("asked for a timer of 5 seconds (ImportWorkflowImpl.java:")
        .hasMessageContaining("Workflow.getVersion")
        .hasMessageMatching("(?s).*Payloads of event \\d+:\\s+\\S.*");
    JsonNode run = read(report).at("/runs/0");
    assertThat(run.path("verdict").asText()).isEqualTo("DIFFERS");
    assertThat(run.path("build").asText()).isNotEmpty();
    assertThat(run.path("pinned").asBoolean()).isTrue();
    assertThat(run.path("difference").has("payloads")).isFalse();
    assertThatThrownBy(() -> stack.csr("replay", "imports/demo/nothing"))
        .hasMessageContaining("ended with 2");
  }

  @Test
  void allThatIsOpenAndSomeOfWhatEndedIsDeterministicBeforeADeployment() throws IOException {
    ImportsClient imports = stack.imports();
    imports.ended(imports.accepted("", SessionsFile.ofRows(1).bytes()), SOON);
    String waiting = imports.accepted("?mode=review", SessionsFile.ofRows(1).bytes());
    imports.reached(waiting, "awaiting_approval");
    Path report = folder.resolve("report.json");

    assertThat(stack.csr("replay", "--all-open", "--sample", "1", "--json", report.toString()))
        .contains("0 different, 0 not replayed.");

    JsonNode runs = read(report).path("runs");
    assertThat(runs.findValuesAsText("verdict")).containsOnly("DETERMINISTIC");
    assertThat(runs.findValuesAsText("workflowId")).contains("imports/demo/" + waiting);
    assertThat(runs.findValuesAsText("workflowType")).contains("ImportWorkflow");
    assertThat(runs.findValuesAsText("open")).contains("true", "false");
    imports.post("/v1/imports/" + waiting + "/cancel", "{\"reason\":\"the test is over\"}");
    imports.ended(waiting, SOON);
  }

  @Test
  void aDebuggerStopsInTheWorkflowBeforeItIsReplayed() throws Exception {
    var command =
        new ProcessBuilder(
                Checkout.root().resolve("csr").toString(),
                "--data",
                stack.data().toString(),
                "replay",
                RECORDED.toString(),
                "--debug")
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    command.environment().put("CSR_SKIP_BUILD", "1");
    Process replay = command.start();
    try (BufferedReader said = replay.inputReader(StandardCharsets.UTF_8)) {
      Matcher port = PORT.matcher(said.readLine());
      assertThat(port.find()).isTrue();

      VirtualMachine machine =
          await().atMost(SOON).ignoreExceptions().until(() -> attached(port.group(1)), it -> true);
      assertThat(stoppedIn(machine, "org.teei.csr.workflows.imports.ImportWorkflowImpl", "run"))
          .isTrue();
      machine.dispose();

      assertThat(said.lines()).contains("  deterministic");
      assertThat(replay.waitFor()).isZero();
    }
  }

  private static VirtualMachine attached(String port) throws Exception {
    AttachingConnector socket =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(connector -> connector.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    var arguments = socket.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(port);
    return socket.attach(arguments);
  }

  /** Goes on until the class is there, and on to its method. */
  private static boolean stoppedIn(VirtualMachine machine, String type, String method)
      throws InterruptedException {
    var requests = machine.eventRequestManager();
    var prepared = requests.createClassPrepareRequest();
    prepared.addClassFilter(type);
    prepared.enable();
    machine.resume();
    while (true) {
      EventSet events =
          Optional.ofNullable(machine.eventQueue().remove(SOON.toMillis())).orElseThrow();
      for (Event event : events) {
        if (event instanceof ClassPrepareEvent ready) {
          var entry = ready.referenceType().methodsByName(method).getFirst().location();
          requests.createBreakpointRequest(entry).enable();
        } else if (event instanceof BreakpointEvent) {
          return true;
        }
      }
      events.resume();
    }
  }

  private static JsonNode read(Path report) throws IOException {
    return new ObjectMapper().readTree(report.toFile());
  }
}
