package org.teei.csr.activities.privacy;

import static org.teei.csr.schema.jooq.Tables.COURSE_COMPLETIONS;
import static org.teei.csr.schema.jooq.Tables.CREDENTIALS;
import static org.teei.csr.schema.jooq.Tables.PERSON_ERASURES;
import static org.teei.csr.schema.jooq.Tables.PERSON_KEYS;
import static org.teei.csr.schema.jooq.Tables.PROFILES;
import static org.teei.csr.schema.jooq.Tables.USER_RECORDS;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.jooq.tables.records.PersonErasuresRecord;
import org.teei.csr.schema.personaldata.Tombstones;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.privacy.PersonErasureRef;
import org.teei.csr.workflows.privacy.PersonErasureResult;
import org.teei.csr.workflows.privacy.PrivacyActivities;

/**
 * Erases persons. Who was merged into the person is the same person and is erased too; whom the
 * person was merged into stays, and so does what the sessions of the company count.
 */
public final class PrivacyActivitiesImpl implements PrivacyActivities {
  private final Tenancy tenancy;

  public PrivacyActivitiesImpl(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  @Override
  public PersonErasureResult erasePerson(PersonErasureRef ref) {
    var tenant = ref.tenant().value();
    return tenancy.write(
        tenant,
        db -> {
          var erasure =
              db.selectFrom(PERSON_ERASURES)
                  .where(isErasure(tenant, ref.erasureId()))
                  .forUpdate()
                  .fetchSingle();
          return switch (erasure.getState()) {
            case "approved" -> {
              erase(db, erasure);
              yield PersonErasureResult.ERASED;
            }
            case "erased" -> PersonErasureResult.ALREADY_ERASED;
            default -> PersonErasureResult.NOT_APPROVED;
          };
        });
  }

  /** An erasure that was approved and whose workflow is gone: it has to be asked for anew. */
  void lapse(String tenant, UUID erasureId) {
    tenancy.change(
        tenant,
        db ->
            db.update(PERSON_ERASURES)
                .set(PERSON_ERASURES.STATE, "lapsed")
                .set(PERSON_ERASURES.FINISHED_AT, DSL.currentInstant())
                .set(PERSON_ERASURES.VERSION, PERSON_ERASURES.VERSION.plus(1))
                .where(isErasure(tenant, erasureId), PERSON_ERASURES.FINISHED_AT.isNull())
                .execute());
  }

  private static void erase(DSLContext db, PersonErasuresRecord erasure) {
    var tenant = erasure.getTenantId();
    Tombstones.holdMakersOff(db, tenant);
    var profiles = sameAs(db, tenant, erasure.getPersonId());
    var tombstones = Tombstones.leave(db, tenant, profiles);
    destroyKeys(db, tenant, profiles);
    forget(db, tenant, profiles);
    db.update(PROFILES)
        .set(PROFILES.ERASED_AT, DSL.currentInstant())
        .set(PROFILES.UPDATED_AT, DSL.currentInstant())
        .where(PROFILES.TENANT_ID.eq(tenant), PROFILES.PERSON_ID.in(profiles))
        .execute();
    db.update(PERSON_ERASURES)
        .set(PERSON_ERASURES.STATE, "erased")
        .set(PERSON_ERASURES.ERASED_PROFILES, profiles.size())
        .set(PERSON_ERASURES.FINISHED_AT, DSL.currentInstant())
        .set(PERSON_ERASURES.VERSION, PERSON_ERASURES.VERSION.plus(1))
        .where(isErasure(tenant, erasure.getErasureId()))
        .execute();
    Audit.append(
        db,
        AuditEntry.of(
                tenant,
                "erasure",
                "platform",
                "privacy.erase-person",
                "person",
                erasure.getPersonId().toString())
            .withWorkflow(erasure.getWorkflowId())
            .withDetails(
                Map.of(
                    "erasure", erasure.getErasureId(),
                    "reason", erasure.getReason(),
                    "requestedBy", erasure.getRequestedBy(),
                    "approvedBy", erasure.getApprovedBy(),
                    "profiles", profiles,
                    "tombstones", tombstones)));
  }

  /** The person and all who were merged into the person, directly or not. */
  private static List<UUID> sameAs(DSLContext db, String tenant, UUID person) {
    return db.resultQuery(
            """
            with recursive same (person_id) as (
              select {1}
              union
              select p.person_id from csr.profiles p join same s on p.merged_into = s.person_id
              where p.tenant_id = {0} and p.erased_at is null
            )
            select p.person_id from csr.profiles p join same using (person_id)
            where p.tenant_id = {0}
            order by p.person_id for update of p
            """,
            DSL.val(tenant), DSL.val(person))
        .fetchInto(UUID.class);
  }

  /**
   * What leads to the person at somebody else's or is about nobody but the person. That a course
   * was completed stays and counts, as sessions do.
   */
  private static void forget(DSLContext db, String tenant, List<UUID> profiles) {
    db.deleteFrom(USER_RECORDS)
        .where(USER_RECORDS.TENANT_ID.eq(tenant), USER_RECORDS.PERSON_ID.in(profiles))
        .execute();
    db.deleteFrom(CREDENTIALS)
        .where(CREDENTIALS.TENANT_ID.eq(tenant), CREDENTIALS.PERSON_ID.in(profiles))
        .execute();
    db.update(COURSE_COMPLETIONS)
        .setNull(COURSE_COMPLETIONS.CREDENTIAL_REF)
        .where(COURSE_COMPLETIONS.TENANT_ID.eq(tenant), COURSE_COMPLETIONS.PERSON_ID.in(profiles))
        .execute();
  }

  /** In the order in which a rotation of keys locks them. */
  private static void destroyKeys(DSLContext db, String tenant, List<UUID> profiles) {
    var keys = DSL.and(PERSON_KEYS.TENANT_ID.eq(tenant), PERSON_KEYS.PERSON_ID.in(profiles));
    db.select(PERSON_KEYS.PERSON_ID)
        .from(PERSON_KEYS)
        .where(keys)
        .orderBy(PERSON_KEYS.PERSON_ID)
        .forUpdate()
        .execute();
    db.deleteFrom(PERSON_KEYS).where(keys).execute();
  }

  private static Condition isErasure(String tenant, UUID erasureId) {
    return DSL.and(PERSON_ERASURES.TENANT_ID.eq(tenant), PERSON_ERASURES.ERASURE_ID.eq(erasureId));
  }
}
