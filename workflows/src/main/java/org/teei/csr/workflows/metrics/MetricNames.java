package org.teei.csr.workflows.metrics;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** The address card of metrics: task queue, workflow types, ids and the schedule. */
public final class MetricNames {

  public static final String FEATURE = "metrics";
  public static final String TASK_QUEUE = "metrics";
  public static final String SNAPSHOT_TYPE = "MetricSnapshotWorkflow";
  public static final String ROLL_UP_TYPE = "MetricRollUpWorkflow";

  /** Daily: periods that have ended are computed, and computed anew as late rows come in. */
  public static final String ROLL_UP_SCHEDULE = "metrics/roll-up";

  /** What the Temporal UI says a snapshot is. */
  public static final String SUMMARY = "Figures of a period";

  /** Somebody waits for it. */
  public static final int PRIORITY = 3;

  private MetricNames() {}

  public static String snapshotId(TenantId tenant, UUID snapshotId) {
    return FEATURE + "/" + tenant.value() + "/" + snapshotId;
  }
}
