package org.teei.csr.workflows.privacy;

import io.temporal.workflow.Workflow;
import org.teei.csr.workflows.shared.StepOptions;

/** How the steps of privacy are called. */
final class PrivacyOptions {

  private PrivacyOptions() {}

  static PrivacyActivities privacy(String summary) {
    return Workflow.newActivityStub(PrivacyActivities.class, StepOptions.quick(summary));
  }
}
