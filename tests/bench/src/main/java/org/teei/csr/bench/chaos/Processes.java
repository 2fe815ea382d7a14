package org.teei.csr.bench.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What the operating system lets one do to the processes of a stack. */
final class Processes {
  private static final Duration GRACE = Duration.ofSeconds(90);

  private Processes() {}

  /** Sends a signal, such as {@code STOP}; one that is gone takes none. */
  static void signal(String name, List<Long> pids) throws IOException, InterruptedException {
    for (long pid : pids) {
      new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }

  /** The process and all that it has started. */
  static List<Long> tree(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
        .map(ProcessHandle::pid)
        .toList();
  }

  /** Returns when they are gone. */
  static void awaitEnd(List<Long> pids) throws InterruptedException {
    Instant deadline = Instant.now().plus(GRACE);
    for (long pid : pids) {
      while (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
        if (Instant.now().isAfter(deadline)) {
          throw new IllegalStateException("Process " + pid + " does not end");
        }
        Thread.sleep(20);
      }
    }
  }
}
