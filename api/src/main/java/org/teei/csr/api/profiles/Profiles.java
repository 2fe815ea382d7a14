package org.teei.csr.api.profiles;

import static org.teei.csr.schema.jooq.Tables.BUDDY_MATCHES;
import static org.teei.csr.schema.jooq.Tables.PROFILES;
import static org.teei.csr.schema.jooq.Tables.PROFILE_IDENTIFIERS;
import static org.teei.csr.schema.jooq.Tables.PROFILE_TIMELINE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.profiles.Profile.Identifier;
import org.teei.csr.api.profiles.Profile.Match;
import org.teei.csr.api.profiles.Profile.TimelineSession;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.jooq.tables.records.BuddyMatchesRecord;
import org.teei.csr.schema.jooq.tables.records.ProfilesRecord;
import org.teei.csr.schema.personaldata.BlindIndex;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Tenancy;

/** Shows persons. Each look at one is on record, in the transaction that reads. */
@Component
final class Profiles {
  private static final String EMAIL = "email";
  private static final Map<String, String> CRITERION = Map.of("criterion", EMAIL);

  /** What the projection notes for itself among the facts. */
  private static final String PROJECTION_MARK = "ratingPosition";

  private static final int NEWEST = 100;
  private static final int ALIASES = 10;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final TenantKeys tenantKeys;
  private final PersonKeys personKeys;

