package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The Temporal development server with its UI, its state in one file of the data folder. */
final class TemporalServer implements Server {
  /** The search attributes of the platform, as design and workers know them. */
  private static final List<String> SEARCH_ATTRIBUTES =
      List.of(
          "TenantId=Keyword",
          "Stage=Keyword",
          "ParkedStage=Keyword",
          "FailureClass=Keyword",
          "BusinessRef=Keyword",
          "DueAt=Datetime",
          "NeedsAttention=Bool");

  private final Path program;
  private final DataFolder data;
  private final Ports ports;

  TemporalServer(Path program, DataFolder data, Ports ports) {
    this.program = program;
    this.data = data;
    this.ports = ports;
  }

  @Override
  public Role role() {
    return Role.TEMPORAL;
  }

  @Override
  public ProcessBuilder command() {
    var command = new ArrayList<>(List.of(program.toString(), "server", "start-dev"));
    command.addAll(List.of("--ip", "127.0.0.1", "--port", String.valueOf(ports.temporal())));
    command.addAll(List.of("--ui-port", String.valueOf(ports.temporalUi())));
    command.addAll(List.of("--db-filename", data.temporalDatabase().toString()));
    command.addAll(List.of("--ui-codec-endpoint", "http://127.0.0.1:" + ports.api() + "/codec"));
    command.addAll(List.of("--dynamic-config-value", "matching.enableFairness=true"));
    // So that workers of an earlier build are let go soon after their last run; else it takes
    // minutes.
    for (String pause : List.of("VisibilityGracePeriod", "RefreshInterval")) {
      command.addAll(
          List.of(
              "--dynamic-config-value", "matching.wv.VersionDrainageStatus" + pause + "=\"10s\""));
    }
    // Each rebuilt workflow is a version, and the server does not always forget drained ones at its
    // limit of 100 (temporalio/temporal#10737); new workers could not ask for work then.
    for (String place : List.of("Deployment", "TaskQueue")) {
      command.addAll(List.of("--dynamic-config-value", "matching.maxVersionsIn" + place + "=1000"));
    }
    command.addAll(List.of("--log-level", "warn"));
    SEARCH_ATTRIBUTES.forEach(
        attribute -> command.addAll(List.of("--search-attribute", attribute)));
    return new ProcessBuilder(command);
  }

  /** Ready when the namespace that the platform works in answers. */
  @Override
  public boolean isReady() throws IOException, InterruptedException {
    if (!listens()) {
      return false;
    }
    Process question =
        new ProcessBuilder(
                program.toString(),
                "operator",
                "namespace",
                "describe",
                "default",
                "--address",
                "127.0.0.1:" + ports.temporal())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!question.waitFor(10, TimeUnit.SECONDS)) {
      question.destroyForcibly();
      return false;
    }
    return question.exitValue() == 0;
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.temporal()), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
