package org.teei.csr.workflows.impactin.deliveries;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The wait for a platform's word on what it has accepted. */
final class Confirmation {

  /** How long is waited before each look. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofHours(24));

  private boolean called;

  /** The platform said something, which a look shows. */
  void calledBack() {
    called = true;
  }

  /**
   * Looks a few times, and whenever the platform calls back. One that cannot be asked is looked at
   * for its callback only.
   *
   * @return whether it has processed what it accepted
   */
  boolean await(Supplier<Sent> look) {
    int looks = 0;
    while (looks < PAUSES.size()) {
      boolean calledNow = awaitCall(PAUSES.get(looks));
      Sent seen = look.get();
      if (seen == Sent.CONFIRMED) {
        return true;
      }
      if (!calledNow) {
        looks = seen == Sent.NOT_ASKABLE ? Math.max(looks + 1, PAUSES.size() - 1) : looks + 1;
      }
    }
    return false;
  }

  private boolean awaitCall(Duration pause) {
    CompletablePromise<Void> over = Workflow.newPromise();
    CancellationScope clock =
        Workflow.newCancellationScope(() ->
            over.completeFrom(
                Workflow.newTimer(
                    pause,
                    TimerOptions.newBuilder()
                        .setSummary(DeliverySentences.CONFIRM_TIMER)
                        .build())));
    clock.run();
    Workflow.await(() -> called || over.isCompleted());
    CancellationScope.throwCanceled();
    clock.cancel();
    boolean calledNow = called;
    called = false;
    return calledNow;
  }
}
