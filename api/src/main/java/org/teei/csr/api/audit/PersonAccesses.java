package org.teei.csr.api.audit;

import static org.teei.csr.schema.jooq.Tables.PROFILES;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;
import org.teei.csr.api.audit.PersonAccess.Look;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.tenancy.Tenancy;

/** Tells who saw a person. That somebody asked is on record too, and is not counted as a look. */
@Component
final class PersonAccesses {
  /**
   * A person is also whom they were merged into and who was merged into them. A result file shows a
   * person where one of its rows became something of theirs: the ledger says which rows those are,
   * and the ledgers of imports whose files were fetched at all are few.
   */
  private static final String LOOKS =
      """
      with recursive same (person_id) as (
        select cast({1} as uuid)
        union
        select other.person_id
        from same
        join csr.profiles p
          on p.tenant_id = {0} and (p.person_id = same.person_id or p.merged_into = same.person_id)
        cross join lateral (values (p.person_id), (p.merged_into)) as other (person_id)
        where other.person_id is not null
      ), matches (match_id) as (
        select m.match_id from csr.buddy_matches m
        where m.tenant_id = {0} and m.participant_id in (select person_id from same)
        union
        select m.match_id from csr.buddy_matches m
        where m.tenant_id = {0} and m.buddy_id in (select person_id from same)
      ), theirs (entity_id) as (
        select s.session_id from csr.sessions s
        where s.tenant_id = {0} and s.participant_id in (select person_id from same)
        union
        select s.session_id from csr.sessions s
        where s.tenant_id = {0} and s.volunteer_id in (select person_id from same)
        union
        select u.person_id from csr.user_records u
        where u.tenant_id = {0} and u.person_id in (select person_id from same)
        union
        select c.completion_id from csr.course_completions c
        where c.tenant_id = {0} and c.person_id in (select person_id from same)
        union
        select c.credential_id from csr.credentials c
        where c.tenant_id = {0} and c.person_id in (select person_id from same)
        union
        select match_id from matches
        union
        select e.event_id from csr.buddy_events e
        where e.tenant_id = {0} and (e.match_id in (select match_id from matches)
          or e.attendees && (select array_agg(person_id) from same))
        union
        select c.checkin_id from csr.buddy_checkins c
        where c.tenant_id = {0} and c.match_id in (select match_id from matches)
        union
        select f.feedback_id from csr.buddy_feedback f
        where f.tenant_id = {0} and f.match_id in (select match_id from matches)
      ), fetched as (
        select e.entry_id, e.resource_id, e.details ->> 'outcome' as outcome
        from csr.audit_entries e
        where e.tenant_id = {0} and e.action = 'imports.rows-read'
      ), files (import_id, outcome) as (
        select distinct r.import_id, r.outcome
        from csr.import_rows r
        join theirs on theirs.entity_id = r.entity_id
        where r.tenant_id = {0} and r.import_id in (select cast(resource_id as uuid) from fetched)
      ), looks (entry_id) as (
        select e.entry_id from csr.audit_entries e
        where e.tenant_id = {0} and e.resource_type = 'person'
          and e.resource_id in (select cast(person_id as text) from same) and e.action <> {2}
        union
        select f.entry_id from fetched f
        join files on cast(files.import_id as text) = f.resource_id and files.outcome = f.outcome
      )
      select e.actor, e.actor_role, e.action, e.purpose, e.resource_type, e.resource_id,
        count(*) as times, min(e.occurred_at) as first_at, max(e.occurred_at) as last_at
      from csr.audit_entries e
      join looks on looks.entry_id = e.entry_id
      where e.tenant_id = {0}
      group by e.actor, e.actor_role, e.action, e.purpose, e.resource_type, e.resource_id
      order by max(e.occurred_at) desc, e.actor, e.action, e.resource_id
      """;

  private static final String REPORTED = "audit.access-reported";

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;

  PersonAccesses(Tenancy tenancy, CurrentPrincipal principals, AuditTrail trail) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
  }

  /** The report about a person; 404 for one whom the tenant does not know and never looked at. */
  PersonAccess of(UUID person) {
    var tenant = principals.get().tenant();
    return tenancy.write(
        tenant,
        db -> {
          var looks = looks(db, tenant, person);
          if (looks.isEmpty() && !isKnown(db, tenant, person)) {
            throw ProblemException.of(RequestProblem.NOT_FOUND);
          }
          Audit.append(db, trail.entry(REPORTED, "person", person));
          return new PersonAccess(person, looks);
        });
  }

  private static List<Look> looks(DSLContext db, String tenant, UUID person) {
    return db.resultQuery(LOOKS, DSL.val(tenant), DSL.val(person), DSL.val(REPORTED))
        .fetch(PersonAccesses::look);
  }

  private static boolean isKnown(DSLContext db, String tenant, UUID person) {
    return db.fetchExists(PROFILES, PROFILES.TENANT_ID.eq(tenant), PROFILES.PERSON_ID.eq(person));
  }

  private static Look look(Record row) {
    return new Look(
        text(row, "actor"),
        text(row, "actor_role"),
        text(row, "action"),
        row.get("purpose", String.class),
        text(row, "resource_type"),
        text(row, "resource_id"),
        row.get("times", Long.class),
        row.get("first_at", Instant.class),
        row.get("last_at", Instant.class));
  }

  private static String text(Record row, String column) {
    return Objects.requireNonNull(row.get(column, String.class));
  }
}
