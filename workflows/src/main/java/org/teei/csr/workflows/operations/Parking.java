package org.teei.csr.workflows.operations;

import static org.teei.csr.workflows.shared.ParkedAction.ABORT;
import static org.teei.csr.workflows.shared.ParkedAction.RETRY;
import static org.teei.csr.workflows.shared.ParkedAction.SKIP;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.Refusal;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.StepOptions;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Parking, the platform's dead-letter queue: a step that failed for good is shown and listed with
 * its cause, and waits for a decision for seven days. To be made in the {@code @WorkflowInit}
 * constructor, so that decisions are understood from the first moment.
 */
public final class Parking implements Resolvable {

  /** How long a parked step waits, counted from its first failure. */
  public static final Duration WAIT = Duration.ofDays(7);

  /**
   * What a workflow works on.
   *
   * @param businessRef id of the row that the work is about
   */
  public record Subject(TenantId tenant, String feature, String businessRef) {}

  private static final Logger log = Workflow.getLogger(Parking.class);

  private final Subject subject;
  private final Keeping books;
  private final Runnable onParked;
  private int sequence;
  private @Nullable Parked parked;
  private @Nullable ResolveCommand resolution;

  /** How the books are kept. */
  private interface Keeping {
    void keep(Consumer<OperationsActivities> step);
  }

  /** Keeps the books in passing. */
  private static void briefly(Consumer<OperationsActivities> step) {
    Brief.step(
        OperationsActivities.class,
        ParkingSentences.BOOKS,
        StepOptions.relentless(ParkingSentences.BOOKS),
        step);
  }

  private static void patiently(Consumer<OperationsActivities> step) {
    step.accept(
        Workflow.newActivityStub(
            OperationsActivities.class, StepOptions.relentless(ParkingSentences.BOOKS)));
  }

  /**
   * @param sequence number of parkings before, in earlier runs that this one continues
   * @param onParked shows the feature's own status each time a step has parked; has to be patient
   *     itself
   */
  public Parking(Subject subject, int sequence, Runnable onParked) {
    this(subject, sequence, onParked, Parking::patiently);
  }

  /** One that costs few events, where the worker serves the books itself. */
  public static Parking brief(Subject subject, Runnable onParked) {
    return new Parking(subject, 0, onParked, Parking::briefly);
  }

  private Parking(Subject subject, int sequence, Runnable onParked, Keeping books) {
    this.subject = subject;
    this.books = books;
    this.sequence = sequence;
    this.onParked = onParked;
    Workflow.registerListener(this);
  }

  /** Does a step that cannot be left out. */
  public <T> T step(String stage, Supplier<T> work) {
    return attempt(stage, List.of(RETRY, ABORT), work).orElseThrow();
  }

  /** Does a step that can be left out; empty when it was. */
  public <T> Optional<T> skippable(String stage, Supplier<T> work) {
    return attempt(stage, List.of(RETRY, SKIP, ABORT), work);
  }

  /** Does a step that can neither be left out nor given up, such as closing the books. */
  public <T> T unavoidable(String stage, Supplier<T> work) {
    return attempt(stage, List.of(RETRY), work).orElseThrow();
  }

  /** Parkings so far. */
  public int sequence() {
    return sequence;
  }

  private <T> Optional<T> attempt(String stage, List<ParkedAction> actions, Supplier<T> work) {
    Instant expiresAt = null;
    while (true) {
      try {
        return Optional.of(work.get());
      } catch (ActivityFailure failure) {
        throwIfCancelled();
        Instant now = Instant.ofEpochMilli(Workflow.currentTimeMillis());
        expiresAt = expiresAt == null ? now.plus(WAIT) : expiresAt;
        switch (park(stage, actions, Diagnosis.of(failure), now, expiresAt)) {
          case RETRY -> {}
          case SKIP -> {
            return Optional.empty();
          }
          case ABORT -> throw new ParkingEndedException(ParkingEndedException.Reason.ABORTED);
        }
      }
    }
  }

  /** A cancelled step reports whatever it likes; the cancellation is what counts. */
  private static void throwIfCancelled() {
    if (CancellationScope.current().isCancelRequested()) {
      throw new CanceledFailure("cancelled");
    }
  }

