package org.teei.csr.activities.imports.notices;

import static org.teei.csr.schema.jooq.Tables.IMPORT_NOTICES;
import static org.teei.csr.schema.jooq.Tables.IMPORT_SUBSCRIPTIONS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.UpdateSetMoreStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.notices.Notice.Channel;
import org.teei.csr.activities.shared.Subscribers.About;
import org.teei.csr.activities.shared.Subscribers.Subject;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.imports.SubscriptionSeal;
import org.teei.csr.schema.jooq.tables.records.ImportNoticesRecord;
import org.teei.csr.schema.jooq.tables.records.ImportSubscriptionsRecord;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.notices.NoticeOutcome;
import org.teei.csr.workflows.imports.notices.NoticeRef;
import org.teei.csr.workflows.shared.TenantId;

/** What is on record about notices: what they say, and how their delivery went. */
final class NoticeBook {
  private static final String DROPPED = "subscription-inactive";
  private static final int GONE = 410;

  private final Tenancy tenancy;
  private final SubscriptionSeal seal;

  NoticeBook(Tenancy tenancy, SubscriptionSeal seal) {
    this.tenancy = tenancy;
    this.seal = seal;
  }

  /** What is to be done about a notice. */
  sealed interface Task {
    /** Nothing: it has come to its end before. */
    record Ended(NoticeOutcome outcome) implements Task {}

    /** It is to be sent. */
    record Due(Notice notice) implements Task {}
  }

  Task open(NoticeRef ref) {
    String tenant = ref.tenant().value();
    Record row = tenancy.read(tenant, db -> load(db, ref));
    if (row == null) {
      return new Task.Ended(NoticeOutcome.DROPPED);
    }
    ImportNoticesRecord notice = row.into(IMPORT_NOTICES);
    ImportSubscriptionsRecord subscription = row.into(IMPORT_SUBSCRIPTIONS);
    if (notice.getFinishedAt() != null) {
      return new Task.Ended(outcome(notice));
    }
    if (!subscription.getActive()) {
      end(ref, "failed", null, DROPPED);
      return new Task.Ended(NoticeOutcome.DROPPED);
    }
    UUID id = subscription.getSubscriptionId();
    return new Task.Due(
        new Notice(
            notice.getNoticeId(),
            subject(ref.tenant(), notice),
            notice.getStatus(),
            notice.getContent().data(),
            notice.getCreatedAt(),
            Channel.valueOf(subscription.getChannel().toUpperCase(Locale.ROOT)),
            seal.openTarget(tenant, id, subscription.getTargetCiphertext()),
            secrets(tenant, subscription)));
  }

  private static @Nullable Subject subject(TenantId tenant, ImportNoticesRecord notice) {
    if (notice.getDeliveryId() != null) {
      return new Subject(tenant, About.DELIVERY, notice.getDeliveryId());
    }
    return notice.getImportId() == null
        ? null
        : new Subject(tenant, About.IMPORT, notice.getImportId());
  }

  private static @Nullable Record load(DSLContext db, NoticeRef ref) {
    return db.select()
        .from(IMPORT_NOTICES)
        .join(IMPORT_SUBSCRIPTIONS)
        .on(
            IMPORT_SUBSCRIPTIONS.TENANT_ID.eq(IMPORT_NOTICES.TENANT_ID),
            IMPORT_SUBSCRIPTIONS.SUBSCRIPTION_ID.eq(IMPORT_NOTICES.SUBSCRIPTION_ID))
        .where(is(ref))
        .fetchOne();
  }

  private List<String> secrets(String tenant, ImportSubscriptionsRecord subscription) {
    UUID id = subscription.getSubscriptionId();
    List<String> secrets = new ArrayList<>();
    if (subscription.getSecretCiphertext() != null) {
      secrets.add(seal.openSecret(tenant, id, subscription.getSecretCiphertext()));
    }
    if (subscription.getPreviousSecretUntil() != null
        && subscription.getPreviousSecretUntil().isAfter(Instant.now())) {
      secrets.add(seal.openSecret(tenant, id, subscription.getPreviousSecretCiphertext()));
    }
    return secrets;
  }

  private static NoticeOutcome outcome(ImportNoticesRecord notice) {
    if (notice.getState().equals("delivered")) {
      return NoticeOutcome.DELIVERED;
    }
    if (DROPPED.equals(notice.getLastFailure())) {
      return NoticeOutcome.DROPPED;
    }
    return Integer.valueOf(GONE).equals(notice.getLastStatus())
        ? NoticeOutcome.GONE
        : NoticeOutcome.GIVEN_UP;
  }

