package org.teei.csr.workflows.operations;

import io.temporal.failure.ActivityFailure;
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
import org.slf4j.Logger;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.Refusal;

/** The wait of work for somebody's yes or no, with reminders and an end. */
public final class Approval {

  private static final Logger log = Workflow.getLogger(Approval.class);

  private final Terms terms;
  private boolean waiting;
  private boolean decided;
  private boolean given;

  /**
   * How long it waits, and what that is called.
   *
   * @param patience until the end
   * @param reminders when those who may decide are reminded, counted from the beginning
   * @param timer what the Temporal UI says of the wait
   * @param notWaiting type of the refusal of a decision that nobody waits for
   */
  public record Terms(
      Duration patience, List<Duration> reminders, String timer, String notWaiting) {}

  public Approval(Terms terms) {
    this.terms = terms;
  }

  /** Refuses a decision that nobody waits for. */
  public void mayDecide() {
    Refusal.when(!waiting || decided, terms.notWaiting(), "Nothing waits for approval");
  }

  public void give() {
    decided = true;
    given = true;
  }

  public void refuse() {
    decided = true;
  }

  /** Whether somebody said yes or no. */
  public boolean decided() {
    return decided;
  }

  /**
   * Waits.
   *
   * @param show tells that and until when the work waits
   * @param remind reminds of it
   * @return whether the approval came in time
   */
  public boolean await(Consumer<Instant> show, Consumer<Instant> remind) {
    Instant begun = now();
    Instant due = begun.plus(terms.patience());
    waiting = true;
    try {
      show.accept(due);
      Workflow.upsertTypedSearchAttributes(
          Attributes.DUE_AT.valueSet(due.atOffset(ZoneOffset.UTC)),
          Attributes.NEEDS_ATTENTION.valueSet(true));
      for (Duration wait :
          Stream.concat(terms.reminders().stream(), Stream.of(terms.patience())).toList()) {
        awaitUntil(begun.plus(wait));
        if (decided) {
          return given;
        }
        if (!wait.equals(terms.patience())) {
          patiently(() -> remind.accept(due));
        }
      }
      return given;
    } finally {
      waiting = false;
      Workflow.upsertTypedSearchAttributes(
          Attributes.DUE_AT.valueUnset(), Attributes.NEEDS_ATTENTION.valueSet(false));
    }
  }

  /** A reminder that is refused for good does not stand in the way of the decision. */
  private static void patiently(Runnable reminder) {
    try {
      reminder.run();
    } catch (ActivityFailure failure) {
      CancellationScope.throwCanceled();
      log.error("operations.reminder.refused", failure);
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
                    TimerOptions.newBuilder().setSummary(terms.timer()).build())));
    clock.run();
    Workflow.await(() -> decided || over.isCompleted());
    CancellationScope.throwCanceled();
    clock.cancel();
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
