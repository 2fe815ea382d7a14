package org.teei.csr.tests.observability;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.teei.csr.deploy.operations.Binaries;
import org.teei.csr.tests.shared.S3Server;

/** The program by which Prometheus judges rules and figures, pinned as the servers of tests are. */
final class Promtool {

  /** What it printed, and whether it was content. */
  record Verdict(int code, String printed) {}

  private Promtool() {}

  static Verdict run(Path folder, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    try (InputStream lock = S3Server.class.getResourceAsStream("binaries.json")) {
      command.add(Binaries.find(Objects.requireNonNull(lock), "promtool").toString());
    }
    command.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    Thread.ofVirtual()
        .start(() -> {
          try (var out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
          } catch (IOException closed) {
            // It does not read what it does not need.
          }
        });
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Verdict(process.waitFor(), printed);
  }
}
