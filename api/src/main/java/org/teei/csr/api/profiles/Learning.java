package org.teei.csr.api.profiles;

import static org.teei.csr.schema.jooq.Tables.COURSE_COMPLETIONS;
import static org.teei.csr.schema.jooq.Tables.CREDENTIALS;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.Select;
import org.teei.csr.api.profiles.Profile.Completion;
import org.teei.csr.api.profiles.Profile.Credential;

/** What persons learned, from the tables of completions and credentials. */
final class Learning {
  private static final int MOST = 100;

  private Learning() {}

  /**
   * @param persons who are one
   */
  static List<Completion> completions(DSLContext db, String tenant, Select<Record1<UUID>> persons) {
    return db.selectFrom(COURSE_COMPLETIONS)
        .where(COURSE_COMPLETIONS.TENANT_ID.eq(tenant), COURSE_COMPLETIONS.PERSON_ID.in(persons))
        .orderBy(COURSE_COMPLETIONS.COMPLETED_AT.desc(), COURSE_COMPLETIONS.COMPLETION_ID)
        .limit(MOST)
        .fetch(row ->
            new Completion(
                row.getCompletionId(),
                row.getProvider(),
                row.getCourseId(),
                row.getCourseName(),
                row.getCompletedAt(),
                row.getFinalScore(),
                row.getCredentialRef()));
  }

  /**
   * @param persons who are one
   */
  static List<Credential> credentials(
      DSLContext db, String tenant, Select<Record1<UUID>> persons, Instant now) {
    return db.selectFrom(CREDENTIALS)
        .where(CREDENTIALS.TENANT_ID.eq(tenant), CREDENTIALS.PERSON_ID.in(persons))
        .orderBy(CREDENTIALS.ISSUED_AT.desc(), CREDENTIALS.CREDENTIAL_ID)
        .limit(MOST)
        .fetch(row ->
            new Credential(
                row.getCredentialId(),
                row.getCredentialType(),
                row.getProvider(),
                row.getCourseId(),
                row.getCourseName(),
                row.getIssuedAt(),
                row.getExpiresAt(),
                row.getExpiresAt() != null && !row.getExpiresAt().isAfter(now)));
  }
}
