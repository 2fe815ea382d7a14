package org.teei.csr.activities.imports.notices;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_NOTICES;
import static org.teei.csr.schema.jooq.Tables.IMPORT_SUBSCRIPTIONS;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.teei.csr.activities.observability.TraceParents;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.StatusChange;
import org.teei.csr.workflows.imports.notices.NoticeEvent;
import org.teei.csr.workflows.imports.notices.NoticeNames;
import org.teei.csr.workflows.imports.notices.NoticeRef;
import org.teei.csr.workflows.shared.RetryProfile;

/**
 * How notices arise: one for each subscription that wants to hear of it, together with the start of
 * its workflow, in the transaction that gives the import its status. So none is lost and none is
 * there twice, whenever the process dies.
 */
public final class Notices {
  private static final int PRIORITY = 3;

  /** Two of one import within this time are one: the workflow leaves days between them. */
  private static final Duration BETWEEN_REMINDERS = Duration.ofDays(1);

  private Notices() {}

  /** To be called once an import has a status that it did not have before. */
  public static void arise(DSLContext db, ImportRef ref, ImportStatus status) {
    NoticeEvent.of(status).ifPresent(event -> arise(db, ref, event, Map.of()));
  }

  /**
   * To be called when an import still has the status that waits for somebody. A step that is
   * repeated reminds nobody twice.
   */
  public static void remind(DSLContext db, StatusChange waiting) {
    ImportRef ref = waiting.ref();
    db.selectFrom(IMPORT_JOBS)
        .where(
            IMPORT_JOBS.TENANT_ID.eq(ref.tenant().value()),
            IMPORT_JOBS.IMPORT_ID.eq(ref.importId()))
        .forUpdate()
        .execute();
    boolean reminded =
        db.fetchExists(
            IMPORT_NOTICES,
            IMPORT_NOTICES.TENANT_ID.eq(ref.tenant().value()),
            IMPORT_NOTICES.IMPORT_ID.eq(ref.importId()),
            IMPORT_NOTICES.STATUS.eq(NoticeEvent.APPROVAL_REMINDER.spelling()),
            IMPORT_NOTICES.CREATED_AT.gt(
                DSL.currentInstant().minus(DayToSecond.valueOf(BETWEEN_REMINDERS))));
    if (!reminded) {
      arise(
          db,
          ref,
          NoticeEvent.APPROVAL_REMINDER,
          Map.of("status", waiting.status().spelling(), "dueAt", String.valueOf(waiting.dueAt())));
    }
  }

  private static void arise(
      DSLContext db, ImportRef ref, NoticeEvent event, Map<String, Object> more) {
    String tenant = ref.tenant().value();
    var subscriptions =
        db.select(IMPORT_SUBSCRIPTIONS.SUBSCRIPTION_ID, IMPORT_SUBSCRIPTIONS.RETRY_PROFILE)
            .from(IMPORT_SUBSCRIPTIONS)
            .where(
                IMPORT_SUBSCRIPTIONS.TENANT_ID.eq(tenant),
                IMPORT_SUBSCRIPTIONS.ACTIVE.isTrue(),
                IMPORT_SUBSCRIPTIONS.STATUSES.contains(new String[] {event.spelling()}))
            .fetch();
    if (subscriptions.isEmpty()) {
      return;
    }
    ImportJobsRecord job =
        db.selectFrom(IMPORT_JOBS)
            .where(IMPORT_JOBS.TENANT_ID.eq(tenant), IMPORT_JOBS.IMPORT_ID.eq(ref.importId()))
            .fetchSingle();
    for (Record2<UUID, String> subscription : subscriptions) {
      add(db, ref, event, content(job, more), subscription);
    }
  }

  private static void add(
      DSLContext db,
      ImportRef ref,
      NoticeEvent event,
      String content,
      Record2<UUID, String> subscription) {
    RetryProfile profile = RetryProfile.valueOf(subscription.value2().toUpperCase(Locale.ROOT));
    NoticeRef notice = new NoticeRef(ref.tenant(), Ids.next(), profile);
    String workflowId = NoticeNames.workflowId(ref.tenant(), notice.noticeId());
    db.insertInto(IMPORT_NOTICES)
        .set(IMPORT_NOTICES.TENANT_ID, ref.tenant().value())
        .set(IMPORT_NOTICES.NOTICE_ID, notice.noticeId())
        .set(IMPORT_NOTICES.SUBSCRIPTION_ID, subscription.value1())
        .set(IMPORT_NOTICES.IMPORT_ID, ref.importId())
        .set(IMPORT_NOTICES.STATUS, event.spelling())
        .set(IMPORT_NOTICES.CONTENT, JSONB.jsonb(content))
        .set(IMPORT_NOTICES.WORKFLOW_ID, workflowId)
        .execute();
    StartIntents.add(
        db,
        new StartIntent(
            ref.tenant().value(),
            Ids.next(),
            NoticeNames.FEATURE,
            NoticeNames.WORKFLOW_TYPE,
            workflowId,
            NoticeNames.TASK_QUEUE,
            Json.of(notice),
            "Notice about an import",
            notice.noticeId().toString(),
            PRIORITY,
            TraceParents.current()));
  }

  /** The import as it stands now: closed words and counts, no name of a file or person. */
  private static String content(ImportJobsRecord job, Map<String, Object> more) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("read", job.getReadRows());
    counts.put("accepted", job.getAcceptedRows());
    counts.put("updated", job.getUpdatedRows());
    counts.put("rejected", job.getRejectedRows());
    counts.put("duplicate", job.getDuplicateRows());
    counts.put("unprocessed", job.getUnprocessedRows());
    Map<String, Object> content = new LinkedHashMap<>(new TreeMap<>(more));
    content.put("kind", job.getKind());
    content.put("attempt", job.getAttempt());
    content.put("counts", counts);
    return Json.of(content);
  }
}
