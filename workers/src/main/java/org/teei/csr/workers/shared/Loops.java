package org.teei.csr.workers.shared;

import java.util.List;
import java.util.concurrent.Executors;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.teei.csr.activities.shared.LeasedLoop;

/** Starts the endless loops with the process and lets them end with it. */
@Component
final class Loops implements SmartLifecycle {
  private final List<LeasedLoop> loops;
  private volatile boolean running;

  /**
   * @param versioning a build that is on its way out leaves them to its successor
   */
  Loops(List<LeasedLoop> loops, Versioning versioning) {
    this.loops = versioning == Versioning.OUTGOING ? List.of() : loops;
  }

  @Override
  public void start() {
    loops.forEach(LeasedLoop::start);
    running = true;
  }

  @Override
  public void stop() {
    try (var closing = Executors.newVirtualThreadPerTaskExecutor()) {
      loops.forEach(loop ->
          closing.submit(() -> {
            loop.close();
            return true;
          }));
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Phases.LOOPS;
  }
}
