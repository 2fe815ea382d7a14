package org.teei.csr.activities.impactin.deliveries;

import static org.teei.csr.schema.jooq.Tables.IMPORT_NOTICES;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.teei.csr.activities.shared.Subscribers;
import org.teei.csr.activities.shared.Subscribers.About;
import org.teei.csr.activities.shared.Subscribers.Subject;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNews;
import org.teei.csr.workflows.impactin.deliveries.DeliveryStatus;
import org.teei.csr.workflows.shared.TenantId;

/** What others are told about a delivery, in the transaction that gives it its status. */
final class DeliveryNotices {
  /**
   * Within this time the same is told once: reminders have days between them, and what parks for a
   * passing reason tries again, and parks again, every few minutes.
   */
  private static final Duration ONCE = Duration.ofDays(1);

  private DeliveryNotices() {}

  /** To be called with a locked row that has a status which it did not have before. */
  static void arise(DSLContext db, ImpactDeliveriesRecord row) {
    DeliveryNews.of(DeliveryStatus.spelled(row.getStatus()))
        .filter(news -> news != DeliveryNews.PARKED || !toldOfParking(db, row))
        .ifPresent(news -> tell(db, row, news, Map.of()));
  }

  /** To be called with a locked row that still waits for approval. */
  static void remind(DSLContext db, ImpactDeliveriesRecord row) {
    DeliveryNews reminder = DeliveryNews.APPROVAL_REMINDER;
    if (!Subscribers.told(db, subject(row), reminder.spelling(), sameRun(row), ONCE)) {
      tell(db, row, reminder, Map.of("status", row.getStatus()));
    }
  }

  private static boolean toldOfParking(DSLContext db, ImpactDeliveriesRecord row) {
    Condition sameReason = content("reason").isNotDistinctFrom(row.getReason());
    return Subscribers.told(
        db, subject(row), DeliveryNews.PARKED.spelling(), sameRun(row).and(sameReason), ONCE);
  }

  private static Condition sameRun(ImpactDeliveriesRecord row) {
    return content("run").eq(String.valueOf(row.getRun()));
  }

  private static Field<String> content(String member) {
    return DSL.field("{0} ->> {1}", String.class, IMPORT_NOTICES.CONTENT, DSL.inline(member));
  }

  private static Subject subject(ImpactDeliveriesRecord row) {
    return new Subject(new TenantId(row.getTenantId()), About.DELIVERY, row.getDeliveryId());
  }

  private static void tell(
      DSLContext db, ImpactDeliveriesRecord row, DeliveryNews news, Map<String, Object> more) {
    Subscribers.tell(db, subject(row), news.spelling(), () -> content(row, news, more));
  }

  /** The delivery as it stands now: closed words and days, no figure. */
  private static String content(
      ImpactDeliveriesRecord row, DeliveryNews news, Map<String, Object> more) {
    Map<String, Object> content = new LinkedHashMap<>(more);
    content.put("platform", row.getPlatform());
    content.put(
        "period",
        Map.of(
            "from", row.getPeriodFrom().toString(),
            "until", row.getPeriodUntil().toString(),
            "timeZone", row.getTimeZone()));
    content.put("revision", row.getRevision());
    content.put("run", row.getRun());
    if (row.getReason() != null) {
      content.put("reason", row.getReason());
    }
    if (row.getApprovalDueAt() != null && awaited(news)) {
      content.put("dueAt", row.getApprovalDueAt().toString());
    }
    return Json.of(content);
  }

  private static boolean awaited(DeliveryNews news) {
    return news == DeliveryNews.AWAITING_APPROVAL || news == DeliveryNews.APPROVAL_REMINDER;
  }
}
