package org.teei.csr.activities.personaldata;

import static org.teei.csr.schema.jooq.Tables.ACCESS_TOKENS;
import static org.teei.csr.schema.jooq.Tables.API_KEYS;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.AUDIT_SEALED_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.AUDIT_SEALS;
import static org.teei.csr.schema.jooq.Tables.BROWSER_SESSIONS;
import static org.teei.csr.schema.jooq.Tables.BUDDY_CHECKINS;
import static org.teei.csr.schema.jooq.Tables.BUDDY_EVENTS;
import static org.teei.csr.schema.jooq.Tables.BUDDY_FEEDBACK;
import static org.teei.csr.schema.jooq.Tables.BUDDY_MATCHES;
import static org.teei.csr.schema.jooq.Tables.BULK_RESOLUTIONS;
import static org.teei.csr.schema.jooq.Tables.COURSE_COMPLETIONS;
import static org.teei.csr.schema.jooq.Tables.CREDENTIALS;
import static org.teei.csr.schema.jooq.Tables.DECISIONS;
import static org.teei.csr.schema.jooq.Tables.DRAIN_SWITCHES;
import static org.teei.csr.schema.jooq.Tables.EVENT_DEDUPLICATION;
import static org.teei.csr.schema.jooq.Tables.IDEMPOTENCY_KEYS;
import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERY_ATTEMPTS;
import static org.teei.csr.schema.jooq.Tables.IMPACT_REPLACED_PAYLOADS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ATTEMPTS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ERROR_COUNTS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_FOLDERS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_FOLDER_FILES;
import static org.teei.csr.schema.jooq.Tables.IMPORT_GROUPS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_GROUP_FILES;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_LIMITS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_MAPPINGS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_NOTICES;
import static org.teei.csr.schema.jooq.Tables.IMPORT_PREVIEWS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ROWS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_STAGING;
import static org.teei.csr.schema.jooq.Tables.IMPORT_SUBSCRIPTIONS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_UNDO_IMAGES;
import static org.teei.csr.schema.jooq.Tables.KEY_ROTATIONS;
import static org.teei.csr.schema.jooq.Tables.LEASES;
import static org.teei.csr.schema.jooq.Tables.MEMBERSHIPS;
import static org.teei.csr.schema.jooq.Tables.METRIC_ASSUMPTIONS;
import static org.teei.csr.schema.jooq.Tables.METRIC_SNAPSHOTS;
import static org.teei.csr.schema.jooq.Tables.OAUTH_CLIENTS;
import static org.teei.csr.schema.jooq.Tables.OUTBOX_EVENTS;
import static org.teei.csr.schema.jooq.Tables.OUTBOX_POSITIONS;
import static org.teei.csr.schema.jooq.Tables.PARKED_EVENTS;
import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;
import static org.teei.csr.schema.jooq.Tables.PASSKEYS;
import static org.teei.csr.schema.jooq.Tables.PERSON_ERASURES;
import static org.teei.csr.schema.jooq.Tables.PERSON_KEYS;
import static org.teei.csr.schema.jooq.Tables.PLATFORM_CALLBACKS;
import static org.teei.csr.schema.jooq.Tables.PRINCIPALS;
import static org.teei.csr.schema.jooq.Tables.PRINCIPAL_IDENTITIES;
import static org.teei.csr.schema.jooq.Tables.PROFILES;
import static org.teei.csr.schema.jooq.Tables.PROFILE_IDENTIFIERS;
import static org.teei.csr.schema.jooq.Tables.PROFILE_MERGES;
import static org.teei.csr.schema.jooq.Tables.PROFILE_TIMELINE;
import static org.teei.csr.schema.jooq.Tables.RATE_LIMITS;
import static org.teei.csr.schema.jooq.Tables.REFRESH_TOKENS;
import static org.teei.csr.schema.jooq.Tables.SCHEDULED_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.SERVICE_TOKEN_USES;
import static org.teei.csr.schema.jooq.Tables.SESSIONS;
import static org.teei.csr.schema.jooq.Tables.SIGNING_KEYS;
import static org.teei.csr.schema.jooq.Tables.SIGN_INS;
import static org.teei.csr.schema.jooq.Tables.SIGN_IN_REGISTRATIONS;
import static org.teei.csr.schema.jooq.Tables.START_INTENTS;
import static org.teei.csr.schema.jooq.Tables.TENANTS;
import static org.teei.csr.schema.jooq.Tables.TENANT_KEYS;
import static org.teei.csr.schema.jooq.Tables.TEXTS;
import static org.teei.csr.schema.jooq.Tables.TOMBSTONES;
import static org.teei.csr.schema.jooq.Tables.TOMBSTONE_LIFTS;
import static org.teei.csr.schema.jooq.Tables.UPLOADS;
import static org.teei.csr.schema.jooq.Tables.UPLOAD_PARTS;
import static org.teei.csr.schema.jooq.Tables.USER_RECORDS;
import static org.teei.csr.schema.jooq.Tables.VENDOR_CIRCUITS;
import static org.teei.csr.schema.jooq.Tables.VENDOR_CONNECTIONS;
import static org.teei.csr.schema.jooq.Tables.VENDOR_FEATURES;
import static org.teei.csr.schema.jooq.Tables.WEBHOOK_ENDPOINTS;
import static org.teei.csr.schema.jooq.Tables.WEBHOOK_EVENTS;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.teei.csr.activities.personaldata.ByColumn.Claim;

