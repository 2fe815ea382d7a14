package org.teei.csr.activities.shared;

import org.teei.csr.activities.observability.TraceParents;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.workflows.operations.PlannedStart;

/** Workflows that steps ask for. */
public final class Starts {
  private Starts() {}

  /** What the list of starts holds of a workflow that the current step wants. */
  public static StartIntent intent(PlannedStart start) {
    return new StartIntent(
        start.tenant().value(),
        Ids.next(),
        start.feature(),
        start.workflowType(),
        start.workflowId(),
        start.taskQueue(),
        Json.of(start.input()),
        start.summary(),
        start.businessRef(),
        start.priority(),
        TraceParents.current());
  }
}