  private ParkedAction park(
      String stage,
      List<ParkedAction> actions,
      Diagnosis diagnosis,
      Instant now,
      Instant expiresAt) {
    Parked listed = describe(stage, actions, diagnosis, now, expiresAt);
    resolution = null;
    parked = listed;
    mark(diagnosis, listed);
    try {
      relentlessly(() -> books.keep(step -> step.park(listed)));
      relentlessly(onParked);
      awaitDecision(expiresAt);
    } catch (CanceledFailure cancelled) {
      unpark(listed, ParkingEnd.ENDED);
      throw cancelled;
    }
    unpark(listed, resolution == null ? ParkingEnd.EXPIRED : ParkingEnd.RESOLVED);
    if (resolution == null) {
      throw new ParkingEndedException(ParkingEndedException.Reason.EXPIRED);
    }
    return resolution.action();
  }

  /** Like an await with a time limit, whose timer says in Temporal what is waited for. */
  private void awaitDecision(Instant expiresAt) {
    Duration left = Duration.between(Instant.ofEpochMilli(Workflow.currentTimeMillis()), expiresAt);
    CompletablePromise<Void> expired = Workflow.newPromise();
    CancellationScope clock =
        Workflow.newCancellationScope(() ->
            expired.completeFrom(
                Workflow.newTimer(
                    left,
                    TimerOptions.newBuilder()
                        .setSummary(ParkingSentences.DECISION_TIMER)
                        .build())));
    clock.run();
    Workflow.await(() -> resolution != null || expired.isCompleted());
    throwIfCancelled();
    clock.cancel();
  }

  private Parked describe(
      String stage,
      List<ParkedAction> actions,
      Diagnosis diagnosis,
      Instant now,
      Instant expiresAt) {
    sequence++;
    return new Parked(
        subject.tenant(),
        Workflow.randomUUID(),
        subject.feature(),
        Workflow.getInfo().getWorkflowId(),
        subject.businessRef(),
        stage,
        diagnosis.failureClass(),
        diagnosis.failureType(),
        ParkingSentences.cause(diagnosis.failureClass(), diagnosis.failureType()),
        sequence,
        actions,
        now,
        expiresAt);
  }

  /** Shown in Temporal first, which works even when the database is what failed. */
  private void mark(Diagnosis diagnosis, Parked listed) {
    Workflow.upsertTypedSearchAttributes(
        Attributes.PARKED_STAGE.valueSet(listed.stage()),
        Attributes.FAILURE_CLASS.valueSet(listed.failureClass().name()),
        Attributes.DUE_AT.valueSet(listed.expiresAt().atOffset(ZoneOffset.UTC)),
        Attributes.NEEDS_ATTENTION.valueSet(true));
    Workflow.setCurrentDetails(ParkingSentences.details(listed, diagnosis.errorId()));
  }

  private void unpark(Parked listed, ParkingEnd end) {
    parked = null;
    ResolveCommand decided = end == ParkingEnd.RESOLVED ? resolution : null;
    Unparked unparked =
        new Unparked(
            subject.tenant(),
            listed.parkedId(),
            end,
            decided == null ? null : decided.action(),
            decided == null ? null : decided.decisionId());
    Workflow.newDetachedCancellationScope(
            () -> relentlessly(() -> books.keep(step -> step.unpark(unparked))))
        .run();
    Workflow.upsertTypedSearchAttributes(
        Attributes.PARKED_STAGE.valueUnset(),
        Attributes.FAILURE_CLASS.valueUnset(),
        Attributes.DUE_AT.valueUnset(),
        Attributes.NEEDS_ATTENTION.valueSet(false));
  }

  /** Bookkeeping that is refused for good must not stand in the way of the decision itself. */
  private static void relentlessly(Runnable bookkeeping) {
    try {
      bookkeeping.run();
    } catch (ActivityFailure failure) {
      throwIfCancelled();
      log.error("operations.bookkeeping.refused", failure);
    }
  }

  @Override
  public void mayResolve(ResolveCommand command) {
    if (parked == null || resolution != null) {
      throw Refusal.of("operations/not-parked", "No step waits for a decision");
    }
    Refusal.when(
        command.expectedSequence() != parked.sequence(),
        "operations/stale-decision",
        "The decision is about another parking");
    Refusal.when(
        !parked.actions().contains(command.action()),
        "operations/action-not-allowed",
        "The step does not allow this action");
  }

  @Override
  public void resolve(ResolveCommand command) {
    resolution = command;
  }

  @Override
  public void resolveLater(ResolveCommand command) {
    try {
      mayResolve(command);
      resolution = command;
    } catch (ApplicationFailure refused) {
      log.info("operations.resolve.ignored type={}", refused.getType());
    }
  }

  @Override
  public @Nullable Parked parked() {
    return parked;
  }
}