  Profiles(
      Tenancy tenancy,
      CurrentPrincipal principals,
      AuditTrail trail,
      TenantKeys tenantKeys,
      PersonKeys personKeys) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.tenantKeys = tenantKeys;
    this.personKeys = personKeys;
  }

  Profile get(UUID id) {
    var tenant = principals.get().tenant();
    tenantKeys.cipher(tenant);
    return tenancy.write(
        tenant,
        db ->
            show(db, tenant, id, "profiles.viewed", Map.of())
                .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND)));
  }

  /**
   * The person with this address, if the tenant knows one. On record is by what kind of thing was
   * searched, never for what; a search that finds nobody tells something too.
   */
  List<Profile> search(String email) {
    var tenant = principals.get().tenant();
    var index = tenantKeys.blindIndex(tenant).of(EMAIL, email.strip().toLowerCase(Locale.ROOT));
    return tenancy.write(
        tenant,
        db -> {
          var found = search(db, tenant, index);
          if (found.isEmpty()) {
            var entry = trail.entry("profiles.not-found", "person-search", EMAIL);
            Audit.append(db, entry.withDetails(CRITERION));
          }
          return found;
        });
  }

  private List<Profile> search(DSLContext db, String tenant, BlindIndex.Index index) {
    return db
        .select(PROFILE_IDENTIFIERS.PERSON_ID)
        .from(PROFILE_IDENTIFIERS)
        .where(
            PROFILE_IDENTIFIERS.TENANT_ID.eq(tenant),
            PROFILE_IDENTIFIERS.KIND.eq(EMAIL),
            PROFILE_IDENTIFIERS.INDEX_KEY_VERSION.eq(index.version()),
            PROFILE_IDENTIFIERS.BLIND_INDEX.eq(index.bytes()))
        .fetch(PROFILE_IDENTIFIERS.PERSON_ID)
        .stream()
        .flatMap(person -> show(db, tenant, person, "profiles.found", CRITERION).stream())
        .toList();
  }

  private Optional<Profile> show(
      DSLContext db, String tenant, UUID id, String action, Map<String, String> details) {
    var found = find(db, tenant, id);
    for (int i = 0; i < ALIASES && found.isPresent() && isAlias(found.get()); i++) {
      found = find(db, tenant, found.get().getMergedInto());
    }
    return found.map(person -> {
      var entry = trail.entry(action, "person", person.getPersonId());
      Audit.append(db, entry.withDetails(details));
      return shape(db, person);
    });
  }

  private static boolean isAlias(ProfilesRecord person) {
    return person.getMergedInto() != null;
  }

  /** Who was erased is as unknown as who never was. */
  private static Optional<ProfilesRecord> find(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(PROFILES)
        .where(
            PROFILES.TENANT_ID.eq(tenant), PROFILES.PERSON_ID.eq(id), PROFILES.ERASED_AT.isNull())
        .fetchOptional();
  }

  private Profile shape(DSLContext db, ProfilesRecord person) {
    var own = own(db, person);
    var sessions =
        DSL.and(
            PROFILE_TIMELINE.TENANT_ID.eq(person.getTenantId()),
            PROFILE_TIMELINE.PERSON_ID.in(own),
            PROFILE_TIMELINE.ENTRY_KIND.eq("session"));
    var matches =
        DSL.and(
            BUDDY_MATCHES.TENANT_ID.eq(person.getTenantId()),
            BUDDY_MATCHES.PARTICIPANT_ID.in(own).or(BUDDY_MATCHES.BUDDY_ID.in(own)));
    return new Profile(
        person.getPersonId(),
        person.getCreatedAt(),
        identifiers(db, person),
        db.fetchCount(PROFILE_TIMELINE, sessions),
        db.selectFrom(PROFILE_TIMELINE)
            .where(sessions)
            .orderBy(PROFILE_TIMELINE.OCCURRED_AT.desc(), PROFILE_TIMELINE.ENTRY_ID)
            .limit(NEWEST)
            .fetch(row ->
                new TimelineSession(
                    row.getEntryId(), row.getRole(), row.getOccurredAt(), map(row.getFacts()))),
        Learning.completions(db, person.getTenantId(), same(person)),
        Learning.credentials(db, person.getTenantId(), same(person), Instant.now()),
        db.fetchCount(BUDDY_MATCHES, matches),
        db.selectFrom(BUDDY_MATCHES)
            .where(matches)
            .orderBy(BUDDY_MATCHES.MATCHED_AT.desc(), BUDDY_MATCHES.MATCH_ID)
            .limit(NEWEST)
            .fetch(row -> match(row, own)));
  }

  /** What is of persons who turned out to be this one is theirs too. */
  private static Set<UUID> own(DSLContext db, ProfilesRecord person) {
    var own =
        db.select(PROFILES.PERSON_ID)
            .from(PROFILES)
            .where(
                PROFILES.TENANT_ID.eq(person.getTenantId()),
                PROFILES.MERGED_INTO.eq(person.getPersonId()),
                PROFILES.ERASED_AT.isNull())
            .fetchSet(PROFILES.PERSON_ID);
    own.add(person.getPersonId());
    return own;
  }

  private static Match match(BuddyMatchesRecord row, Set<UUID> own) {
    return new Match(
        row.getMatchId(),
        own.contains(row.getParticipantId()) ? "participant" : "buddy",
        row.getMatchedAt(),
        row.getStatus(),
        row.getEndedAt());
  }

  /** What persons have who turned out to be this one is theirs too. */
  private static Select<Record1<UUID>> same(ProfilesRecord person) {
    return DSL.select(PROFILES.PERSON_ID)
        .from(PROFILES)
        .where(
            PROFILES.TENANT_ID.eq(person.getTenantId()),
            PROFILES
                .PERSON_ID
                .eq(person.getPersonId())
                .or(PROFILES.MERGED_INTO.eq(person.getPersonId())),
            PROFILES.ERASED_AT.isNull());
  }

  private List<Identifier> identifiers(DSLContext db, ProfilesRecord person) {
    var id = person.getPersonId();
    var key = personKeys.load(db, person.getTenantId(), List.of(id)).get(id);
    if (key == null) {
      return List.of();
    }
    return db.selectFrom(PROFILE_IDENTIFIERS)
        .where(
            PROFILE_IDENTIFIERS.TENANT_ID.eq(person.getTenantId()),
            PROFILE_IDENTIFIERS.PERSON_ID.eq(id))
        .orderBy(PROFILE_IDENTIFIERS.KIND, PROFILE_IDENTIFIERS.IDENTIFIER_ID)
        .fetch(row -> {
          var plain =
              key.decrypt(
                  PROFILE_IDENTIFIERS.getName(),
                  PROFILE_IDENTIFIERS.VALUE_CIPHERTEXT.getName(),
                  row.getIdentifierId(),
                  row.getValueCiphertext());
          return new Identifier(
              row.getKind(), Masking.mask(new String(plain, StandardCharsets.UTF_8)));
        });
  }

  private static Map<String, Object> map(JSONB facts) {
    try {
      Map<String, Object> shown = JSON.readValue(facts.data(), new TypeReference<>() {});
      shown.remove(PROJECTION_MARK);
      return shown;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Facts are JSON", e);
    }
  }
}
