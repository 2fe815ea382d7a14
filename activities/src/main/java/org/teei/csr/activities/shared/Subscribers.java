package org.teei.csr.activities.shared;

import static org.teei.csr.schema.jooq.Tables.IMPORT_NOTICES;
import static org.teei.csr.schema.jooq.Tables.IMPORT_SUBSCRIPTIONS;

import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record2;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.teei.csr.activities.observability.TraceParents;
import org.teei.csr.schema.jooq.tables.records.ImportNoticesRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.workflows.imports.notices.NoticeNames;
import org.teei.csr.workflows.imports.notices.NoticeRef;
import org.teei.csr.workflows.shared.RetryProfile;
import org.teei.csr.workflows.shared.TenantId;

/**
 * How notices arise: one for each subscription that wants to hear of it, together with the start of
 * its workflow, in the transaction that changes what is told. So none is lost and none is there
 * twice, whenever the process dies.
 */
public final class Subscribers {
  private static final int PRIORITY = 3;

  private Subscribers() {}

  /** What others can be told about. */
  public enum About {
    IMPORT,
    DELIVERY;

    private Condition wanted(String news) {
      return switch (this) {
        case IMPORT -> IMPORT_SUBSCRIPTIONS.STATUSES.contains(new String[] {news});
        case DELIVERY -> IMPORT_SUBSCRIPTIONS.DELIVERY_STATUSES.contains(new String[] {news});
      };
    }

    private TableField<ImportNoticesRecord, UUID> id() {
      return switch (this) {
        case IMPORT -> IMPORT_NOTICES.IMPORT_ID;
        case DELIVERY -> IMPORT_NOTICES.DELIVERY_ID;
      };
    }

    private String summary() {
      return switch (this) {
        case IMPORT -> "Notice about an import";
        case DELIVERY -> "Notice about a delivery of figures";
      };
    }
  }

  /** Which of them. */
  public record Subject(TenantId tenant, About about, UUID id) {}

  /**
   * @param news a status that subscriptions name
   * @param content a JSON object of ids, closed words, days and counts; asked for once, if somebody
   *     wants to hear of it
   */
  public static void tell(DSLContext db, Subject subject, String news, Supplier<String> content) {
    var subscriptions =
        db.select(IMPORT_SUBSCRIPTIONS.SUBSCRIPTION_ID, IMPORT_SUBSCRIPTIONS.RETRY_PROFILE)
            .from(IMPORT_SUBSCRIPTIONS)
            .where(
                IMPORT_SUBSCRIPTIONS.TENANT_ID.eq(subject.tenant().value()),
                IMPORT_SUBSCRIPTIONS.ACTIVE.isTrue(),
                subject.about().wanted(news))
            .fetch();
    if (subscriptions.isEmpty()) {
      return;
    }
    String text = content.get();
    for (Record2<UUID, String> subscription : subscriptions) {
      add(db, subject, news, text, subscription);
    }
  }

  /**
   * Whether a notice of the same arose within this time. The row of the subject has to be locked,
   * else two that come at once do not see each other.
   *
   * @param alike what the notice has to be like, beside its subject and news
   */
  public static boolean told(
      DSLContext db, Subject subject, String news, Condition alike, Duration within) {
    return db.fetchExists(
        IMPORT_NOTICES,
        IMPORT_NOTICES.TENANT_ID.eq(subject.tenant().value()),
        subject.about().id().eq(subject.id()),
        IMPORT_NOTICES.STATUS.eq(news),
        alike,
        IMPORT_NOTICES.CREATED_AT.gt(DSL.currentInstant().minus(DayToSecond.valueOf(within))));
  }

  private static void add(
      DSLContext db,
      Subject subject,
      String news,
      String content,
      Record2<UUID, String> subscription) {
    RetryProfile profile = RetryProfile.valueOf(subscription.value2().toUpperCase(Locale.ROOT));
    NoticeRef notice = new NoticeRef(subject.tenant(), Ids.next(), profile);
    String workflowId = NoticeNames.workflowId(subject.tenant(), notice.noticeId());
    db.insertInto(IMPORT_NOTICES)
        .set(IMPORT_NOTICES.TENANT_ID, subject.tenant().value())
        .set(IMPORT_NOTICES.NOTICE_ID, notice.noticeId())
        .set(IMPORT_NOTICES.SUBSCRIPTION_ID, subscription.value1())
        .set(subject.about().id(), subject.id())
        .set(IMPORT_NOTICES.STATUS, news)
        .set(IMPORT_NOTICES.CONTENT, JSONB.jsonb(content))
        .set(IMPORT_NOTICES.WORKFLOW_ID, workflowId)
        .execute();
    StartIntents.add(
        db,
        new StartIntent(
            subject.tenant().value(),
            Ids.next(),
            NoticeNames.FEATURE,
            NoticeNames.WORKFLOW_TYPE,
            workflowId,
            NoticeNames.TASK_QUEUE,
            Json.of(notice),
            subject.about().summary(),
            notice.noticeId().toString(),
            PRIORITY,
            TraceParents.current()));
  }
}
