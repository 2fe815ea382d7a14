package org.teei.csr.workflows.identity;

import io.temporal.workflow.Workflow;
import org.teei.csr.workflows.shared.StepOptions;

/** How the steps of identity are called. */
final class IdentityOptions {

  private IdentityOptions() {}

  static IdentityActivities identity(String summary) {
    return Workflow.newActivityStub(IdentityActivities.class, StepOptions.quick(summary));
  }
}
