package org.teei.csr.activities.shared;

import java.time.Duration;
import java.util.List;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/** Jobs with a row each in a {@link JobTable}; what their end means, each feature says itself. */
public abstract class TabledJobs implements RunningJobs {
  private final JobTable table;
  private final SystemView system;
  private final Tenancy tenancy;

  protected TabledJobs(JobTable table, SystemView system, Tenancy tenancy) {
    this.table = table;
    this.system = system;
    this.tenancy = tenancy;
  }

  @Override
  public final List<RunningJob> olderThan(Duration age) {
    return table.olderThan(system, age);
  }

  @Override
  public final boolean isActive(RunningJob job) {
    return table.isActive(tenancy, job);
  }
}
