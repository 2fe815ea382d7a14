package org.teei.csr.workflows.imports.notices;

import io.temporal.workflow.Workflow;
import org.teei.csr.workflows.shared.RetryProfile;
import org.teei.csr.workflows.shared.StepOptions;

/** How the steps of a notice are called. */
final class NoticeOptions {

  private NoticeOptions() {}

  /** A call to the receiver, as patient as its subscription says. */
  static NoticeActivities remote(String summary, RetryProfile profile) {
    return Workflow.newActivityStub(NoticeActivities.class, StepOptions.remote(summary, profile));
  }

  /** What is shown about a failure, as long as it takes. */
  static NoticeActivities relentless(String summary) {
    return Workflow.newActivityStub(NoticeActivities.class, StepOptions.relentless(summary));
  }
}
