package org.teei.csr.activities.impactin.deliveries;

import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERY_ATTEMPTS;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.impactin.vendors.VendorAnswer;
import org.teei.csr.activities.impactin.vendors.Verdict;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.impactin.DeliverySeal;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveryAttemptsRecord;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.impactin.deliveries.DeliveryEnd;
import org.teei.csr.workflows.impactin.deliveries.DeliveryRef;
import org.teei.csr.workflows.impactin.deliveries.DeliveryStatus;
import org.teei.csr.workflows.impactin.deliveries.DeliveryWait;
import org.teei.csr.workflows.impactin.deliveries.PlatformActivities;
import org.teei.csr.workflows.shared.FailureClass;

/** What is on record about deliveries: where they stand, and each call to a platform. */
final class DeliveryBook {
  private final Tenancy tenancy;
  private final DeliverySeal seal;

  DeliveryBook(Tenancy tenancy, DeliverySeal seal) {
    this.tenancy = tenancy;
    this.seal = seal;
  }

  /** A call that was begun. */
  record Call(DeliveryRef ref, int attempt, byte[] payload) {}

  static Condition is(DeliveryRef ref) {
    return DSL.and(
        IMPACT_DELIVERIES.TENANT_ID.eq(ref.tenant().value()),
        IMPACT_DELIVERIES.DELIVERY_ID.eq(ref.deliveryId()));
  }

  static ImpactDeliveriesRecord find(DSLContext db, DeliveryRef ref) {
    return db.selectFrom(IMPACT_DELIVERIES)
        .where(is(ref))
        .fetchOptional()
        .orElseThrow(() -> new StepFailure(FailureClass.DATA, "unknown-delivery"));
  }

  private static ImpactDeliveriesRecord locked(DSLContext db, DeliveryRef ref) {
    return db.selectFrom(IMPACT_DELIVERIES)
        .where(is(ref))
        .forUpdate()
        .fetchOptional()
        .orElseThrow(() -> new StepFailure(FailureClass.DATA, "unknown-delivery"));
  }

  ImpactDeliveriesRecord find(DeliveryRef ref) {
    return tenancy.read(ref.tenant().value(), db -> find(db, ref));
  }

  /** The latest delivery of the same period that has arrived, of an earlier revision. */
  static Optional<ImpactDeliveriesRecord> arrivedBefore(
      DSLContext db, ImpactDeliveriesRecord delivery) {
    return db.selectFrom(IMPACT_DELIVERIES)
        .where(
            IMPACT_DELIVERIES.TENANT_ID.eq(delivery.getTenantId()),
            IMPACT_DELIVERIES.PLATFORM.eq(delivery.getPlatform()),
            IMPACT_DELIVERIES.PERIOD_FROM.eq(delivery.getPeriodFrom()),
            IMPACT_DELIVERIES.PERIOD_UNTIL.eq(delivery.getPeriodUntil()),
            IMPACT_DELIVERIES.REVISION.lt(delivery.getRevision()),
            IMPACT_DELIVERIES.DELIVERED_AT.isNotNull())
        .orderBy(IMPACT_DELIVERIES.REVISION.desc())
        .limit(1)
        .fetchOptional();
  }

  /** A step that is repeated shows and tells the same once. */
  void showWaiting(DeliveryWait wait) {
    tenancy.change(
        wait.ref().tenant().value(),
        db ->
            db.update(IMPACT_DELIVERIES)
                .set(IMPACT_DELIVERIES.STATUS, wait.status().spelling())
                .set(IMPACT_DELIVERIES.APPROVAL_DUE_AT, wait.due())
                .where(
                    is(wait.ref()), open(), IMPACT_DELIVERIES.STATUS.ne(wait.status().spelling()))
                .returning()
                .fetch()
                .forEach(row -> DeliveryNotices.arise(db, row)));
  }

  void remind(DeliveryWait wait) {
    tenancy.change(
        wait.ref().tenant().value(),
        db ->
            db.update(IMPACT_DELIVERIES)
                .set(IMPACT_DELIVERIES.REMINDERS, IMPACT_DELIVERIES.REMINDERS.plus(1))
                .where(is(wait.ref()), open())
                .returning()
                .fetch()
                .forEach(row -> DeliveryNotices.remind(db, row)));
  }

  private static Condition open() {
    return IMPACT_DELIVERIES.FINISHED_AT.isNull().and(IMPACT_DELIVERIES.DELIVERED_AT.isNull());
  }

  /**
   * What has arrived stays so, whoever calls it off.
   *
   * @return the delivery as it ended; empty where it had ended before
   */
  Optional<ImpactDeliveriesRecord> finish(DeliveryEnd end) {
    String tenant = end.ref().tenant().value();
    return tenancy.write(
        tenant,
        db -> {
          ImpactDeliveriesRecord row = locked(db, end.ref());
          if (row.getFinishedAt() != null) {
            return Optional.empty();
          }
          if (row.getDeliveredAt() == null) {
            row.setStatus(end.status().spelling());
            row.setReason(tail(end.reason()));
          }
          row.setFinishedAt(now(db));
          row.update();
          DeliveryNotices.arise(db, row);
          Audit.append(
              db,
              AuditEntry.of(
                      tenant,
                      "system",
                      "system",
                      "impactin.delivery-ended",
                      "delivery",
                      row.getDeliveryId().toString())
                  .withWorkflow(row.getWorkflowId())
                  .withDetails(Map.of("status", row.getStatus(), "attempts", row.getAttempts())));
          return Optional.of(row);
        });
  }

