package org.teei.csr.workflows.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.workflows.shared.TenantId;

class MetricNamesTest {

  @Test
  void namesASnapshotByTenantAndRow() {
    assertThat(MetricNames.snapshotId(new TenantId("demo"), new UUID(0, 1)))
        .isEqualTo("metrics/demo/00000000-0000-0000-0000-000000000001");
  }

  @Test
  void theWorkflowTypesAreTheNamesOfTheInterfaces() {
    assertThat(MetricNames.SNAPSHOT_TYPE).isEqualTo(MetricSnapshotWorkflow.class.getSimpleName());
    assertThat(MetricNames.ROLL_UP_TYPE).isEqualTo(MetricRollUpWorkflow.class.getSimpleName());
  }

  @Test
  void sentencesCountWhatCameOfIt() {
    assertThat(MetricSentences.ended(new SnapshotResult(SnapshotState.COMPUTED, 2, 3)))
        .isEqualTo("Done. Revision 2 is kept; 3 figures differ from the one before.");
    assertThat(MetricSentences.ended(new SnapshotResult(SnapshotState.UNCHANGED, 2, 0)))
        .isEqualTo("Done. The figures are those of revision 2.");
    assertThat(MetricSentences.rolledUp(new RollUpCounts(1_200, 5, 0)))
        .isEqualTo(
            "1,200 new revisions, 5 periods as they were, 0 companies whose figures could not be computed.");
    assertThatThrownBy(() -> MetricSentences.ended(new SnapshotResult(SnapshotState.QUEUED, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