/** The holders of all features. */
public final class DataHolders {
  private DataHolders() {}

  public static List<DataHolder> all() {
    return List.of(
        imports(),
        profiles(),
        safety(),
        privacy(),
        events(),
        identity(),
        audit(),
        operations(),
        idempotency(),
        metrics(),
        impactin(),
        webhooks(),
        tenancy());
  }

  private static DataHolder imports() {
    return holder(
        "imports",
        List.of(
            new Claim(
                SESSIONS,
                SESSIONS.TENANT_ID,
                Set.of(SESSIONS.PARTICIPANT_ID, SESSIONS.VOLUNTEER_ID)),
            new Claim(
                IMPORT_PREVIEWS, IMPORT_PREVIEWS.TENANT_ID, Set.of(IMPORT_PREVIEWS.PERSON_ID)),
            new Claim(
                IMPORT_UNDO_IMAGES,
                IMPORT_UNDO_IMAGES.TENANT_ID,
                Set.of(IMPORT_UNDO_IMAGES.PERSON_ID)),
            new Claim(USER_RECORDS, USER_RECORDS.TENANT_ID, Set.of(USER_RECORDS.PERSON_ID)),
            new Claim(
                COURSE_COMPLETIONS,
                COURSE_COMPLETIONS.TENANT_ID,
                Set.of(COURSE_COMPLETIONS.PERSON_ID)),
            new Claim(CREDENTIALS, CREDENTIALS.TENANT_ID, Set.of(CREDENTIALS.PERSON_ID)),
            new Claim(
                BUDDY_MATCHES,
                BUDDY_MATCHES.TENANT_ID,
                Set.of(BUDDY_MATCHES.PARTICIPANT_ID, BUDDY_MATCHES.BUDDY_ID)),
            new Claim(
                BUDDY_EVENTS,
                BUDDY_EVENTS.TENANT_ID,
                person ->
                    ofTheirMatches(BUDDY_EVENTS.TENANT_ID, BUDDY_EVENTS.MATCH_ID, person)
                        .or(DSL.val(person).eq(DSL.any(BUDDY_EVENTS.ATTENDEES)))),
            new Claim(
                BUDDY_CHECKINS,
                BUDDY_CHECKINS.TENANT_ID,
                person ->
                    ofTheirMatches(BUDDY_CHECKINS.TENANT_ID, BUDDY_CHECKINS.MATCH_ID, person)),
            new Claim(
                BUDDY_FEEDBACK,
                BUDDY_FEEDBACK.TENANT_ID,
                person ->
                    ofTheirMatches(BUDDY_FEEDBACK.TENANT_ID, BUDDY_FEEDBACK.MATCH_ID, person))),
        Map.ofEntries(
            Map.entry(
                IMPORT_ATTEMPTS,
                "an attempt is of a company; its stored file has its own date of expiry"),
            Map.entry(IMPORT_ERROR_COUNTS, "figures by codes and columns of formats"),
            Map.entry(
                IMPORT_JOBS,
                "an import is of a company; its stored file has its own date of expiry"),
            Map.entry(IMPORT_MAPPINGS, "headers of a company's files and columns; no rows"),
            Map.entry(
                IMPORT_ROWS,
                "places, codes and ids: of what rows became, and of the people whom a refused row took for one"),
            Map.entry(IMPORT_LIMITS, "figures of a company"),
            Map.entry(IMPORT_NOTICES, "ids, closed words and counts; gone 30 days after their end"),
            Map.entry(
                IMPORT_SUBSCRIPTIONS,
                "addresses of staff, encrypted, never of a person of the programmes; gone when the subscription ends"),
            Map.entry(
                IMPORT_STAGING,
                "empty but for running and restartable imports; blind indexes, no person yet"),
            Map.entry(
                UPLOADS,
                "files of a company, encrypted; gone a week after their last byte at the latest"),
            Map.entry(UPLOAD_PARTS, "places of stored bytes; gone with their upload"),
            Map.entry(IMPORT_GROUPS, "which files a company imports together"),
            Map.entry(IMPORT_GROUP_FILES, "ids of uploads and imports"),
            Map.entry(IMPORT_FOLDERS, "settings of a company"),
            Map.entry(
                IMPORT_FOLDER_FILES,
                "names of files of a company, encrypted, and ids of their imports")));
  }

