package org.teei.csr.api.operations;

import static org.teei.csr.schema.jooq.Tables.BULK_RESOLUTIONS;
import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.Reach;
import org.teei.csr.api.observability.TraceContext;
import org.teei.csr.api.operations.BulkController.BulkRequest;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.WorkflowStarts;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.jooq.tables.records.BulkResolutionsRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.BulkRef;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.shared.TenantId;

/** Decides about many parked steps at once: a job of its own. */
@Component
final class BulkResolutions {
  private static final int PRIORITY = 2;

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final Reach reach;
  private final AuditTrail trail;
  private final IdempotentRequests requests;
  private final WorkflowStarts starts;

  BulkResolutions(
      Tenancy tenancy,
      CurrentPrincipal principals,
      Reach reach,
      AuditTrail trail,
      IdempotentRequests requests,
      WorkflowStarts starts) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.reach = reach;
    this.trail = trail;
    this.requests = requests;
    this.starts = starts;
  }

  /** How many steps the decision would be about. */
  int count(@Nullable String asked, ParkedFilter filter) {
    var tenant = reach.tenant(asked);
    return tenancy.read(tenant, db -> count(db, tenant, filter));
  }

  ResponseEntity<byte[]> create(
      @Nullable String asked, ParkedFilter filter, BulkRequest request, @Nullable String key) {
    var tenant = reach.tenant(asked);
    var content =
        Json.of(List.of(tenant, filter.given(), request)).getBytes(StandardCharsets.UTF_8);
    return requests.answer(
        principals.get(),
        "POST /v1/operations/parked/resolve",
        key,
        List.of(content),
        id -> create(tenant, id, filter, request));
  }

  BulkResolution get(UUID id) {
    return reach.read(db ->
        db.select(reach.columns(BULK_RESOLUTIONS, BULK_RESOLUTIONS.FILTERS))
            .from(BULK_RESOLUTIONS)
            .where(reach.covers(BULK_RESOLUTIONS.TENANT_ID, null), BULK_RESOLUTIONS.BULK_ID.eq(id))
            .fetchOptionalInto(BULK_RESOLUTIONS)
            .map(BulkResolution::of)
            .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND)));
  }

  private Answer create(String tenant, UUID asked, ParkedFilter filter, BulkRequest request) {
    var id = tenancy.read(tenant, db -> jobOf(db, tenant, asked));
    var intent = intent(tenant, id);
    var created = tenancy.write(intent.tenant(), db -> insert(db, id, filter, request, intent));
    if (created) {
      starts.soon(intent);
    }
    return new Answer(202, get(id), URI.create("/v1/operations/bulk-resolutions/" + id));
  }

  /** The id for a request, behind those of earlier uses of its key. */
  private static UUID jobOf(DSLContext db, String tenant, UUID asked) {
    return IdempotentRequests.unused(
        asked,
        id ->
            db.fetchExists(
                BULK_RESOLUTIONS,
                BULK_RESOLUTIONS.TENANT_ID.eq(tenant),
                BULK_RESOLUTIONS.BULK_ID.eq(id),
                BULK_RESOLUTIONS.CREATED_AT.le(
                    DSL.currentInstant().minus(DayToSecond.valueOf(IdempotentRequests.LIFETIME)))));
  }

  private boolean insert(
      DSLContext db, UUID id, ParkedFilter filter, BulkRequest request, StartIntent intent) {
    if (find(db, intent.tenant(), id).isPresent()) {
      return false;
    }
    var decision =
        Decisions.record(
            db,
            trail
                .entryOf(
                    intent.tenant(),
                    "operations.bulk-resolve-" + request.spelling(),
                    "bulk-resolution",
                    id)
                .withWorkflow(intent.workflowId()),
            request.reason());
    db.insertInto(BULK_RESOLUTIONS)
        .set(BULK_RESOLUTIONS.TENANT_ID, intent.tenant())
        .set(BULK_RESOLUTIONS.BULK_ID, id)
        .set(BULK_RESOLUTIONS.DECISION_ID, decision)
        .set(BULK_RESOLUTIONS.ACTION, request.action().name())
        .set(BULK_RESOLUTIONS.FILTERS, JSONB.jsonb(Json.of(filter.given())))
        .set(BULK_RESOLUTIONS.MATCHED, count(db, intent.tenant(), filter))
        .set(BULK_RESOLUTIONS.WORKFLOW_ID, intent.workflowId())
        .execute();
    StartIntents.add(db, intent);
    return true;
  }

  private StartIntent intent(String owner, UUID id) {
    var tenant = new TenantId(owner);
    return new StartIntent(
        tenant.value(),
        Ids.next(),
        OperationsNames.FEATURE,
        OperationsNames.BULK_RESOLVE_TYPE,
        OperationsNames.bulkResolveId(tenant, id),
        OperationsNames.TASK_QUEUE,
        Json.of(new BulkRef(tenant, id)),
        "One decision about many parked steps",
        id.toString(),
        PRIORITY,
        TraceContext.parent());
  }

  private static int count(DSLContext db, String tenant, ParkedFilter filter) {
    return db.fetchCount(
        PARKED_WORKFLOWS,
        PARKED_WORKFLOWS.TENANT_ID.eq(tenant),
        filter.condition(),
        filter.namesUnknownOutcomes()
            ? DSL.noCondition()
            : PARKED_WORKFLOWS.FAILURE_TYPE.notLike("%" + OperationsNames.OUTCOME_UNKNOWN));
  }

  private static Optional<BulkResolutionsRecord> find(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(BULK_RESOLUTIONS)
        .where(BULK_RESOLUTIONS.TENANT_ID.eq(tenant), BULK_RESOLUTIONS.BULK_ID.eq(id))
        .fetchOptional();
  }
}
