package org.teei.csr.activities.shared;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The jobs of a feature that PostgreSQL calls active; each has one workflow. */
public interface RunningJobs {

  /** An active job. */
  record RunningJob(String tenant, UUID jobId, String workflowId) {}

  /** Name of the feature, as in workflow ids and meters. */
  String feature();

  /** What a job is called in the audit record, where persons decide about it too. */
  String resource();

  /** Active jobs of all tenants that were made longer than {@code age} ago. */
  List<RunningJob> olderThan(Duration age);

  /** Whether the job is active now. */
  boolean isActive(RunningJob job);

  /**
   * Ends a job whose workflow ended without it, and closes its books. May be repeated; a job that
   * has ended meanwhile stays as it is.
   */
  void endedOutside(RunningJob job);
}
