package org.teei.csr.workflows.imports.folders;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.teei.csr.workflows.shared.StepOptions;

/** How the steps of a drop folder are called. */
final class FolderOptions {

  /** A file whose length and time are the same for so long is whole. */
  static final Duration SETTLING = Duration.ofSeconds(10);

  private FolderOptions() {}

  /** The folder may be in storage of others. */
  static FolderActivities look(String summary) {
    return Workflow.newActivityStub(FolderActivities.class, StepOptions.remote(summary));
  }

  static FolderActivities bulk(String summary) {
    return Workflow.newActivityStub(FolderActivities.class, StepOptions.bulk(summary));
  }
}
