package org.teei.csr.activities.impactin.deliveries;

import org.teei.csr.engines.impactin.Mapping;
import org.teei.csr.engines.impactin.Platform;

/** How companies are connected to platforms. */
@FunctionalInterface
public interface Connections {

  /**
   * What the company is called there.
   *
   * @throws org.teei.csr.activities.observability.StepFailure {@code not-connected} or {@code
   *     switched-off}
   */
  Mapping mapping(String tenant, Platform platform);
}
