package org.teei.csr.workflows.operations;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.shared.ResolveCommand;

/**
 * What each workflow that can park understands, whatever its feature. Refusals are failures of type
 * {@code operations/not-parked}, {@code operations/stale-decision} or {@code
 * operations/action-not-allowed}, and leave no trace in the history.
 */
@WorkflowInterface
public interface Resolvable {

  /** Tells the parked step what to do. */
  @UpdateMethod(name = OperationsNames.RESOLVE)
  void resolve(ResolveCommand command);

  @UpdateValidatorMethod(updateName = OperationsNames.RESOLVE)
  void mayResolve(ResolveCommand command);

  /** The same for batches; a command that {@link #mayResolve} would refuse is ignored. */
  @SignalMethod(name = OperationsNames.RESOLVE_LATER)
  void resolveLater(ResolveCommand command);

  /** The step that waits for a decision, or null. */
  @QueryMethod(name = OperationsNames.PARKED)
  @Nullable Parked parked();
}