  private static Condition ofTheirMatches(Field<String> tenant, Field<UUID> match, UUID person) {
    return match.in(
        DSL.select(BUDDY_MATCHES.MATCH_ID)
            .from(BUDDY_MATCHES)
            .where(
                BUDDY_MATCHES.TENANT_ID.eq(tenant),
                BUDDY_MATCHES.PARTICIPANT_ID.eq(person).or(BUDDY_MATCHES.BUDDY_ID.eq(person))));
  }

  private static DataHolder profiles() {
    return holder(
        "profiles",
        List.of(
            new Claim(PROFILES, PROFILES.TENANT_ID, Set.of(PROFILES.PERSON_ID)),
            new Claim(PERSON_KEYS, PERSON_KEYS.TENANT_ID, Set.of(PERSON_KEYS.PERSON_ID)),
            new Claim(
                PROFILE_IDENTIFIERS,
                PROFILE_IDENTIFIERS.TENANT_ID,
                Set.of(PROFILE_IDENTIFIERS.PERSON_ID)),
            new Claim(
                PROFILE_MERGES,
                PROFILE_MERGES.TENANT_ID,
                Set.of(PROFILE_MERGES.PERSON_ID, PROFILE_MERGES.INTO_ID)),
            new Claim(
                PROFILE_TIMELINE, PROFILE_TIMELINE.TENANT_ID, Set.of(PROFILE_TIMELINE.PERSON_ID))),
        Map.of(TOMBSTONES, "has to outlive the person; blind indexes that nothing else points to"));
  }

  private static DataHolder safety() {
    return holder(
        "safety", List.of(new Claim(TEXTS, TEXTS.TENANT_ID, Set.of(TEXTS.PERSON_ID))), Map.of());
  }

  /** Evidence that somebody was erased, which has to outlive the person. */
  private static DataHolder privacy() {
    return holder(
        "privacy",
        List.of(
            new Claim(
                PERSON_ERASURES, PERSON_ERASURES.TENANT_ID, Set.of(PERSON_ERASURES.PERSON_ID))),
        Map.of(
            TOMBSTONE_LIFTS,
            "evidence of who let an erased person come back; blind indexes, as tombstones have"));
  }

  private static DataHolder events() {
    return holder(
        "events",
        List.of(
            new Claim(OUTBOX_EVENTS, OUTBOX_EVENTS.TENANT_ID, Set.of(OUTBOX_EVENTS.PERSON_ID)),
            new Claim(PARKED_EVENTS, PARKED_EVENTS.TENANT_ID, Set.of(PARKED_EVENTS.PERSON_ID))),
        Map.of(
            OUTBOX_POSITIONS, "figures of a company",
            EVENT_DEDUPLICATION, "ids of events that took effect"));
  }

