package org.teei.csr.workflows.imports;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * One import, from the stored file to the last row's outcome: stage, validate, where asked a
 * preview and the wait for approval, merge in ranges or all at once, finish. Stops at the borders
 * of steps and ranges when it is paused, cancelled or held by a drain switch; a step that fails for
 * good parks, see {@link org.teei.csr.workflows.operations.Resolvable}.
 *
 * <p>Refusals of commands are failures of type {@code imports/already-paused}, {@code
 * imports/not-paused}, {@code imports/not-waiting} or {@code imports/ending}, and leave no trace in
 * the history. A cancellation from outside does what {@link #cancel} does. A restart is a new run
 * with the same id: steps that were done return what they did then.
 *
 * <p>With an attempt in its {@link ImportRef} it takes in a correction: the rows of a file of their
 * own, in the same steps, shown as one stage of the import, which is completed whatever the end.
 */
@WorkflowInterface
public interface ImportWorkflow {

  /**
   * @param continuation absent at the start; set only by a run that continues itself
   * @return the closed ledger
   */
  @WorkflowMethod
  ImportCounts run(ImportRef ref, @Nullable ImportContinuation continuation);

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
   * Ends as soon as the step at work has noticed; rows merged by then stay, the rest is
   * unprocessed. Refused when ending.
   */
  @UpdateMethod
  void cancel(ImportCommand command);

  @UpdateValidatorMethod(updateName = "cancel")
  void mayCancel(ImportCommand command);

  /** Lets a reviewed import go on; refused where it does not wait for that. */
  @UpdateMethod
  void approve(ImportCommand command);

  @UpdateValidatorMethod(updateName = "approve")
  void mayApprove(ImportCommand command);

  @QueryMethod
  ImportProgress progress();
}
