package org.teei.csr.api.profiles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.BUDDY_MATCHES;
import static org.teei.csr.schema.jooq.Tables.COURSE_COMPLETIONS;
import static org.teei.csr.schema.jooq.Tables.CREDENTIALS;
import static org.teei.csr.schema.jooq.Tables.PERSON_KEYS;
import static org.teei.csr.schema.jooq.Tables.PROFILES;
import static org.teei.csr.schema.jooq.Tables.PROFILE_IDENTIFIERS;
import static org.teei.csr.schema.jooq.Tables.PROFILE_TIMELINE;
import static org.teei.csr.schema.jooq.Tables.TOMBSTONES;
import static org.teei.csr.schema.jooq.Tables.USER_RECORDS;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.shared.Api;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;

/** Writes what the workers would have written about persons. */
public final class Persons {
  private final Api api;

  public Persons(Api api) {
    this.api = api;
  }

  /** Somebody with this address. */
  public UUID person(String tenant, String address) {
    var id = UUID.randomUUID();
    var identifier = UUID.randomUUID();
    var keys = api.bean(PersonKeys.class);
    var index = api.bean(TenantKeys.class).blindIndex(tenant).of("email", address);
    var key = keys.generate(tenant, id);
    var wrapped = keys.wrap(key);
    api.worker()
        .change(
            tenant,
            db -> {
              db.insertInto(PROFILES)
                  .set(PROFILES.TENANT_ID, tenant)
                  .set(PROFILES.PERSON_ID, id)
                  .execute();
              db.insertInto(PERSON_KEYS)
                  .set(PERSON_KEYS.TENANT_ID, tenant)
                  .set(PERSON_KEYS.PERSON_ID, id)
                  .set(PERSON_KEYS.DATA_KEY_VERSION, keys.dataKeyVersion(wrapped))
                  .set(PERSON_KEYS.WRAPPED_KEY, wrapped)
                  .execute();
              db.insertInto(PROFILE_IDENTIFIERS)
                  .set(PROFILE_IDENTIFIERS.TENANT_ID, tenant)
                  .set(PROFILE_IDENTIFIERS.KIND, "email")
                  .set(PROFILE_IDENTIFIERS.INDEX_KEY_VERSION, index.version())
                  .set(PROFILE_IDENTIFIERS.BLIND_INDEX, index.bytes())
                  .set(PROFILE_IDENTIFIERS.IDENTIFIER_ID, identifier)
                  .set(PROFILE_IDENTIFIERS.PERSON_ID, id)
                  .set(
                      PROFILE_IDENTIFIERS.VALUE_CIPHERTEXT,
                      key.encrypt(
                          "profile_identifiers",
                          "value_ciphertext",
                          identifier,
                          address.getBytes(UTF_8)))
                  .execute();
            });
    return id;
  }

  /** What is left of somebody with this identifier who was erased. */
  public void tombstone(String tenant, String kind, String value) {
    var index = api.bean(TenantKeys.class).blindIndex(tenant).of(kind, value);
    api.worker()
        .change(
            tenant,
            db ->
                db.insertInto(TOMBSTONES)
                    .set(TOMBSTONES.TENANT_ID, tenant)
                    .set(TOMBSTONES.KIND, kind)
                    .set(TOMBSTONES.INDEX_KEY_VERSION, index.version())
                    .set(TOMBSTONES.BLIND_INDEX, index.bytes())
                    .execute());
  }

