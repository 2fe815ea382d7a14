package org.teei.csr.api.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.TOMBSTONE_LIFTS;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.FourEyes;
import org.teei.csr.api.privacy.TombstoneLiftsController.LiftRequest;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
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
    return tenancy.read(tenant, db -> TombstoneLift.of(found(db, tenant, id)));
  }

  Page<TombstoneLift> list(Page.Range range) {
    var tenant = principals.get().tenant();
    var all = TOMBSTONE_LIFTS.TENANT_ID.eq(tenant);
    var slice =
        tenancy.read(
            tenant,
            db ->
                new Page.Slice<>(
                    db.selectFrom(TOMBSTONE_LIFTS)
                        .where(all)
                        .orderBy(TOMBSTONE_LIFTS.REQUESTED_AT.desc(), TOMBSTONE_LIFTS.LIFT_ID)
                        .limit(range.pageSize())
                        .offset(range.offset())
                        .fetch(TombstoneLifts::byTheClock),
                    db.fetchCount(TOMBSTONE_LIFTS, all)));
    return Page.of(slice, range, TombstoneLiftsController.PATH, Map.of(), TombstoneLift::of);
  }

  /** Approves and lifts, once; a repetition by the same person changes nothing. */
  TombstoneLift approve(UUID id) {
    var who = principals.get();
    var tenant = who.tenant();
    tenancy.change(
        tenant,
        db -> {
          var lift = locked(db, tenant, id);
          if (FOUR_EYES.approves(who, asked(lift))) {
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
          var lift = locked(db, tenant, id);
          if (lift.getState().equals("withdrawn")) {
            return;
          }
          FOUR_EYES.mustWait(asked(lift));
          var entry =
              entry("privacy.withdraw-tombstone-lift", lift)
                  .withChanges(new Change("state", "requested", "withdrawn"));
          Decisions.record(db, entry, lift.getReason());
          finish(db, "withdrawn", null, isLift(tenant, id));
        });
  }

  /** As an import does, this keeps erasures off: none leaves the tombstone again meanwhile. */
  private void lift(DSLContext db, TombstoneLiftsRecord lift, String approver) {
    var tenant = lift.getTenantId();
    Tombstones.holdErasuresOff(db, tenant);
    finish(db, "lifted", approver, isLift(tenant, lift.getLiftId()));
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

  private static void finish(
      DSLContext db, String state, @Nullable String approver, Condition which) {
    db.update(TOMBSTONE_LIFTS)
        .set(TOMBSTONE_LIFTS.STATE, state)
        .set(TOMBSTONE_LIFTS.APPROVED_BY, approver)
        .set(TOMBSTONE_LIFTS.FINISHED_AT, DSL.currentInstant())
        .set(TOMBSTONE_LIFTS.VERSION, TOMBSTONE_LIFTS.VERSION.plus(1))
        .where(which)
        .execute();
  }

  private static FourEyes.Asked asked(TombstoneLiftsRecord lift) {
    return new FourEyes.Asked(
        lift.getRequestedBy(), lift.getApprovedBy(), lift.getState().equals("requested"));
  }

  private static TombstoneLiftsRecord locked(DSLContext db, String tenant, UUID id) {
    db.selectOne().from(TOMBSTONE_LIFTS).where(isLift(tenant, id)).forUpdate().execute();
    return found(db, tenant, id);
  }

  private Answer create(UUID asked, Wanted wanted) {
    var tenant = principals.get().tenant();
    var id = tenancy.read(tenant, db -> unused(db, tenant, asked));
    if (!tenancy.write(tenant, db -> insert(db, tenant, id, wanted))) {
      throw ProblemException.of(PrivacyProblem.NO_TOMBSTONE);
    }
    return new Answer(201, get(id), URI.create(TombstoneLiftsController.PATH + "/" + id));
  }

  /** The id for a request, behind those of earlier uses of its key. */
  private static UUID unused(DSLContext db, String tenant, UUID asked) {
    var id = asked;
    while (db.fetchExists(
        TOMBSTONE_LIFTS,
        isLift(tenant, id),
        TOMBSTONE_LIFTS.REQUESTED_AT.le(
            DSL.currentInstant().minus(DayToSecond.valueOf(IdempotentRequests.LIFETIME))))) {
      id = IdempotentRequests.successor(id);
    }
    return id;
  }

  /** Gives false where there is no tombstone; that somebody asked is on record then too. */
  private boolean insert(DSLContext db, String tenant, UUID id, Wanted wanted) {
    if (find(db, tenant, id).isPresent()) {
      return true;
    }
    var kind = wanted.kind.spelling();
    if (Tombstones.erasedAmong(db, tenant, kind, List.of(wanted.index)).isEmpty()) {
      var entry = trail.entry("privacy.tombstone-not-found", "tombstone-search", kind);
      Audit.append(db, entry.withDetails(Map.of("reason", wanted.reason.spelling())));
      return false;
    }
    finish(db, "lapsed", null, lapsed(tenant, kind, wanted.index));
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
    var lift = found(db, tenant, id);
    Decisions.record(db, entry("privacy.request-tombstone-lift", lift), lift.getReason());
    return true;
  }

  private static Condition lapsed(String tenant, String kind, BlindIndex.Index index) {
    return DSL.and(
        TOMBSTONE_LIFTS.TENANT_ID.eq(tenant),
        TOMBSTONE_LIFTS.KIND.eq(kind),
        TOMBSTONE_LIFTS.INDEX_KEY_VERSION.eq(index.version()),
        TOMBSTONE_LIFTS.BLIND_INDEX.eq(index.bytes()),
        TOMBSTONE_LIFTS.STATE.eq("requested"),
        TOMBSTONE_LIFTS.LAPSES_AT.le(DSL.currentInstant()));
  }

  private AuditEntry entry(String action, TombstoneLiftsRecord lift) {
    return trail
        .entry(action, "tombstone-lift", lift.getLiftId())
        .withDetails(Map.of("kind", lift.getKind(), "reason", lift.getReason()));
  }

  private static TombstoneLiftsRecord found(DSLContext db, String tenant, UUID id) {
    return find(db, tenant, id).orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  private static Optional<TombstoneLiftsRecord> find(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(TOMBSTONE_LIFTS)
        .where(isLift(tenant, id))
        .fetchOptional(TombstoneLifts::byTheClock);
  }

  private static TombstoneLiftsRecord byTheClock(TombstoneLiftsRecord row) {
    if (row.getState().equals("requested") && !Instant.now().isBefore(row.getLapsesAt())) {
      row.setState("lapsed");
      row.setFinishedAt(row.getLapsesAt());
    }
    return row;
  }

  private static Condition isLift(String tenant, UUID id) {
    return DSL.and(TOMBSTONE_LIFTS.TENANT_ID.eq(tenant), TOMBSTONE_LIFTS.LIFT_ID.eq(id));
  }
}