  /**
   * @param status of the answer; absent where there was none
   */
  void delivered(NoticeRef ref, @Nullable Integer status) {
    tenancy.change(
        ref.tenant().value(),
        db ->
            attempt(db, status, null)
                .set(IMPORT_NOTICES.STATE, "delivered")
                .set(IMPORT_NOTICES.FINISHED_AT, DSL.currentInstant())
                .where(is(ref), IMPORT_NOTICES.FINISHED_AT.isNull())
                .execute());
  }

  /**
   * @param failure a closed word
   */
  void failed(NoticeRef ref, @Nullable Integer status, String failure) {
    tenancy.change(
        ref.tenant().value(),
        db ->
            attempt(db, status, failure)
                .set(IMPORT_NOTICES.STATE, "pending")
                .where(is(ref), IMPORT_NOTICES.FINISHED_AT.isNull())
                .execute());
  }

  /** The receiver is told nothing any more, which is on record. */
  void gone(NoticeRef ref) {
    String tenant = ref.tenant().value();
    tenancy.change(
        tenant,
        db -> {
          attempt(db, GONE, "gone")
              .set(IMPORT_NOTICES.STATE, "failed")
              .set(IMPORT_NOTICES.FINISHED_AT, DSL.currentInstant())
              .where(is(ref), IMPORT_NOTICES.FINISHED_AT.isNull())
              .execute();
          db.update(IMPORT_SUBSCRIPTIONS)
              .set(IMPORT_SUBSCRIPTIONS.ACTIVE, false)
              .set(IMPORT_SUBSCRIPTIONS.INACTIVE_BECAUSE, "gone")
              .set(IMPORT_SUBSCRIPTIONS.VERSION, IMPORT_SUBSCRIPTIONS.VERSION.plus(1))
              .set(IMPORT_SUBSCRIPTIONS.CHANGED_AT, DSL.currentInstant())
              .where(
                  IMPORT_SUBSCRIPTIONS.TENANT_ID.eq(tenant),
                  IMPORT_SUBSCRIPTIONS.ACTIVE.isTrue(),
                  IMPORT_SUBSCRIPTIONS.SUBSCRIPTION_ID.eq(
                      DSL.select(IMPORT_NOTICES.SUBSCRIPTION_ID)
                          .from(IMPORT_NOTICES)
                          .where(is(ref))))
              .returning(IMPORT_SUBSCRIPTIONS.SUBSCRIPTION_ID)
              .fetch()
              .forEach(row -> Audit.append(db, switchedOff(tenant, row.getSubscriptionId())));
        });
  }

  private static AuditEntry switchedOff(String tenant, UUID subscription) {
    return AuditEntry.of(
            tenant,
            "system",
            "system",
            "imports.subscription-gone",
            "import-subscription",
            subscription.toString())
        .withDetails(Map.of("status", GONE));
  }

  void parked(NoticeRef ref) {
    tenancy.change(
        ref.tenant().value(),
        db ->
            db.update(IMPORT_NOTICES)
                .set(IMPORT_NOTICES.STATE, "parked")
                .where(is(ref), IMPORT_NOTICES.FINISHED_AT.isNull())
                .execute());
  }

  void givenUp(NoticeRef ref) {
    tenancy.change(
        ref.tenant().value(),
        db ->
            db.update(IMPORT_NOTICES)
                .set(IMPORT_NOTICES.STATE, "failed")
                .set(IMPORT_NOTICES.FINISHED_AT, DSL.currentInstant())
                .where(is(ref), IMPORT_NOTICES.FINISHED_AT.isNull())
                .execute());
  }

  private void end(NoticeRef ref, String state, @Nullable Integer status, String failure) {
    tenancy.change(
        ref.tenant().value(),
        db ->
            db.update(IMPORT_NOTICES)
                .set(IMPORT_NOTICES.STATE, state)
                .set(IMPORT_NOTICES.LAST_STATUS, status)
                .set(IMPORT_NOTICES.LAST_FAILURE, failure)
                .set(IMPORT_NOTICES.FINISHED_AT, DSL.currentInstant())
                .where(is(ref), IMPORT_NOTICES.FINISHED_AT.isNull())
                .execute());
  }

  private static UpdateSetMoreStep<ImportNoticesRecord> attempt(
      DSLContext db, @Nullable Integer status, @Nullable String failure) {
    return db.update(IMPORT_NOTICES)
        .set(IMPORT_NOTICES.ATTEMPTS, IMPORT_NOTICES.ATTEMPTS.plus(1))
        .set(IMPORT_NOTICES.LAST_ATTEMPT_AT, DSL.currentInstant())
        .set(IMPORT_NOTICES.LAST_STATUS, status)
        .set(IMPORT_NOTICES.LAST_FAILURE, failure);
  }

  private static Condition is(NoticeRef ref) {
    return IMPORT_NOTICES
        .TENANT_ID
        .eq(ref.tenant().value())
        .and(IMPORT_NOTICES.NOTICE_ID.eq(ref.noticeId()));
  }
}
