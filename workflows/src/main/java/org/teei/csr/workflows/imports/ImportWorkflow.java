package org.teei.csr.workflows.imports;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One import, from the stored file to the last row's outcome: stage, validate, merge in ranges,
 * finish. Stops at the borders of steps and ranges when it is paused, cancelled or held by a drain
 * switch; a step that fails for good parks.
 */
@WorkflowInterface
public interface ImportWorkflow {

  @WorkflowMethod
  ImportCounts run(ImportRef ref);

  /** Stops at the next border until resumed; refused when paused already or ending. */
  @UpdateMethod
  void pause(ImportCommand command);

  @UpdateValidatorMethod(updateName = "pause")
  void mayPause(ImportCommand command);

  /** Goes on after a pause; refused when not paused. */
  @UpdateMethod
  void resume(ImportCommand command);

  @UpdateValidatorMethod(updateName = "resume")
  void mayResume(ImportCommand command);

  /**
   * Ends at the next border; rows merged by then stay, the rest is unprocessed. Refused when
   * ending.
   */
  @UpdateMethod
  void cancel(ImportCommand command);

  @UpdateValidatorMethod(updateName = "cancel")
  void mayCancel(ImportCommand command);

  @QueryMethod
  ImportProgress progress();
}
