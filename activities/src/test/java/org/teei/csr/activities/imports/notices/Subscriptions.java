package org.teei.csr.activities.imports.notices;

import static org.teei.csr.schema.jooq.Tables.IMPORT_NOTICES;
import static org.teei.csr.schema.jooq.Tables.IMPORT_SUBSCRIPTIONS;
import static org.teei.csr.schema.jooq.Tables.START_INTENTS;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.JSONB;
import org.teei.csr.schema.imports.SubscriptionSeal;
import org.teei.csr.schema.jooq.tables.records.ImportNoticesRecord;
import org.teei.csr.schema.jooq.tables.records.ImportSubscriptionsRecord;
import org.teei.csr.schema.jooq.tables.records.StartIntentsRecord;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.notices.NoticeNames;
import org.teei.csr.workflows.imports.notices.NoticeRef;
import org.teei.csr.workflows.shared.RetryProfile;
import org.teei.csr.workflows.shared.TenantId;

/** Subscriptions of a tenant as the API makes them, and what is on record about their notices. */
public final class Subscriptions {
  private final String tenant;
  private final Tenancy api;
  private final SubscriptionSeal seal;

  public Subscriptions(Database database, String tenant, TenantKeys keys) {
    this.tenant = tenant;
    this.api = new Tenancy(database.api());
    this.seal = new SubscriptionSeal(keys);
  }

  public static String secret() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  public UUID webhook(String url, String secret, String... statuses) {
    return add("webhook", List.of(url), secret, statuses);
  }

  public UUID mail(List<String> addresses, String... statuses) {
    return add("mail", addresses, null, statuses);
  }

  /** One that is told of deliveries alone. */
  public UUID deliveries(String url, String secret, String... statuses) {
    UUID id = webhook(url, secret, "completed");
    change(
        id,
        row -> {
          row.setStatuses(new String[0]);
          row.setDeliveryStatuses(statuses);
        });
    return id;
  }

  private UUID add(String channel, List<String> target, String secret, String... statuses) {
    UUID id = UUID.randomUUID();
    api.change(
        tenant,
        db ->
            db.insertInto(IMPORT_SUBSCRIPTIONS)
                .set(IMPORT_SUBSCRIPTIONS.TENANT_ID, tenant)
                .set(IMPORT_SUBSCRIPTIONS.SUBSCRIPTION_ID, id)
                .set(IMPORT_SUBSCRIPTIONS.NAME, "Tests")
                .set(IMPORT_SUBSCRIPTIONS.CHANNEL, channel)
                .set(IMPORT_SUBSCRIPTIONS.STATUSES, statuses)
                .set(IMPORT_SUBSCRIPTIONS.TARGET_CIPHERTEXT, seal.sealTarget(tenant, id, target))
                .set(
                    IMPORT_SUBSCRIPTIONS.SECRET_CIPHERTEXT,
                    secret == null ? null : seal.sealSecret(tenant, id, secret))
                .set(IMPORT_SUBSCRIPTIONS.RETRY_PROFILE, "exponential")
                .set(IMPORT_SUBSCRIPTIONS.CREATED_BY, "tests")
                .execute());
    return id;
  }

  /** A notice that somebody asked for to try the way. */
  public NoticeRef test(UUID subscription) {
    NoticeRef ref =
        new NoticeRef(new TenantId(tenant), UUID.randomUUID(), RetryProfile.EXPONENTIAL);
    api.change(
        tenant,
        db ->
            db.insertInto(IMPORT_NOTICES)
                .set(IMPORT_NOTICES.TENANT_ID, tenant)
                .set(IMPORT_NOTICES.NOTICE_ID, ref.noticeId())
                .set(IMPORT_NOTICES.SUBSCRIPTION_ID, subscription)
                .set(IMPORT_NOTICES.STATUS, NoticeNames.TEST)
                .set(IMPORT_NOTICES.CONTENT, JSONB.jsonb("{}"))
                .set(
                    IMPORT_NOTICES.WORKFLOW_ID,
                    NoticeNames.workflowId(ref.tenant(), ref.noticeId()))
                .execute());
    return ref;
  }

  public NoticeRef ref(ImportNoticesRecord notice) {
    return new NoticeRef(new TenantId(tenant), notice.getNoticeId(), RetryProfile.EXPONENTIAL);
  }

  /** All notices of the tenant, the oldest first. */
  public List<ImportNoticesRecord> notices() {
    return api.read(
        tenant,
        db ->
            db.selectFrom(IMPORT_NOTICES)
                .where(IMPORT_NOTICES.TENANT_ID.eq(tenant))
                .orderBy(IMPORT_NOTICES.NOTICE_ID)
                .fetch());
  }

  public ImportNoticesRecord notice(NoticeRef ref) {
    return notices().stream()
        .filter(notice -> notice.getNoticeId().equals(ref.noticeId()))
        .findFirst()
        .orElseThrow();
  }

  public ImportSubscriptionsRecord subscription(UUID id) {
    return api.read(
        tenant,
        db ->
            db.selectFrom(IMPORT_SUBSCRIPTIONS)
                .where(
                    IMPORT_SUBSCRIPTIONS.TENANT_ID.eq(tenant),
                    IMPORT_SUBSCRIPTIONS.SUBSCRIPTION_ID.eq(id))
                .fetchSingle());
  }

  public void change(UUID id, Consumer<ImportSubscriptionsRecord> change) {
    api.change(
        tenant,
        db -> {
          var row =
              db.selectFrom(IMPORT_SUBSCRIPTIONS)
                  .where(
                      IMPORT_SUBSCRIPTIONS.TENANT_ID.eq(tenant),
                      IMPORT_SUBSCRIPTIONS.SUBSCRIPTION_ID.eq(id))
                  .fetchSingle();
          change.accept(row);
          row.update();
        });
  }

  byte[] sealed(UUID id, String secret) {
    return seal.sealSecret(tenant, id, secret);
  }

  public void delete(UUID id) {
    change(id, ImportSubscriptionsRecord::delete);
  }

  public List<StartIntentsRecord> starts() {
    return api.read(
        tenant,
        db ->
            db.selectFrom(START_INTENTS)
                .where(
                    START_INTENTS.TENANT_ID.eq(tenant),
                    START_INTENTS.WORKFLOW_TYPE.eq(NoticeNames.WORKFLOW_TYPE))
                .fetch());
  }
}
