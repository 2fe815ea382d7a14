package org.teei.csr.workflows.imports;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * The taking back of one import: its accepted rows in ranges, from the last to the first, then the
 * persons whom only it knew. Stops at the borders of ranges when it is paused, cancelled or held by
 * a drain switch; a step that fails for good parks, see {@link
 * org.teei.csr.workflows.operations.Resolvable}.
 *
 * <p>Refusals of commands are failures of type {@code imports/already-paused}, {@code
 * imports/not-paused} or {@code imports/ending}, and leave no trace in the history. A cancellation
 * from outside does what {@link #cancel} does. What was taken back by then stays so; another taking
 * back goes on with the rest.
 */
@WorkflowInterface
public interface UndoWorkflow {

  /**
   * @param ref with the number of the taking back as attempt
   * @param continuation absent at the start; set only by a run that continues itself
   */
  @WorkflowMethod
  UndoCounts run(ImportRef ref, @Nullable UndoContinuation continuation);

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

  /** Ends as soon as the range at work has noticed. Refused when ending. */
  @UpdateMethod
  void cancel(ImportCommand command);

  @UpdateValidatorMethod(updateName = "cancel")
  void mayCancel(ImportCommand command);

  @QueryMethod
  UndoProgress progress();
}
