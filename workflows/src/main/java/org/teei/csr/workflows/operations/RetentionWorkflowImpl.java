package org.teei.csr.workflows.operations;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** See {@link RetentionWorkflow}. */
public final class RetentionWorkflowImpl implements RetentionWorkflow {

  private @Nullable ActivityFailure firstFailure;

  @Override
  public RetentionCounts run() {
    RetentionCounts counts =
        new RetentionCounts(
            remove(OperationsSentences.EXPIRE_UPLOADS, RetentionActivities::expireUploads),
            remove(
                OperationsSentences.EXPIRE_IDEMPOTENCY_KEYS,
                RetentionActivities::expireIdempotencyKeys),
            remove(OperationsSentences.EXPIRE_EVENTS, RetentionActivities::expireEvents),
            remove(OperationsSentences.EXPIRE_SIGN_INS, RetentionActivities::expireSignIns));
    if (firstFailure != null) {
      throw ApplicationFailure.newFailureWithCause(
          "Some of it could not be removed", "operations/retention-incomplete", firstFailure);
    }
    Workflow.setCurrentDetails(OperationsSentences.removed(counts));
    return counts;
  }

  private int remove(String sentence, ToIntFunction<RetentionActivities> step) {
    Workflow.setCurrentDetails(sentence);
    try {
      return step.applyAsInt(OperationsOptions.retention(sentence));
    } catch (ActivityFailure failure) {
      if (failure.getCause() instanceof CanceledFailure cancelled) {
        throw cancelled;
      }
      firstFailure = firstFailure == null ? failure : firstFailure;
      return 0;
    }
  }
}
