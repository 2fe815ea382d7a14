package org.teei.csr.workflows.imports;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.Refusal;

/** The wait of a reviewed import for somebody's approval: fourteen days, with reminders. */
final class Approval {

  /** How long an import waits. */
  static final Duration WAIT = Duration.ofDays(14);

  /** When those who may approve are reminded, counted from the beginning. */
  static final List<Duration> REMINDERS =
      List.of(Duration.ofDays(3), Duration.ofDays(7), Duration.ofDays(13));

  private boolean waiting;
  private boolean given;

  /** Refuses an approval that nobody waits for. */
  void mayGive() {
    Refusal.when(!waiting || given, "imports/not-waiting", "The import does not wait for approval");
  }

  void give() {
    given = true;
  }

  /**
   * Waits.
   *
   * @param show tells that and until when the import waits
   * @param remind reminds of it
   * @return whether the approval came in time
   */
  boolean await(Consumer<Instant> show, Consumer<Instant> remind) {
    Instant begun = now();
    Instant due = begun.plus(WAIT);
    waiting = true;
    show.accept(due);
    Workflow.upsertTypedSearchAttributes(
        Attributes.DUE_AT.valueSet(due.atOffset(ZoneOffset.UTC)),
        Attributes.NEEDS_ATTENTION.valueSet(true));
    try {
      for (Duration wait : Stream.concat(REMINDERS.stream(), Stream.of(WAIT)).toList()) {
        awaitUntil(begun.plus(wait));
        if (given) {
          return true;
        }
        if (!wait.equals(WAIT)) {
          remind.accept(due);
        }
      }
      return given;
    } finally {
      waiting = false;
      Workflow.upsertTypedSearchAttributes(
          Attributes.DUE_AT.valueUnset(), Attributes.NEEDS_ATTENTION.valueSet(false));
    }
  }

  /** Like an await with a time limit, whose timer says in Temporal what is waited for. */
  private void awaitUntil(Instant time) {
    CompletablePromise<Void> over = Workflow.newPromise();
    CancellationScope clock =
        Workflow.newCancellationScope(() ->
            over.completeFrom(
                Workflow.newTimer(
                    Duration.between(now(), time),
                    TimerOptions.newBuilder().setSummary(ImportSentences.APPROVAL_TIMER).build())));
    clock.run();
    Workflow.await(() -> given || over.isCompleted());
    CancellationScope.throwCanceled();
    clock.cancel();
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
