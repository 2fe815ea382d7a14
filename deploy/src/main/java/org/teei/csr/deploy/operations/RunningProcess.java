package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.teei.csr.deploy.shared.CsrFailure;

/**
 * A process as it was seen when it started. It is recognised later by pid, start time and program
 * together, so that a pid which the system has given to another process is never signalled.
 *
 * @param startedAt milliseconds since the epoch, as the operating system tells it
 */
record RunningProcess(Role role, long pid, long startedAt) {
  /**
   * The system derives start times from its boot time, which moves a little when the clock is
   * adjusted.
   */
  private static final long CLOCK_TOLERANCE_MILLIS = 5_000;

  static RunningProcess of(Role role, ProcessHandle handle) {
    long startedAt = handle.info().startInstant().orElseGet(Instant::now).toEpochMilli();
    return new RunningProcess(role, handle.pid(), startedAt);
  }

  /** The living process, if it is still the one that was seen. */
  Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isTheSame);
  }

  boolean isAlive() {
    return handle().isPresent();
  }

  private boolean isTheSame(ProcessHandle handle) {
    var info = handle.info();
    boolean sameStart =
        info.startInstant()
            .map(start -> Math.abs(start.toEpochMilli() - startedAt) <= CLOCK_TOLERANCE_MILLIS)
            .orElse(false);
    boolean sameProgram =
        info.command()
            .map(command -> Path.of(command).getFileName().toString().equals(role.program))
            .orElse(false);
    return sameStart && sameProgram;
  }

  /**
   * Ends the process in order, and by force when its grace has run out. Returns when it is gone.
   */
  void end() throws InterruptedException {
    Optional<ProcessHandle> living = handle();
    if (living.isPresent()) {
      // Asked through isAlive() of this record: a process that nobody reaps stays visible, but has
      // no program any more.
      end(role, living.get(), this::isAlive);
    }
  }

  /** The same for a child of this very process. */
  static void end(Role role, Process child) throws InterruptedException {
    end(role, child.toHandle(), child::isAlive);
  }

  private static void end(Role role, ProcessHandle handle, BooleanSupplier alive)
      throws InterruptedException {
    signal(role, handle.pid());
    if (!awaitEnd(alive, role.grace)) {
      handle.destroyForcibly();
      awaitEnd(alive, Duration.ofSeconds(10));
    }
  }

  private static boolean awaitEnd(BooleanSupplier alive, Duration patience)
      throws InterruptedException {
    Instant deadline = Instant.now().plus(patience);
    while (alive.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        return false;
      }
      Thread.sleep(20);
    }
    return true;
  }

  /** Java itself can send only TERM and KILL. */
  private static void signal(Role role, long pid) throws InterruptedException {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -" + role.stopSignal + " " + pid)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new CsrFailure("The " + role + " process " + pid + " could not be signalled.", e);
    }
  }
}
