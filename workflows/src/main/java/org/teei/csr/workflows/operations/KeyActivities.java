package org.teei.csr.workflows.operations;

import io.temporal.activity.ActivityInterface;

/**
 * Exchanging the keys that wrap other keys. All steps may be repeated; a rotation that has ended
 * refuses them. {@code rewrapPersonKeys} and {@code rewrapTenantKeys} work in portions, heartbeat
 * between them and go on where an earlier try was cut off.
 */
@ActivityInterface(namePrefix = "Operations_")
public interface KeyActivities {

  /**
   * Adds a version of the tenant's data key that encrypts nothing yet; each process learns of it
   * within seconds.
   *
   * @return the version
   */
  int prepareDataKey(KeyRotationRef ref);

  /** Has the new version encrypt; each process follows within seconds. */
  void activateDataKey(KeyRotationRef ref);

  /**
   * Wraps each person key anew that an earlier version wrapped.
   *
   * @return how many
   */
  long rewrapPersonKeys(KeyRotationRef ref);

  /** Retires the earlier versions and counts what they are kept for. */
  KeptKeys retireDataKeys(KeyRotationRef ref);

  /** Closes the rotation. */
  void endKeyRotation(KeyRotationEnd end);

  /** Wraps the keys of all tenants anew that an earlier master key wrapped. */
  MasterKeyCounts rewrapTenantKeys();
}
