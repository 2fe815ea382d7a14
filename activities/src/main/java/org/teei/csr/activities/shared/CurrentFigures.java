package org.teei.csr.activities.shared;

import java.util.UUID;
import org.teei.csr.engines.metrics.Period;

/** The figures of companies, for whoever freezes them. */
@FunctionalInterface
public interface CurrentFigures {

  /**
   * The snapshot of a period's figures as they are now, made if they differ from the latest one.
   *
   * @param requestedBy for whom, as in a workflow id
   */
  UUID snapshot(String tenant, Period period, String requestedBy);
}
