package org.teei.csr.bench.shared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a figure was measured on: without it, it says nothing. */
public final class Machine {
  private Machine() {}

  /** Such as {@code 2 cores, Linux amd64, Java 25}. */
  public static String name() {
    return "%d cores, %s %s, Java %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.version());
  }

  /** The commit of the checkout, or {@code unknown}. */
  public static String commit() throws IOException {
    Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
    String printed =
        new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return printed.isEmpty() ? "unknown" : printed;
  }
}