  private static DataHolder identity() {
    return holder(
        "identity",
        List.of(),
        Map.ofEntries(
            Map.entry(
                ACCESS_TOKENS,
                "names principals by id, never a person of the programmes; gone 30 days after the token"),
            Map.entry(API_KEYS, "machines of a company, and digests of their secrets"),
            Map.entry(
                BROWSER_SESSIONS,
                "ids of staff, encrypted; gone within hours of their last request"),
            Map.entry(
                MEMBERSHIPS,
                "staff, never a person of the programmes; gone when the membership ends"),
            Map.entry(
                PASSKEYS, "public keys of staff, who name nobody; gone when the membership ends"),
            Map.entry(
                PRINCIPALS,
                "staff by blind index; nothing is left of them but the index when no membership is"),
            Map.entry(
                PRINCIPAL_IDENTITIES, "staff as their OpenID provider knows them, by blind index"),
            Map.entry(OAUTH_CLIENTS, "machines of a company, and digests of their secrets"),
            Map.entry(
                RATE_LIMITS,
                "tokens of a minute under digests of names, gone an hour after the minute"),
            Map.entry(REFRESH_TOKENS, "digests; gone with their sign-in"),
            Map.entry(
                SERVICE_TOKEN_USES, "ids of tokens of services, gone an hour after the token"),
            Map.entry(SIGN_INS, "names staff by id; gone 30 days after the sign-in has ended"),
            Map.entry(SIGN_IN_REGISTRATIONS, "OpenID providers of a company"),
            Map.entry(SIGNING_KEYS, "wrapped keys of the platform, without tenant")));
  }

  private static DataHolder audit() {
    return holder(
        "audit",
        List.of(),
        Map.of(
            AUDIT_ENTRIES,
            "evidence that no role may change; names principals and resources by id",
            AUDIT_SEALS,
            "digests and signatures",
            AUDIT_SEALED_ENTRIES,
            "ids of entries",
            DECISIONS,
            "evidence of who decided; names principals by id"));
  }

  private static DataHolder operations() {
    return holder(
        "operations",
        List.of(),
        Map.of(
            START_INTENTS, "ids of work to start",
            PARKED_WORKFLOWS, "steps that wait, in closed words",
            BULK_RESOLUTIONS, "filters and figures",
            KEY_ROTATIONS, "figures of a company; names the principal who asked by id",
            DRAIN_SWITCHES, "switches of operators, without tenant",
            LEASES, "names of processes, without tenant"));
  }

  private static DataHolder idempotency() {
    return holder(
        "idempotency",
        List.of(),
        Map.of(IDEMPOTENCY_KEYS, "answers to principals, encrypted, gone after 24 hours"));
  }

  private static DataHolder impactin() {
    return holder(
        "impactin",
        List.of(),
        Map.of(
            SCHEDULED_DELIVERIES,
            "when a company's figures go where",
            IMPACT_DELIVERIES,
            "figures of a company as they went to a platform",
            IMPACT_DELIVERY_ATTEMPTS,
            "requests to platforms, which hold figures of a company",
            IMPACT_REPLACED_PAYLOADS,
            "figures of a company as they never went to a platform",
            VENDOR_CONNECTIONS,
            "a company's addresses and ids on platforms, credentials encrypted",
            VENDOR_FEATURES,
            "switches of a company",
            VENDOR_CIRCUITS,
            "addresses of platforms, without tenant"));
  }

  private static DataHolder metrics() {
    return holder(
        "metrics",
        List.of(),
        Map.of(
            METRIC_ASSUMPTIONS, "figures of a company", METRIC_SNAPSHOTS, "figures of a company"));
  }

  private static DataHolder webhooks() {
    return holder(
        "webhooks",
        List.of(),
        Map.of(
            WEBHOOK_ENDPOINTS,
            "addresses of a company for its platforms, and encrypted secrets",
            WEBHOOK_EVENTS,
            "what platforms say about figures of a company, encrypted; gone after 30 days",
            PLATFORM_CALLBACKS,
            "ids of transactions and closed words"));
  }

  private static DataHolder tenancy() {
    return holder(
        "tenancy",
        List.of(),
        Map.of(TENANTS, "companies", TENANT_KEYS, "wrapped keys of companies"));
  }

  private static DataHolder holder(
      String feature, List<Claim> claims, Map<Table<?>, String> unclaimed) {
    return new ByColumn(feature, claims, unclaimed);
  }
}
