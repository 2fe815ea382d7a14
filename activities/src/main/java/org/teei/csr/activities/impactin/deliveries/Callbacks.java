package org.teei.csr.activities.impactin.deliveries;

import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.tenancy.Tenancy;

/** What platforms said by themselves. */
final class Callbacks {
  private final Tenancy tenancy;

  Callbacks(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  /** The last word about a delivery. */
  enum Word {
    NONE,
    PROCESSED,
    FAILED
  }

  Word latest(ImpactDeliveriesRecord delivery) {
    return Word.NONE;
  }
}
