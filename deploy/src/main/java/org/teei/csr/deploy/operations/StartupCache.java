package org.teei.csr.deploy.operations;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's ahead-of-time cache of a build (JEP 514), which about halves the work of a start. It is
 * recorded in the background by a second process that begins as the application does and ends
 * before it serves or polls anything ({@code spring.context.exit=onRefresh}); only for a build that
 * is started for the second time, because recording costs more than the first start would gain.
 * {@code CSR_AOT=off} switches it off.
 */
final class StartupCache {
  private @Nullable Process recording;
  private boolean closed;

  /** The options that use the build's cache, none while there is no cache. */
  static List<String> options(ApplicationBuild build) throws IOException {
    Path cache = file(build);
    return wanted() && Files.exists(cache) && Files.size(cache) > 0
        ? List.of("-XX:AOTCache=" + cache)
        : List.of();
  }

  /** A cache serves the JDK that wrote it. */
  private static Path file(ApplicationBuild build) {
    return build.jar().resolveSibling("startup-" + Runtime.version() + ".aot");
  }

  private static boolean wanted() {
    return !"off".equals(System.getenv("CSR_AOT"));
  }

  /**
   * Records the cache if there is none.
   *
   * @param program the JVM options and arguments that the application is started with
   */
  void record(ApplicationBuild build, List<String> program, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path cache = file(build);
    if (!wanted() || !build.startedBefore() || Files.exists(cache)) {
      return;
    }
    Path draft = cache.resolveSibling("recording.aot");
    Files.deleteIfExists(draft);
    Optional<Process> process = start(build, draft, program, environment);
    if (process.isEmpty()) {
      return;
    }
    int exit = process.get().waitFor();
    if (isClosed()) {
      return;
    }
    if (exit == 0 && Files.exists(draft)) {
      Files.move(draft, cache, StandardCopyOption.ATOMIC_MOVE);
    } else {
      // An empty file: this build cannot be recorded, so it is not tried again.
      Files.writeString(cache, "");
    }
  }

  private synchronized Optional<Process> start(
      ApplicationBuild build, Path draft, List<String> program, Map<String, String> environment)
      throws IOException {
    if (closed) {
      return Optional.empty();
    }
    var command = new ArrayList<>(List.of("nice", "-n", "19"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:AOTCacheOutput=" + draft, "-Dspring.context.exit=onRefresh"));
    command.addAll(program);
    File log = build.jar().resolveSibling("recording.log").toFile();
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.to(log));
    builder.environment().putAll(environment);
    Process started = builder.start();
    recording = started;
    return Optional.of(started);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Gives up a recording that is under way. */
  synchronized void close() {
    closed = true;
    if (recording != null) {
      recording.descendants().forEach(ProcessHandle::destroyForcibly);
      recording.destroyForcibly();
    }
  }
}
