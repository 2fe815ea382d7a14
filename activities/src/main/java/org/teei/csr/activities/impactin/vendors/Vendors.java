package org.teei.csr.activities.impactin.vendors;

/** Platforms, spoken to. */
public interface Vendors {
  /** Sends, once: never retries, and throws nothing for what a platform answers. */
  VendorAnswer send(Outgoing outgoing);

  /** Asks what became of what was sent under this idempotency key. */
  VendorAnswer ask(Outgoing outgoing);
}
