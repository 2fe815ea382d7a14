package org.teei.csr.api.imports.notices;

import static org.teei.csr.schema.jooq.Tables.IMPORT_NOTICES;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.observability.TraceContext;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.WorkflowStarts;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.jooq.tables.records.ImportNoticesRecord;
import org.teei.csr.schema.jooq.tables.records.ImportSubscriptionsRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.notices.NoticeNames;
import org.teei.csr.workflows.imports.notices.NoticeRef;
import org.teei.csr.workflows.shared.TenantId;

/** How telling a subscriber went, and telling them again. */
@Component
final class Deliveries {
  private static final String RESOURCE = "import-notice";
  private static final int PRIORITY = 3;

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;
  private final WorkflowStarts starts;

  Deliveries(
      Tenancy tenancy,
      CurrentPrincipal principals,
      AuditTrail trail,
      IdempotentRequests requests,
      WorkflowStarts starts) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
    this.starts = starts;
  }

  Page<Delivery> list(UUID subscription, Page.Range range) {
    var tenant = principals.get().tenant();
    var wanted =
        IMPORT_NOTICES.TENANT_ID.eq(tenant).and(IMPORT_NOTICES.SUBSCRIPTION_ID.eq(subscription));
    var slice =
        tenancy.read(
            tenant,
            db -> {
              Subscriptions.find(db, tenant, subscription);
              return new Page.Slice<>(
                  db.selectFrom(IMPORT_NOTICES)
                      .where(wanted)
                      .orderBy(IMPORT_NOTICES.CREATED_AT.desc(), IMPORT_NOTICES.NOTICE_ID)
                      .limit(range.pageSize())
                      .offset(range.offset())
                      .fetch(),
                  db.fetchCount(IMPORT_NOTICES, wanted));
            });
    return Page.of(slice, range, path(subscription), Map.of(), Delivery::of);
  }

  Delivery get(UUID subscription, UUID notice) {
    var tenant = principals.get().tenant();
    return Delivery.of(
        tenancy.read(
            tenant,
            db ->
                db.selectFrom(IMPORT_NOTICES)
                    .where(is(tenant, subscription, notice))
                    .fetchOptional()
                    .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND))));
  }

  /** Sends a notice that tells nothing, so that a receiver can be tried. */
  ResponseEntity<byte[]> test(UUID subscription, @Nullable String key) {
    return requests.answer(
        principals.get(),
        "POST " + SubscriptionsController.PATH + "/" + subscription + "/test",
        key,
        List.of(),
        id -> tested(subscription, id));
  }

  private Answer tested(UUID subscription, UUID id) {
    var tenant = principals.get().tenant();
    var intent =
        tenancy.write(
            tenant,
            db -> {
              var receiver = active(Subscriptions.find(db, tenant, subscription));
              var start = intent(receiver, id);
              var added =
                  db.insertInto(IMPORT_NOTICES)
                      .set(IMPORT_NOTICES.TENANT_ID, tenant)
                      .set(IMPORT_NOTICES.NOTICE_ID, id)
                      .set(IMPORT_NOTICES.SUBSCRIPTION_ID, subscription)
                      .set(IMPORT_NOTICES.STATUS, NoticeNames.TEST)
                      .set(IMPORT_NOTICES.CONTENT, JSONB.jsonb("{}"))
                      .set(IMPORT_NOTICES.WORKFLOW_ID, start.workflowId())
                      .onConflictDoNothing()
                      .execute();
              if (added == 1) {
                StartIntents.add(db, start);
                Audit.append(db, entry("imports.test-subscription", start, id));
              }
              return start;
            });
    starts.soon(intent);
    return new Answer(202, get(subscription, id), location(subscription, id));
  }

  /** Sends a notice once more that has come to its end, with the id that it had. */
  ResponseEntity<byte[]> resend(UUID subscription, UUID notice, @Nullable String key) {
    return requests.answer(
        principals.get(),
        "POST " + path(subscription) + "/" + notice + "/resend",
        key,
        List.of(),
        attempt -> resent(subscription, notice));
  }

  private Answer resent(UUID subscription, UUID notice) {
    var tenant = principals.get().tenant();
    var intent =
        tenancy.write(
            tenant,
            db -> {
              var row =
                  db.selectFrom(IMPORT_NOTICES)
                      .where(is(tenant, subscription, notice))
                      .forUpdate()
                      .fetchOptional()
                      .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
              var start = intent(active(Subscriptions.find(db, tenant, subscription)), notice);
              reopen(db, row);
              StartIntents.add(db, start);
              Audit.append(db, entry("imports.resend-notice", start, notice));
              return start;
            });
    starts.soon(intent);
    return new Answer(202, get(subscription, notice), location(subscription, notice));
  }

  private static void reopen(DSLContext db, ImportNoticesRecord row) {
    if (row.getFinishedAt() == null) {
      throw ProblemException.inState(NoticeProblem.NOTICE_UNDER_WAY, row.getState());
    }
    db.update(IMPORT_NOTICES)
        .set(IMPORT_NOTICES.STATE, "pending")
        .setNull(IMPORT_NOTICES.FINISHED_AT)
        .where(is(row.getTenantId(), row.getSubscriptionId(), row.getNoticeId()))
        .execute();
  }

  private static ImportSubscriptionsRecord active(ImportSubscriptionsRecord subscription) {
    if (!subscription.getActive()) {
      throw ProblemException.of(NoticeProblem.SUBSCRIPTION_INACTIVE);
    }
    return subscription;
  }

  private AuditEntry entry(String action, StartIntent intent, UUID notice) {
    return trail.entry(action, RESOURCE, notice).withWorkflow(intent.workflowId());
  }

  private static StartIntent intent(ImportSubscriptionsRecord subscription, UUID notice) {
    var tenant = new TenantId(subscription.getTenantId());
    var ref = new NoticeRef(tenant, notice, Profile.of(subscription.getRetryProfile()).retries());
    return new StartIntent(
        subscription.getTenantId(),
        Ids.next(),
        NoticeNames.FEATURE,
        NoticeNames.WORKFLOW_TYPE,
        NoticeNames.workflowId(tenant, notice),
        NoticeNames.TASK_QUEUE,
        Json.of(ref),
        "Notice about an import",
        notice.toString(),
        PRIORITY,
        TraceContext.parent());
  }

  private static Condition is(String tenant, UUID subscription, UUID notice) {
    return IMPORT_NOTICES
        .TENANT_ID
        .eq(tenant)
        .and(IMPORT_NOTICES.SUBSCRIPTION_ID.eq(subscription))
        .and(IMPORT_NOTICES.NOTICE_ID.eq(notice));
  }

  private static String path(UUID subscription) {
    return SubscriptionsController.PATH + "/" + subscription + "/deliveries";
  }

  private static URI location(UUID subscription, UUID notice) {
    return URI.create(path(subscription) + "/" + notice);
  }
}