  private static Instant now(DSLContext db) {
    return db.select(DSL.currentInstant()).fetchSingle().value1();
  }

  /**
   * Begins to send, on record before anything goes out.
   *
   * @return empty where an earlier call may have arrived: it was cut off, or its answer said
   *     nothing, and nobody has said since that it did not
   */
  Optional<Call> beginSending(DeliveryRef ref) {
    return tenancy.write(
        ref.tenant().value(),
        db -> {
          ImpactDeliveriesRecord row = locked(db, ref);
          List<ImpactDeliveryAttemptsRecord> attempts = attempts(db, ref);
          Optional<ImpactDeliveryAttemptsRecord> unclear = unclear(attempts);
          if (unclear.isPresent()) {
            cutOff(db, unclear.get());
            row.setStatus(DeliveryStatus.UNKNOWN.spelling());
            row.update();
            return Optional.empty();
          }
          row.setStatus(
              (row.getAttempts() == 0 ? DeliveryStatus.DELIVERING : DeliveryStatus.RETRYING)
                  .spelling());
          row.setAttempts(row.getAttempts() + 1);
          if (row.getFirstSentAt() == null) {
            row.setFirstSentAt(now(db));
          }
          row.update();
          return Optional.of(begin(db, row, ref, "send", attempts.size() + 1));
        });
  }

  Call beginAsking(DeliveryRef ref) {
    return tenancy.write(
        ref.tenant().value(),
        db -> begin(db, locked(db, ref), ref, "ask", attempts(db, ref).size() + 1));
  }

  private Call begin(
      DSLContext db, ImpactDeliveriesRecord row, DeliveryRef ref, String kind, int attempt) {
    db.insertInto(IMPACT_DELIVERY_ATTEMPTS)
        .set(IMPACT_DELIVERY_ATTEMPTS.TENANT_ID, row.getTenantId())
        .set(IMPACT_DELIVERY_ATTEMPTS.DELIVERY_ID, row.getDeliveryId())
        .set(IMPACT_DELIVERY_ATTEMPTS.ATTEMPT, attempt)
        .set(IMPACT_DELIVERY_ATTEMPTS.KIND, kind)
        .execute();
    return new Call(
        ref,
        attempt,
        seal.openPayload(row.getTenantId(), row.getDeliveryId(), row.getPayloadCiphertext()));
  }

  /** The last call that may have arrived, unless it is known by now that it did not. */
  private static Optional<ImpactDeliveryAttemptsRecord> unclear(
      List<ImpactDeliveryAttemptsRecord> attempts) {
    Optional<ImpactDeliveryAttemptsRecord> unclear = Optional.empty();
    for (ImpactDeliveryAttemptsRecord attempt : attempts) {
      if (attempt.getKind().equals("send")) {
        boolean mayHaveArrived =
            attempt.getEndedAt() == null || attempt.getVerdict().equals(spelling(Verdict.UNKNOWN));
        unclear = mayHaveArrived ? Optional.of(attempt) : Optional.empty();
      } else if (spelling(Verdict.NOT_FOUND).equals(attempt.getVerdict())) {
        unclear = Optional.empty();
      }
    }
    return unclear;
  }

  private static void cutOff(DSLContext db, ImpactDeliveryAttemptsRecord attempt) {
    if (attempt.getEndedAt() == null) {
      attempt.setVerdict(spelling(Verdict.UNKNOWN));
      attempt.setReason("cut-off");
      attempt.setEndedAt(now(db));
      attempt.update();
    }
  }

  private static List<ImpactDeliveryAttemptsRecord> attempts(DSLContext db, DeliveryRef ref) {
    return db.selectFrom(IMPACT_DELIVERY_ATTEMPTS)
        .where(
            IMPACT_DELIVERY_ATTEMPTS.TENANT_ID.eq(ref.tenant().value()),
            IMPACT_DELIVERY_ATTEMPTS.DELIVERY_ID.eq(ref.deliveryId()))
        .orderBy(IMPACT_DELIVERY_ATTEMPTS.ATTEMPT)
        .fetch();
  }

  /** Keeps what a platform answered, and what follows for the delivery, in one transaction. */
  void answered(Call call, VendorAnswer answer) {
    String tenant = call.ref().tenant().value();
    tenancy.change(
        tenant,
        db -> {
          ImpactDeliveriesRecord row = locked(db, call.ref());
          keep(db, call, answer);
          switch (answer.verdict()) {
            case ACCEPTED -> arrived(row, answer, DeliveryStatus.DELIVERED, now(db));
            case CONFIRMED -> arrived(row, answer, DeliveryStatus.CONFIRMED, now(db));
            case UNKNOWN -> waiting(row, DeliveryStatus.UNKNOWN, answer);
            case REFUSED, TRY_LATER -> waiting(row, DeliveryStatus.RETRYING, answer);
            case CANNOT_ASK -> unclear(row);
            case NOT_FOUND -> {}
          }
          row.update();
        });
  }

