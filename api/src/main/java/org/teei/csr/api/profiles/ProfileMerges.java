package org.teei.csr.api.profiles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.BUDDY_MATCHES;
import static org.teei.csr.schema.jooq.Tables.PROFILES;
import static org.teei.csr.schema.jooq.Tables.PROFILE_MERGES;
import static org.teei.csr.schema.jooq.Tables.SESSIONS;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
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
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.profiles.ProfileMergesController.MergeRequest;
import org.teei.csr.api.shared.Page;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.jooq.tables.records.ProfileMergesRecord;
import org.teei.csr.schema.personaldata.Tombstones;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Merges are asked for by one and carried out by the approval of another, in one transaction: a
 * profile becomes an alias of another, never of an alias, so that nobody has to look further than
 * one step. Rows keep their person and key. A request that nobody approves in time lapses: by the
 * clock, and in its row before the next one of the profile is made.
 */
@Component
final class ProfileMerges {
  private static final FourEyesTable<ProfileMergesRecord> ROWS =
      new FourEyesTable<>(PROFILE_MERGES.MERGE_ID);
  private static final FourEyes FOUR_EYES =
      new FourEyes(ProfilesProblem.SAME_PERSON, ProfilesProblem.NOT_WAITING);

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;

  ProfileMerges(
      Tenancy tenancy, CurrentPrincipal principals, AuditTrail trail, IdempotentRequests requests) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
  }

  ResponseEntity<byte[]> create(MergeRequest request, @Nullable String key) {
    if (request.personId().equals(request.intoId())) {
      throw ProblemException.of(
          RequestProblem.INVALID_BODY,
          List.of(Fault.ofMember("/intoId", "invalid", "Is another than personId.")));
    }
    return requests.answer(
        principals.get(),
        "POST " + ProfileMergesController.PATH,
        key,
        List.of(Json.of(request).getBytes(UTF_8)),
        id -> create(id, request));
  }

  ProfileMerge get(UUID id) {
    var tenant = principals.get().tenant();
    return tenancy.read(tenant, db -> ProfileMerge.of(ROWS.found(db, tenant, id)));
  }

  Page<ProfileMerge> list(Page.Range range) {
    var tenant = principals.get().tenant();
    var slice = tenancy.read(tenant, db -> ROWS.slice(db, tenant, range));
    return Page.of(slice, range, ProfileMergesController.PATH, Map.of(), ProfileMerge::of);
  }

  /** Approves and merges, once; a repetition by the same person changes nothing. */
  ProfileMerge approve(UUID id) {
    var who = principals.get();
    var tenant = who.tenant();
    tenancy.change(
        tenant,
        db -> {
          var merge = ROWS.locked(db, tenant, id);
          if (FOUR_EYES.approves(who, ROWS.asked(merge))) {
            merge(db, merge, who.name());
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
          var merge = ROWS.locked(db, tenant, id);
          if (merge.getState().equals("withdrawn")) {
            return;
          }
          FOUR_EYES.mustWait(ROWS.asked(merge));
          var entry =
              entry("profiles.withdraw-merge", merge)
                  .withChanges(new Change("state", "requested", "withdrawn"));
          Decisions.record(db, entry, merge.getReason());
          ROWS.finish(db, "withdrawn", null, ROWS.is(tenant, id));
        });
  }

  /**
   * Asked once more, for much may have happened since somebody asked. One merge of a company comes
   * after the other, and nobody is erased or made to take part in something meanwhile.
   */
  private void merge(DSLContext db, ProfileMergesRecord merge, String approver) {
    var tenant = merge.getTenantId();
    Tombstones.holdMakersOff(db, tenant);
    mustBeTwoProfilesOfOne(db, tenant, merge.getPersonId(), merge.getIntoId());
    ROWS.finish(db, "merged", approver, ROWS.is(tenant, merge.getMergeId()));
    db.update(PROFILES)
        .set(PROFILES.MERGED_INTO, merge.getIntoId())
        .set(PROFILES.UPDATED_AT, DSL.currentInstant())
        .where(PROFILES.TENANT_ID.eq(tenant), PROFILES.PERSON_ID.eq(merge.getPersonId()))
        .execute();
    var entry =
        entry("profiles.merge", merge).withChanges(new Change("state", "requested", "merged"));
    Decisions.record(db, entry, merge.getReason());
  }

  /** Refuses who cannot be merged. */
  private static void mustBeTwoProfilesOfOne(DSLContext db, String tenant, UUID person, UUID into) {
    var both =
        db.selectFrom(PROFILES)
            .where(
                PROFILES.TENANT_ID.eq(tenant),
                PROFILES.PERSON_ID.in(person, into),
                PROFILES.ERASED_AT.isNull())
            .fetch();
    if (both.size() < 2) {
      throw ProblemException.of(RequestProblem.NOT_FOUND);
    }
    if (both.stream().anyMatch(profile -> profile.getMergedInto() != null)
        || db.fetchExists(
            PROFILES, PROFILES.TENANT_ID.eq(tenant), PROFILES.MERGED_INTO.eq(person))) {
      throw ProblemException.of(ProfilesProblem.MERGED_BEFORE);
    }
    if (tookPartTogether(db, tenant, person, into)) {
      throw ProblemException.of(ProfilesProblem.TOOK_PART_TOGETHER);
    }
  }

  /** Also with who was merged into the one that stays. */
  private static boolean tookPartTogether(DSLContext db, String tenant, UUID person, UUID into) {
    var others =
        DSL.select(PROFILES.PERSON_ID)
            .from(PROFILES)
            .where(
                PROFILES.TENANT_ID.eq(tenant),
                PROFILES.PERSON_ID.eq(into).or(PROFILES.MERGED_INTO.eq(into)));
    return db.fetchExists(
            SESSIONS,
            SESSIONS.TENANT_ID.eq(tenant),
            pair(SESSIONS.PARTICIPANT_ID, SESSIONS.VOLUNTEER_ID, person, others))
        || db.fetchExists(
            BUDDY_MATCHES,
            BUDDY_MATCHES.TENANT_ID.eq(tenant),
            pair(BUDDY_MATCHES.PARTICIPANT_ID, BUDDY_MATCHES.BUDDY_ID, person, others));
  }

  private static Condition pair(
      Field<UUID> one, Field<UUID> other, UUID person, Select<Record1<UUID>> others) {
    return one.eq(person).and(other.in(others)).or(other.eq(person).and(one.in(others)));
  }

  private Answer create(UUID asked, MergeRequest request) {
    var tenant = principals.get().tenant();
    var id =
        tenancy.read(
            tenant,
            db ->
                IdempotentRequests.unused(
                    asked, row -> ROWS.isOlder(db, tenant, row, IdempotentRequests.LIFETIME)));
    tenancy.change(tenant, db -> insert(db, tenant, id, request));
    return new Answer(201, get(id), URI.create(ProfileMergesController.PATH + "/" + id));
  }

  private void insert(DSLContext db, String tenant, UUID id, MergeRequest request) {
    if (ROWS.find(db, tenant, id).isPresent()) {
      return;
    }
    mustBeTwoProfilesOfOne(db, tenant, request.personId(), request.intoId());
    ROWS.finish(db, "lapsed", null, lapsed(tenant, request.personId()));
    var inserted =
        db.insertInto(PROFILE_MERGES)
            .set(PROFILE_MERGES.TENANT_ID, tenant)
            .set(PROFILE_MERGES.MERGE_ID, id)
            .set(PROFILE_MERGES.PERSON_ID, request.personId())
            .set(PROFILE_MERGES.INTO_ID, request.intoId())
            .set(PROFILE_MERGES.REASON, request.reason().spelling())
            .set(PROFILE_MERGES.REQUESTED_BY, principals.get().name())
            .onConflictDoNothing()
            .execute();
    if (inserted == 0) {
      throw ProblemException.of(ProfilesProblem.ALREADY_REQUESTED);
    }
    var merge = ROWS.found(db, tenant, id);
    Decisions.record(db, entry("profiles.request-merge", merge), merge.getReason());
  }

  private static Condition lapsed(String tenant, UUID person) {
    return DSL.and(
        PROFILE_MERGES.TENANT_ID.eq(tenant), PROFILE_MERGES.PERSON_ID.eq(person), ROWS.overdue());
  }

  private AuditEntry entry(String action, ProfileMergesRecord merge) {
    return trail
        .entry(action, "profile-merge", merge.getMergeId())
        .withDetails(
            Map.of(
                "person", merge.getPersonId(),
                "into", merge.getIntoId(),
                "reason", merge.getReason()));
  }
}