  /** Gives them a session. */
  public void session(UUID person) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(PROFILE_TIMELINE)
                    .set(PROFILE_TIMELINE.TENANT_ID, Api.TENANT)
                    .set(PROFILE_TIMELINE.PERSON_ID, person)
                    .set(PROFILE_TIMELINE.ENTRY_KIND, "session")
                    .set(PROFILE_TIMELINE.ENTRY_ID, UUID.randomUUID())
                    .set(PROFILE_TIMELINE.ROLE, "participant")
                    .set(PROFILE_TIMELINE.OCCURRED_AT, Instant.now())
                    .set(
                        PROFILE_TIMELINE.FACTS,
                        JSONB.jsonb("{\"durationMinutes\":45,\"ratingPosition\":3}"))
                    .set(PROFILE_TIMELINE.LAST_POSITION, 1L)
                    .execute());
  }

  /** Matches them with a buddy. */
  public UUID match(UUID participant, UUID buddy) {
    var id = UUID.randomUUID();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(BUDDY_MATCHES)
                    .set(BUDDY_MATCHES.TENANT_ID, Api.TENANT)
                    .set(BUDDY_MATCHES.MATCH_ID, id)
                    .set(BUDDY_MATCHES.PARTICIPANT_ID, participant)
                    .set(BUDDY_MATCHES.BUDDY_ID, buddy)
                    .set(BUDDY_MATCHES.MATCHED_AT, Instant.now())
                    .set(BUDDY_MATCHES.STATUS, "inactive")
                    .set(BUDDY_MATCHES.CONTENT_FINGERPRINT, new byte[1])
                    .set(BUDDY_MATCHES.IMPORT_ID, UUID.randomUUID())
                    .execute());
    return id;
  }

  /** Gives them a record of a programme; its id is theirs. */
  public UUID user(UUID person) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(USER_RECORDS)
                    .set(USER_RECORDS.TENANT_ID, Api.TENANT)
                    .set(USER_RECORDS.PERSON_ID, person)
                    .set(USER_RECORDS.ROLE, "participant")
                    .set(USER_RECORDS.CONTENT_FINGERPRINT, new byte[1])
                    .set(USER_RECORDS.IMPORT_ID, UUID.randomUUID())
                    .execute());
    return person;
  }

  /** Gives them a completed course. */
  public UUID completion(UUID person, String course) {
    var id = UUID.randomUUID();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(COURSE_COMPLETIONS)
                    .set(COURSE_COMPLETIONS.TENANT_ID, Api.TENANT)
                    .set(COURSE_COMPLETIONS.COMPLETION_ID, id)
                    .set(COURSE_COMPLETIONS.PERSON_ID, person)
                    .set(COURSE_COMPLETIONS.PROVIDER, "ecornell")
                    .set(COURSE_COMPLETIONS.COURSE_ID, course)
                    .set(COURSE_COMPLETIONS.COURSE_NAME, "Executive Leadership Program")
                    .set(COURSE_COMPLETIONS.COMPLETED_AT, Instant.now())
                    .set(COURSE_COMPLETIONS.FINAL_SCORE, new BigDecimal("92.50"))
                    .set(COURSE_COMPLETIONS.CONTENT_FINGERPRINT, new byte[1])
                    .set(COURSE_COMPLETIONS.IMPORT_ID, UUID.randomUUID())
                    .execute());
    return id;
  }

  /** Gives them a credential that was issued in 2020. */
  public UUID credential(UUID person, @Nullable Instant expiresAt) {
    var id = UUID.randomUUID();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(CREDENTIALS)
                    .set(CREDENTIALS.TENANT_ID, Api.TENANT)
                    .set(CREDENTIALS.CREDENTIAL_ID, id)
                    .set(CREDENTIALS.PERSON_ID, person)
                    .set(CREDENTIALS.PROVIDER, "ecornell")
                    .set(CREDENTIALS.COURSE_ID, "EXEC-101")
                    .set(CREDENTIALS.COURSE_NAME, "Executive Leadership Program")
                    .set(CREDENTIALS.CREDENTIAL_TYPE, "certificate")
                    .set(CREDENTIALS.ISSUED_AT, Instant.parse("2020-01-01T00:00:00Z"))
                    .set(CREDENTIALS.EXPIRES_AT, expiresAt)
                    .set(CREDENTIALS.VERIFICATION_CODE_CIPHERTEXT, new byte[] {1})
                    .set(CREDENTIALS.CONTENT_FINGERPRINT, new byte[1])
                    .set(CREDENTIALS.IMPORT_ID, UUID.randomUUID())
                    .execute());
    return id;
  }

  /** Finds out that the one was the other all along. */
  public void merge(UUID alias, UUID into) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(PROFILES)
                    .set(PROFILES.MERGED_INTO, into)
                    .where(PROFILES.TENANT_ID.eq(Api.TENANT), PROFILES.PERSON_ID.eq(alias))
                    .execute());
  }
}
