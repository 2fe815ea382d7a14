package org.teei.csr.workflows.operations;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** The address card of operations: task queue, workflow types, ids, schedules and messages. */
public final class OperationsNames {

  public static final String FEATURE = "operations";
  public static final String TASK_QUEUE = "operations";

  public static final String PARKED_SWEEPER_TYPE = "ParkedSweeperWorkflow";
  public static final String BULK_RESOLVE_TYPE = "BulkResolveWorkflow";
  public static final String RETENTION_TYPE = "RetentionWorkflow";
  public static final String KEY_ROTATION_TYPE = "KeyRotationWorkflow";
  public static final String MASTER_KEY_TYPE = "MasterKeyWorkflow";

  /** Id of the one workflow that goes over to another master key. */
  public static final String MASTER_KEY_ID = "operations/platform/master-key";

  /** Every 15 minutes: transient parkings are tried again. */
  public static final String PARKED_SWEEPER_SCHEDULE = "operations/parked-sweeper";

  /** Daily: what is kept for a time only is removed. */
  public static final String RETENTION_SCHEDULE = "operations/retention";

  /** Update that tells a parked step what to do. */
  public static final String RESOLVE = "resolve";

  /** Signal twin of {@link #RESOLVE}. */
  public static final String RESOLVE_LATER = "resolveLater";

  /** Query for the step that waits for a decision. */
  public static final String PARKED = "parked";

  /**
   * Tail of the type of a failure that leaves open whether something took effect outside. Who
   * decides has looked there: a decision about many is about such a step only where it names its
   * stage.
   */
  public static final String OUTCOME_UNKNOWN = "/outcome-unknown";

  private OperationsNames() {}

  public static String bulkResolveId(TenantId tenant, UUID bulkId) {
    return FEATURE + "/" + tenant.value() + "/bulk-" + bulkId;
  }

  public static String keyRotationId(TenantId tenant, UUID rotationId) {
    return FEATURE + "/" + tenant.value() + "/keys-" + rotationId;
  }
}
