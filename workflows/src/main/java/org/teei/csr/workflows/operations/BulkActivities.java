package org.teei.csr.workflows.operations;

import io.temporal.activity.ActivityInterface;

/** Resolving many parked steps at once. All steps may be repeated. */
@ActivityInterface(namePrefix = "Operations_")
public interface BulkActivities {

  /**
   * Sends {@code resolveLater} to the next steps that match and have not been told yet, and counts
   * them on the row of the resolution.
   */
  BulkPage resolvePage(BulkRef ref);

  /** Closes the row of the resolution. */
  void endBulk(BulkEnd end);
}
