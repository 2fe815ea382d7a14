package org.teei.csr.deploy.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.teei.csr.deploy.shared.CsrFailure;

/**
 * The process that replays: the workers' class path without their application, and in front of it
 * the code that histories are replayed against. It works under an identity of its own, which may
 * read wrapped keys and nothing else, and answers one JSON object for each run.
 *
 * @param against a jar or folder of classes of workflows; null for those of this checkout
 * @param debuggerPort where it waits for a debugger on the loopback address; null where it does not
 */
record ReplayProcess(
    Checkout checkout,
    DataFolder data,
    @Nullable Path against,
    boolean showPayloads,
    @Nullable Integer debuggerPort) {
  private static final String MAIN = "org.teei.csr.workers.operations.Replayer";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A pause at a break point is no trouble. */
  private static final int A_DAY = 86_400;

  /**
   * Replays what the arguments say.
   *
   * @param replayed gets each object as it comes
   * @throws CsrFailure if nothing could be tried
   */
  void run(List<String> what, Consumer<JsonNode> replayed)
      throws IOException, InterruptedException {
    Path jar = workers();
    Path code = against == null ? ServedBuilds.workflowsOf(jar) : existing(against);
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    if (showPayloads) {
      command.add("-Dcsr.replay.payloads=true");
    }
    if (debuggerPort != null) {
      command.add("-Dcsr.replay.patience=" + A_DAY);
      command.add(
          "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,quiet=y,address=127.0.0.1:"
              + debuggerPort);
    }
    command.addAll(List.of("-cp", code + File.pathSeparator + jar, MAIN, code.toString()));
    command.addAll(what);
    var builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    builder.environment().putAll(environment());
    if (debuggerPort != null) {
      // The SDK's own switch for workflow threads that stand still.
      builder.environment().put("TEMPORAL_DEBUG", "true");
    }
    if (relay(builder.start(), replayed) != 0) {
      throw new CsrFailure("Nothing was replayed.");
    }
  }

  private static int relay(Process process, Consumer<JsonNode> replayed)
      throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        replayed.accept(JSON.readTree(line));
      }
    }
    return process.waitFor();
  }

  /** Its code lies in the data folder, like that of the workers that run. */
  private Path workers() throws IOException, InterruptedException {
    Path built =
        checkout
            .executableJar("workers")
            .orElseThrow(() -> new CsrFailure("The module workers is not built."));
    Files.createDirectories(data.builds());
    return ApplicationBuild.prepare(built, Role.WORKER.toString(), data).jar();
  }

  private static Path existing(Path code) {
    if (!Files.exists(code)) {
      throw new CsrFailure("There is no " + code + ".");
    }
    return code.toAbsolutePath();
  }

  /**
   * Of the stack that runs; of other servers where the caller's environment names them. Without any
   * of them only files without encrypted payloads can be read.
   */
  private Map<String, String> environment() throws IOException {
    var environment = new HashMap<String, String>();
    Optional<Stack> running = Stack.read(data).filter(Stack::isRunning);
    if (running.isPresent() && !namesOtherServers()) {
      Ports ports = running.get().ports();
      environment.put("CSR_TEMPORAL_TARGET", "127.0.0.1:" + ports.temporal());
      environment.put("CSR_TEMPORAL_NAMESPACE", "default");
      environment.put(
          "CSR_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/csr");
      environment.put("CSR_DATABASE_REPLAYER_USERNAME", "csr_replayer");
      environment.put("CSR_DATABASE_REPLAYER_PASSWORD", Credentials.of(data).replayer());
      environment.put("CSR_KMS_KEY_FILE", data.kmsKey().toString());
    }
    return environment;
  }

  /** Whether the environment of the caller says which servers are meant. */
  static boolean namesOtherServers() {
    return System.getenv("CSR_TEMPORAL_TARGET") != null;
  }
}
