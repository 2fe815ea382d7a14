package org.teei.csr.workflows.imports;

import io.temporal.workflow.Workflow;
import org.teei.csr.workflows.shared.StepOptions;

/** How the steps of taking an import back are called. */
final class UndoOptions {
  private UndoOptions() {}

  /** Work on many rows. */
  static UndoActivities bulk(String summary) {
    return Workflow.newActivityStub(UndoActivities.class, StepOptions.bulk(summary));
  }
}
