package org.teei.csr.workflows.imports.groups;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.teei.csr.workflows.shared.ReplayTest;

class ImportGroupWorkflowReplayTest extends ReplayTest {

  ImportGroupWorkflowReplayTest() {
    super(GroupNames.WORKFLOW_TYPE, ImportGroupWorkflowImpl.class);
  }

  @Test
  void aRunThatGrowsLongIsContinuedByAnother() {
    var history = history(GroupNames.WORKFLOW_TYPE, "continued");

    assertThat(history.getLastEvent().hasWorkflowExecutionContinuedAsNewEventAttributes()).isTrue();
  }
}
