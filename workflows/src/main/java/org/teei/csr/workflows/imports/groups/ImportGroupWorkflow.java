package org.teei.csr.workflows.imports.groups;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.imports.ImportCommand;

/**
 * Files that are imported as one group, such as those of past years: one after the other, or a few
 * at the same time. Each becomes an import of its own, with its own workflow; the group makes it
 * and waits for its end. Stops before the next file when it is paused, cancelled or held by a drain
 * switch; a file that cannot be taken in for a reason of ours parks, see {@link
 * org.teei.csr.workflows.operations.Resolvable}, and may be left out.
 *
 * <p>Refusals of commands are failures of type {@code imports/already-paused}, {@code
 * imports/not-paused} or {@code imports/ending}, and leave no trace in the history.
 */
@WorkflowInterface
public interface ImportGroupWorkflow {

  /**
   * @param continuation absent at the start; set only by a run that continues itself
   * @return files by their end
   */
  @WorkflowMethod
  GroupCounts run(GroupRef ref, @Nullable GroupContinuation continuation);

  /** Begins no further file until resumed; refused when paused already or ending. */
  @UpdateMethod
  void pause(ImportCommand command);

  @UpdateValidatorMethod(updateName = "pause")
  void mayPause(ImportCommand command);

  /** Goes on after a pause; refused when not paused. */
  @UpdateMethod
  void resume(ImportCommand command);

  @UpdateValidatorMethod(updateName = "resume")
  void mayResume(ImportCommand command);

  /** Ends; imports that were begun go on by themselves. Refused when ending. */
  @UpdateMethod
  void cancel(ImportCommand command);

  @UpdateValidatorMethod(updateName = "cancel")
  void mayCancel(ImportCommand command);

  @QueryMethod
  GroupProgress progress();
}
