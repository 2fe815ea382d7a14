package org.teei.csr.api.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.TOMBSTONE_LIFTS;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
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
import org.teei.csr.api.privacy.TombstoneLiftsController.LiftRequest;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.Page;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.jooq.tables.records.TombstoneLiftsRecord;
import org.teei.csr.schema.personaldata.BlindIndex;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.personaldata.Tombstones;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Lifts are asked for by one privacy officer and carried out by the approval of another, in one
 * transaction. One that nobody approves in time lapses: by the clock, and in its row before the
 * next one of the identifier is made.
 */
@Component
final class TombstoneLifts {
  private static final FourEyesTable<TombstoneLiftsRecord> ROWS =
      new FourEyesTable<>(TOMBSTONE_LIFTS.LIFT_ID);
  private static final FourEyes FOUR_EYES =
      new FourEyes(PrivacyProblem.SAME_PERSON, PrivacyProblem.NOT_WAITING);

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;
  private final TenantKeys keys;

  TombstoneLifts(
      Tenancy tenancy,
      CurrentPrincipal principals,
      AuditTrail trail,
      IdempotentRequests requests,
      TenantKeys keys) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
    this.keys = keys;
  }

  /** What is asked for, without what was typed. */
  private record Wanted(IdentifierKind kind, BlindIndex.Index index, LiftReason reason) {}

  /** A digest of the request is kept with its key: of the blind index, never of the identifier. */
  ResponseEntity<byte[]> create(LiftRequest request, @Nullable String key) {
    var kind = request.kind();
    var index =
        keys.blindIndex(principals.get().tenant())
            .of(kind.spelling(), kind.normal(request.identifier()));
    var wanted = new Wanted(kind, index, request.reason());
    return requests.answer(
        principals.get(),
        "POST " + TombstoneLiftsController.PATH,
        key,
        List.of(
            kind.spelling().getBytes(UTF_8),
            index.bytes(),
            request.reason().spelling().getBytes(UTF_8)),
        id -> create(id, wanted));
  }

  TombstoneLift get(UUID id) {
    var tenant = principals.get().tenant();
    return tenancy.read(tenant, db -> TombstoneLift.of(ROWS.found(db, tenant, id)));
  }

  Page<TombstoneLift> list(Page.Range range) {
    var tenant = principals.get().tenant();
    var slice = tenancy.read(tenant, db -> ROWS.slice(db, tenant, range));
    return Page.of(slice, range, TombstoneLiftsController.PATH, Map.of(), TombstoneLift::of);
  }

  /** Approves and lifts, once; a repetition by the same person changes nothing. */
  TombstoneLift approve(UUID id) {
    var who = principals.get();
    var tenant = who.tenant();
    tenancy.change(
        tenant,
        db -> {
          var lift = ROWS.locked(db, tenant, id);
          if (FOUR_EYES.approves(who, ROWS.asked(lift))) {
            lift(db, lift, who.name());
          }
        });
    return get(id);
  }

  /** Takes a request back before it is approved; again changes nothing. */
  void withdraw(UUID id) {
    var tenant = principals.get().tenant();
    tenancy.change(
        tenant,
        db -> {
          var lift = ROWS.locked(db, tenant, id);
          if (lift.getState().equals("withdrawn")) {
            return;
          }
          FOUR_EYES.mustWait(ROWS.asked(lift));
          var entry =
              entry("privacy.withdraw-tombstone-lift", lift)
                  .withChanges(new Change("state", "requested", "withdrawn"));
          Decisions.record(db, entry, lift.getReason());
          ROWS.finish(db, "withdrawn", null, ROWS.is(tenant, id));
        });
  }

  /** As an import does, this keeps erasures off: none leaves the tombstone again meanwhile. */
  private void lift(DSLContext db, TombstoneLiftsRecord lift, String approver) {
    var tenant = lift.getTenantId();
    Tombstones.holdErasuresOff(db, tenant);
    ROWS.finish(db, "lifted", approver, ROWS.is(tenant, lift.getLiftId()));
    var index = new BlindIndex.Index(lift.getIndexKeyVersion(), lift.getBlindIndex());
    var there = Tombstones.lift(db, tenant, lift.getKind(), index);
    var entry =
        entry("privacy.lift-tombstone", lift)
            .withDetails(
                Map.of(
                    "kind", lift.getKind(),
                    "reason", lift.getReason(),
                    "requestedBy", lift.getRequestedBy(),
                    "tombstones", there ? 1 : 0))
            .withChanges(new Change("state", "requested", "lifted"));
    Decisions.record(db, entry, lift.getReason());
  }

  private Answer create(UUID asked, Wanted wanted) {
    var tenant = principals.get().tenant();
    var id =
        tenancy.read(
            tenant,
            db ->
                IdempotentRequests.unused(
                    asked, row -> ROWS.isOlder(db, tenant, row, IdempotentRequests.LIFETIME)));
    if (!tenancy.write(tenant, db -> insert(db, tenant, id, wanted))) {
      throw ProblemException.of(PrivacyProblem.NO_TOMBSTONE);
    }
    return new Answer(201, get(id), URI.create(TombstoneLiftsController.PATH + "/" + id));
  }

  /** Gives false where there is no tombstone; that somebody asked is on record then too. */
  private boolean insert(DSLContext db, String tenant, UUID id, Wanted wanted) {
    if (ROWS.find(db, tenant, id).isPresent()) {
      return true;
    }
    var kind = wanted.kind.spelling();
    if (Tombstones.erasedAmong(db, tenant, kind, List.of(wanted.index)).isEmpty()) {
      var entry = trail.entry("privacy.tombstone-not-found", "tombstone-search", kind);
      Audit.append(db, entry.withDetails(Map.of("reason", wanted.reason.spelling())));
      return false;
    }
    ROWS.finish(db, "lapsed", null, lapsed(tenant, kind, wanted.index));
    var inserted =
        db.insertInto(TOMBSTONE_LIFTS)
            .set(TOMBSTONE_LIFTS.TENANT_ID, tenant)
            .set(TOMBSTONE_LIFTS.LIFT_ID, id)
            .set(TOMBSTONE_LIFTS.KIND, kind)
            .set(TOMBSTONE_LIFTS.INDEX_KEY_VERSION, wanted.index.version())
            .set(TOMBSTONE_LIFTS.BLIND_INDEX, wanted.index.bytes())
            .set(TOMBSTONE_LIFTS.REASON, wanted.reason.spelling())
            .set(TOMBSTONE_LIFTS.REQUESTED_BY, principals.get().name())
            .onConflictDoNothing()
            .execute();
    if (inserted == 0) {
      throw ProblemException.of(PrivacyProblem.ALREADY_REQUESTED);
    }
    var lift = ROWS.found(db, tenant, id);
    Decisions.record(db, entry("privacy.request-tombstone-lift", lift), lift.getReason());
    return true;
  }

  private static Condition lapsed(String tenant, String kind, BlindIndex.Index index) {
    return DSL.and(
        TOMBSTONE_LIFTS.TENANT_ID.eq(tenant),
        TOMBSTONE_LIFTS.KIND.eq(kind),
        TOMBSTONE_LIFTS.INDEX_KEY_VERSION.eq(index.version()),
        TOMBSTONE_LIFTS.BLIND_INDEX.eq(index.bytes()),
        ROWS.overdue());
  }

  private AuditEntry entry(String action, TombstoneLiftsRecord lift) {
    return trail
        .entry(action, "tombstone-lift", lift.getLiftId())
        .withDetails(Map.of("kind", lift.getKind(), "reason", lift.getReason()));
  }
}
