package org.teei.csr.workflows.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.client.WorkflowFailedException;
import io.temporal.testing.TestWorkflowExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.TemporalTesting;

class MasterKeyWorkflowTest {

  private final FakeKeyActivities keys = new FakeKeyActivities();

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(MasterKeyWorkflowImpl.class)
          .setActivityImplementations(keys)
          .build();

  @Test
  void countsWhatWasWrappedAnew(MasterKeyWorkflow workflow) {
    assertThat(workflow.run()).isEqualTo(new MasterKeyCounts(2, 7));
  }

  @Test
  void anOutageOfTheKmsIsWaitedFor(MasterKeyWorkflow workflow) {
    keys.fails("master", Failures.passing("operations/kms-unavailable"));
    keys.fails("master", Failures.passing("operations/kms-unavailable"));

    assertThat(workflow.run()).isEqualTo(new MasterKeyCounts(2, 7));
  }

  @Test
  void aFailureForGoodFailsIt(MasterKeyWorkflow workflow) {
    keys.fails(
        "master", Failures.permanent(FailureClass.DATA, "operations/personal-data-unreadable"));

    assertThat(catchThrowableOfType(WorkflowFailedException.class, workflow::run)).isNotNull();
  }
}
