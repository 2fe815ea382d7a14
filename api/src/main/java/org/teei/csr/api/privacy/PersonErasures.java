package org.teei.csr.api.privacy;

import static org.teei.csr.schema.jooq.Tables.PERSON_ERASURES;
import static org.teei.csr.schema.jooq.Tables.PROFILES;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.FourEyes;
import org.teei.csr.api.identity.FourEyesTable;
import org.teei.csr.api.observability.TraceContext;
import org.teei.csr.api.privacy.ErasuresController.ErasureRequest;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.WorkflowStarts;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.jooq.tables.records.PersonErasuresRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.privacy.PersonErasureRef;
import org.teei.csr.workflows.privacy.PrivacyNames;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Erasures are asked for by one privacy officer and approved by another; from then on a workflow
 * carries them out. Until then a request can be withdrawn. One that nobody approves in time lapses:
 * by the clock, and in its row before the next one about the person is made.
 */
@Component
final class PersonErasures {
  private static final int PRIORITY = 1;
  private static final FourEyesTable<PersonErasuresRecord> ROWS =
      new FourEyesTable<>(PERSON_ERASURES.ERASURE_ID);
  private static final FourEyes FOUR_EYES =
      new FourEyes(PrivacyProblem.SAME_PERSON, PrivacyProblem.NOT_WAITING);

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;
  private final WorkflowStarts starts;

  PersonErasures(
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

  ResponseEntity<byte[]> create(ErasureRequest request, @Nullable String key) {
    return requests.answer(
        principals.get(),
        "POST " + ErasuresController.PATH,
        key,
        List.of(Json.of(request).getBytes(StandardCharsets.UTF_8)),
        id -> create(id, request));
  }

  PersonErasure get(UUID id) {
    var tenant = principals.get().tenant();
    return tenancy.read(tenant, db -> PersonErasure.of(ROWS.found(db, tenant, id)));
  }

  Page<PersonErasure> list(Page.Range range) {
    var tenant = principals.get().tenant();
    var slice = tenancy.read(tenant, db -> ROWS.slice(db, tenant, range));
    return Page.of(slice, range, ErasuresController.PATH, Map.of(), PersonErasure::of);
  }

  /** Approves once; a repetition by the same person changes nothing. */
  PersonErasure approve(UUID id) {
    var who = principals.get();
    var tenant = who.tenant();
    var intent = intent(id);
    var approved =
        tenancy.write(
            tenant,
            db -> {
              var erasure = ROWS.locked(db, tenant, id);
              if (!FOUR_EYES.approves(who, ROWS.asked(erasure))) {
                return false;
              }
              approve(db, erasure, intent);
              return true;
            });
    if (approved) {
      starts.soon(intent);
    }
    return get(id);
  }

  /** Takes a request back before it is approved; again changes nothing. */
  void withdraw(UUID id) {
    var tenant = principals.get().tenant();
    tenancy.change(
        tenant,
        db -> {
          var erasure = ROWS.locked(db, tenant, id);
          if (erasure.getState().equals("withdrawn")) {
            return;
          }
          FOUR_EYES.mustWait(ROWS.asked(erasure));
          var entry =
              entry("privacy.withdraw-erasure", erasure)
                  .withChanges(new Change("state", "requested", "withdrawn"));
          Decisions.record(db, entry, erasure.getReason());
          ROWS.finish(db, "withdrawn", null, ROWS.is(tenant, id));
        });
  }

  private void approve(DSLContext db, PersonErasuresRecord erasure, StartIntent intent) {
    var entry =
        entry("privacy.approve-erasure", erasure)
            .withChanges(new Change("state", "requested", "approved"));
    Decisions.record(db, entry, erasure.getReason());
    db.update(PERSON_ERASURES)
        .set(PERSON_ERASURES.STATE, "approved")
        .set(PERSON_ERASURES.APPROVED_BY, principals.get().name())
        .set(PERSON_ERASURES.APPROVED_AT, DSL.currentInstant())
        .set(PERSON_ERASURES.VERSION, PERSON_ERASURES.VERSION.plus(1))
        .where(ROWS.is(erasure.getTenantId(), erasure.getErasureId()))
        .execute();
    StartIntents.add(db, intent);
  }

  private Answer create(UUID asked, ErasureRequest request) {
    var tenant = principals.get().tenant();
    var id =
        tenancy.read(
            tenant,
            db ->
                IdempotentRequests.unused(
                    asked, row -> ROWS.isOlder(db, tenant, row, IdempotentRequests.LIFETIME)));
    tenancy.change(tenant, db -> insert(db, tenant, id, request));
    return new Answer(201, get(id), URI.create(ErasuresController.PATH + "/" + id));
  }

  private void insert(DSLContext db, String tenant, UUID id, ErasureRequest request) {
    if (ROWS.find(db, tenant, id).isPresent()) {
      return;
    }
    mustBeThere(db, tenant, request.personId());
    lapse(db, tenant, request.personId());
    var inserted =
        db.insertInto(PERSON_ERASURES)
            .set(PERSON_ERASURES.TENANT_ID, tenant)
            .set(PERSON_ERASURES.ERASURE_ID, id)
            .set(PERSON_ERASURES.PERSON_ID, request.personId())
            .set(PERSON_ERASURES.REASON, request.reason().spelling())
            .set(PERSON_ERASURES.REQUESTED_BY, principals.get().name())
            .set(PERSON_ERASURES.WORKFLOW_ID, PrivacyNames.erasureId(new TenantId(tenant), id))
            .onConflictDoNothing()
            .execute();
    if (inserted == 0) {
      throw ProblemException.of(PrivacyProblem.ALREADY_REQUESTED);
    }
    var erasure = ROWS.found(db, tenant, id);
    Decisions.record(db, entry("privacy.request-erasure", erasure), erasure.getReason());
  }

  private static void mustBeThere(DSLContext db, String tenant, UUID person) {
    if (!db.fetchExists(
        PROFILES,
        PROFILES.TENANT_ID.eq(tenant),
        PROFILES.PERSON_ID.eq(person),
        PROFILES.ERASED_AT.isNull())) {
      throw ProblemException.of(RequestProblem.NOT_FOUND);
    }
  }

  private static void lapse(DSLContext db, String tenant, UUID person) {
    ROWS.finish(
        db,
        "lapsed",
        null,
        DSL.and(
            PERSON_ERASURES.TENANT_ID.eq(tenant),
            PERSON_ERASURES.PERSON_ID.eq(person),
            ROWS.overdue()));
  }

  private AuditEntry entry(String action, PersonErasuresRecord erasure) {
    return trail
        .entry(action, "person-erasure", erasure.getErasureId())
        .withWorkflow(erasure.getWorkflowId())
        .withDetails(Map.of("person", erasure.getPersonId(), "reason", erasure.getReason()));
  }

  private StartIntent intent(UUID id) {
    var tenant = new TenantId(principals.get().tenant());
    return new StartIntent(
        tenant.value(),
        Ids.next(),
        PrivacyNames.FEATURE,
        PrivacyNames.PERSON_ERASURE_TYPE,
        PrivacyNames.erasureId(tenant, id),
        PrivacyNames.TASK_QUEUE,
        Json.of(new PersonErasureRef(tenant, id)),
        "Erasure of a person that two people agreed on",
        id.toString(),
        PRIORITY,
        TraceContext.parent());
  }
}
