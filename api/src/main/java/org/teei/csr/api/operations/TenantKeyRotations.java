package org.teei.csr.api.operations;

import static org.teei.csr.schema.jooq.Tables.KEY_ROTATIONS;
import static org.teei.csr.schema.jooq.Tables.TENANTS;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.observability.TraceContext;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.WorkflowStarts;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.jooq.tables.records.KeyRotationsRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.personaldata.KeyRotations;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.KeyRotationRef;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Rotations of tenants' data keys. The platform's staff ask for them; rows, workflow and audit
 * entry are the tenant's.
 */
@Component
final class TenantKeyRotations {
  private static final int PRIORITY = 4;

  private final Tenancy tenancy;
  private final SystemView system;
  private final CurrentPrincipal principals;
  private final IdempotentRequests requests;
  private final WorkflowStarts starts;

  TenantKeyRotations(
      Tenancy tenancy,
      SystemView system,
      CurrentPrincipal principals,
      IdempotentRequests requests,
      WorkflowStarts starts) {
    this.tenancy = tenancy;
    this.system = system;
    this.principals = principals;
    this.requests = requests;
    this.starts = starts;
  }

  ResponseEntity<byte[]> create(String tenant, @Nullable String key) {
    return requests.answer(
        principals.get(),
        "POST " + TenantKeyRotationsController.PATH,
        key,
        List.of(tenant.getBytes(StandardCharsets.UTF_8)),
        id -> create(id, tenant));
  }

  TenantKeyRotation get(UUID id) {
    return find(id)
        .map(TenantKeyRotation::of)
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  private Answer create(UUID asked, String tenant) {
    var id =
        IdempotentRequests.unused(
            asked, earlier -> find(earlier).filter(TenantKeyRotations::outlived).isPresent());
    if (find(id).isEmpty()) {
      request(id, tenant);
    }
    return new Answer(202, get(id), URI.create(TenantKeyRotationsController.PATH + "/" + id));
  }

  private static boolean outlived(KeyRotationsRecord row) {
    return Duration.between(row.getCreatedAt(), Instant.now())
            .compareTo(IdempotentRequests.LIFETIME)
        >= 0;
  }

  private void request(UUID id, String tenant) {
    var intent =
        tenancy.write(
            tenant,
            db -> {
              mustBeThere(db, tenant);
              var begun = intent(new TenantId(tenant), id);
              if (!KeyRotations.request(
                  db, tenant, id, begun.workflowId(), principals.get().name())) {
                throw ProblemException.of(OperationsProblem.ALREADY_ROTATING);
              }
              Audit.append(db, entry(begun, id));
              StartIntents.add(db, begun);
              return begun;
            });
    starts.soon(intent);
  }

  private static void mustBeThere(DSLContext db, String tenant) {
    if (!db.fetchExists(TENANTS, TENANTS.TENANT_ID.eq(tenant))) {
      throw ProblemException.of(RequestProblem.NOT_FOUND);
    }
  }

  private AuditEntry entry(StartIntent intent, UUID id) {
    var who = principals.get();
    return AuditEntry.of(
            intent.tenant(),
            who.name(),
            who.role(),
            "operations.rotate-tenant-key",
            "key-rotation",
            id.toString())
        .withRequest(MDC.get("requestId"))
        .withWorkflow(intent.workflowId());
  }

  private static StartIntent intent(TenantId tenant, UUID id) {
    return new StartIntent(
        tenant.value(),
        Ids.next(),
        OperationsNames.FEATURE,
        OperationsNames.KEY_ROTATION_TYPE,
        OperationsNames.keyRotationId(tenant, id),
        OperationsNames.TASK_QUEUE,
        Json.of(new KeyRotationRef(tenant, id)),
        "Rotation of a company's data key",
        id.toString(),
        PRIORITY,
        TraceContext.parent());
  }

  /** Of whichever tenant: only the platform's staff come here. */
  private Optional<KeyRotationsRecord> find(UUID id) {
    return system.read(
        db -> db.selectFrom(KEY_ROTATIONS).where(KEY_ROTATIONS.ROTATION_ID.eq(id)).fetchOptional());
  }
}
