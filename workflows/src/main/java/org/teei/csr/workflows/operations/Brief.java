package org.teei.csr.workflows.operations;

import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.teei.csr.workflows.shared.StepOptions;

/**
 * A few statements in our own database, done in passing: one event of a history and not six. What
 * does not succeed at once is done as an activity, whose tries no history counts. The worker of the
 * workflow has to serve the activities itself.
 */
public final class Brief {

  private Brief() {}

  /**
   * @param patient how it is done where it does not succeed at once
   */
  public static <A> void step(
      Class<A> activities, String summary, ActivityOptions patient, Consumer<A> work) {
    var _ =
        answer(
            activities,
            summary,
            patient,
            stub -> {
              work.accept(stub);
              return true;
            });
  }

  /** As {@link #step}, for work that has a result. */
  public static <A, T> T answer(
      Class<A> activities, String summary, ActivityOptions patient, Function<A, T> work) {
    try {
      return work.apply(Workflow.newLocalActivityStub(activities, StepOptions.once(summary)));
    } catch (ActivityFailure failure) {
      CancellationScope.throwCanceled();
      if (isForGood(failure)) {
        throw failure;
      }
      return work.apply(Workflow.newActivityStub(activities, patient));
    }
  }

  private static boolean isForGood(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause && cause.isNonRetryable();
  }
}