  private void keep(DSLContext db, Call call, VendorAnswer answer) {
    String tenant = call.ref().tenant().value();
    var delivery = call.ref().deliveryId();
    var exchange = answer.exchange();
    db.update(IMPACT_DELIVERY_ATTEMPTS)
        .set(IMPACT_DELIVERY_ATTEMPTS.ENDED_AT, DSL.currentInstant())
        .set(IMPACT_DELIVERY_ATTEMPTS.VERDICT, spelling(answer.verdict()))
        .set(
            IMPACT_DELIVERY_ATTEMPTS.FAILURE_CLASS,
            answer.failureClass() == null ? null : answer.failureClass().name())
        .set(IMPACT_DELIVERY_ATTEMPTS.REASON, answer.reason())
        .set(
            IMPACT_DELIVERY_ATTEMPTS.HTTP_STATUS, exchange.status() == 0 ? null : exchange.status())
        .set(IMPACT_DELIVERY_ATTEMPTS.TOOK_MILLIS, (int) exchange.took().toMillis())
        .set(
            IMPACT_DELIVERY_ATTEMPTS.REQUEST_CIPHERTEXT,
            seal.sealRequest(tenant, delivery, call.attempt(), exchange.request()))
        .set(
            IMPACT_DELIVERY_ATTEMPTS.RESPONSE_CIPHERTEXT,
            seal.sealResponse(tenant, delivery, call.attempt(), exchange.response()))
        .where(
            IMPACT_DELIVERY_ATTEMPTS.TENANT_ID.eq(tenant),
            IMPACT_DELIVERY_ATTEMPTS.DELIVERY_ID.eq(delivery),
            IMPACT_DELIVERY_ATTEMPTS.ATTEMPT.eq(call.attempt()))
        .execute();
  }

  private static void waiting(
      ImpactDeliveriesRecord row, DeliveryStatus status, VendorAnswer answer) {
    if (row.getDeliveredAt() == null) {
      row.setStatus(status.spelling());
      row.setReason(answer.reason());
    }
  }

  private static void unclear(ImpactDeliveriesRecord row) {
    if (row.getDeliveredAt() == null) {
      row.setReason(tail(PlatformActivities.OUTCOME_UNKNOWN));
    }
  }

  /** Of a failure type: a row is of its feature anyway. */
  private static @Nullable String tail(@Nullable String failureType) {
    return failureType == null ? null : failureType.substring(failureType.indexOf('/') + 1);
  }

  private static void arrived(
      ImpactDeliveriesRecord row, VendorAnswer answer, DeliveryStatus status, Instant now) {
    arrived(row, status, now);
    if (answer.transactionId() != null) {
      row.setTransactionId(answer.transactionId());
    }
  }

  private static void arrived(ImpactDeliveriesRecord row, DeliveryStatus status, Instant now) {
    if (row.getConfirmedAt() == null) {
      row.setStatus(status.spelling());
      row.setReason(null);
    }
    if (row.getDeliveredAt() == null) {
      row.setDeliveredAt(now);
    }
    if (status == DeliveryStatus.CONFIRMED && row.getConfirmedAt() == null) {
      row.setConfirmedAt(now);
    }
  }

  /** Without a call: a person found it there, or the platform called back. */
  void noteArrived(DeliveryRef ref, DeliveryStatus status) {
    tenancy.change(
        ref.tenant().value(),
        db -> {
          ImpactDeliveriesRecord row = locked(db, ref);
          arrived(row, status, now(db));
          row.update();
        });
  }

  /** A person looked, and it is not there: from then on it may be sent again. */
  void noteMissed(DeliveryRef ref) {
    tenancy.change(
        ref.tenant().value(),
        db -> {
          ImpactDeliveriesRecord row = locked(db, ref);
          List<ImpactDeliveryAttemptsRecord> attempts = attempts(db, ref);
          if (unclear(attempts).isEmpty()) {
            return;
          }
          cutOff(db, unclear(attempts).get());
          db.insertInto(IMPACT_DELIVERY_ATTEMPTS)
              .set(IMPACT_DELIVERY_ATTEMPTS.TENANT_ID, row.getTenantId())
              .set(IMPACT_DELIVERY_ATTEMPTS.DELIVERY_ID, row.getDeliveryId())
              .set(IMPACT_DELIVERY_ATTEMPTS.ATTEMPT, attempts.size() + 1)
              .set(IMPACT_DELIVERY_ATTEMPTS.KIND, "ask")
              .set(IMPACT_DELIVERY_ATTEMPTS.VERDICT, spelling(Verdict.NOT_FOUND))
              .set(IMPACT_DELIVERY_ATTEMPTS.REASON, "a-person-looked")
              .set(IMPACT_DELIVERY_ATTEMPTS.ENDED_AT, DSL.currentInstant())
              .execute();
        });
  }

  private static String spelling(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
