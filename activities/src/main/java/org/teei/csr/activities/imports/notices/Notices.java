package org.teei.csr.activities.imports.notices;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.teei.csr.activities.shared.Subscribers;
import org.teei.csr.activities.shared.Subscribers.About;
import org.teei.csr.activities.shared.Subscribers.Subject;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.StatusChange;
import org.teei.csr.workflows.imports.notices.NoticeEvent;

/** What others are told about an import, in the transaction that gives it its status. */
public final class Notices {
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
    String reminder = NoticeEvent.APPROVAL_REMINDER.spelling();
    if (!Subscribers.told(db, subject(ref), reminder, DSL.trueCondition(), BETWEEN_REMINDERS)) {
      arise(
          db,
          ref,
          NoticeEvent.APPROVAL_REMINDER,
          Map.of("status", waiting.status().spelling(), "dueAt", String.valueOf(waiting.dueAt())));
    }
  }

  private static Subject subject(ImportRef ref) {
    return new Subject(ref.tenant(), About.IMPORT, ref.importId());
  }

  private static void arise(
      DSLContext db, ImportRef ref, NoticeEvent event, Map<String, Object> more) {
    Subscribers.tell(db, subject(ref), event.spelling(), () -> content(job(db, ref), more));
  }

  private static ImportJobsRecord job(DSLContext db, ImportRef ref) {
    return db.selectFrom(IMPORT_JOBS)
        .where(
            IMPORT_JOBS.TENANT_ID.eq(ref.tenant().value()),
            IMPORT_JOBS.IMPORT_ID.eq(ref.importId()))
        .fetchSingle();
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
