package org.teei.csr.activities.impactin.deliveries;

import static org.teei.csr.schema.jooq.Tables.PLATFORM_CALLBACKS;

import org.jooq.Condition;
import org.jooq.impl.DSL;
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
    /** Nothing, or only that it came in. */
    NONE,
    PROCESSED,
    FAILED
  }

  /** Notes as well which delivery the words are about. */
  Word latest(ImpactDeliveriesRecord delivery) {
    return tenancy.write(
        delivery.getTenantId(),
        db -> {
          db.update(PLATFORM_CALLBACKS)
              .set(PLATFORM_CALLBACKS.MATCHED_DELIVERY, delivery.getDeliveryId())
              .where(isAbout(delivery), PLATFORM_CALLBACKS.MATCHED_DELIVERY.isNull())
              .execute();
          return db.select(PLATFORM_CALLBACKS.OUTCOME)
              .from(PLATFORM_CALLBACKS)
              .where(isAbout(delivery), PLATFORM_CALLBACKS.OUTCOME.ne("received"))
              .orderBy(PLATFORM_CALLBACKS.RECEIVED_AT.desc(), PLATFORM_CALLBACKS.CALLBACK_ID.desc())
              .limit(1)
              .fetchOptional(PLATFORM_CALLBACKS.OUTCOME)
              .map(outcome -> outcome.equals("processed") ? Word.PROCESSED : Word.FAILED)
              .orElse(Word.NONE);
        });
  }

  private static Condition isAbout(ImpactDeliveriesRecord delivery) {
    return delivery.getTransactionId() == null
        ? DSL.falseCondition()
        : DSL.and(
            PLATFORM_CALLBACKS.TENANT_ID.eq(delivery.getTenantId()),
            PLATFORM_CALLBACKS.PLATFORM.eq(delivery.getPlatform()),
            PLATFORM_CALLBACKS.TRANSACTION_ID.eq(delivery.getTransactionId()));
  }
}
