package org.teei.csr.activities.impactin.vendors;

import java.util.Optional;
import org.teei.csr.engines.impactin.Mapping;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.workflows.shared.TenantId;

/**
 * The platforms that companies are connected to. Nothing is tried a second time here, but that
 * refused credentials are renewed or followed by the next ones; what a platform answers, or that it
 * does not answer, is never an exception.
 */
public interface Vendors {

  /** Sends a payload once. The idempotency key is the id of its delivery, each time. */
  VendorAnswer send(Outgoing outgoing);

  /** What became of the idempotency key of a delivery that was sent before. */
  VendorAnswer ask(Outgoing outgoing);

  /** How the company is called on a platform; empty where it is not connected. */
  Optional<Mapping> mapping(TenantId tenant, Platform platform);
}
