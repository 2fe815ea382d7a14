package org.teei.csr.activities.imports;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Finds the matches that the rows of a file name, before it is asked which rows a later one
 * replaces: two rows may name one match in different ways. A row whose names lead nowhere, to
 * different matches, or to somebody who was erased gets its errors here. Plan: hash joins with
 * matches, identifiers, tombstones and profiles, each read once.
 */
final class NamedMatches {
  private static final String FIND =
      """
      with job as (select ?::text as tenant, ?::uuid as import, ?::int as version),
      named as (
        select s.row_number, s.match_id, s.match_key, s.first_index, s.second_index,
          by_id.match_id as by_id, by_key.match_id as by_key, by_pair.match_id as by_pair,
          first_gone.blind_index is not null as first_erased, second_gone.blind_index is not null as second_erased
        from job
          join csr.import_staging s on s.tenant_id = job.tenant and s.import_id = job.import and s.errors is null
          left join csr.buddy_matches by_id on by_id.tenant_id = job.tenant and by_id.match_id = s.match_id
          left join csr.buddy_matches by_key on by_key.tenant_id = job.tenant and by_key.external_key = s.match_key
          left join csr.profile_identifiers first on first.tenant_id = job.tenant and first.kind = 'email'
            and first.index_key_version = job.version and first.blind_index = s.first_index
          left join csr.profile_identifiers second on second.tenant_id = job.tenant and second.kind = 'email'
            and second.index_key_version = job.version and second.blind_index = s.second_index
          left join csr.buddy_matches by_pair on by_pair.tenant_id = job.tenant
            and by_pair.participant_id = first.person_id and by_pair.buddy_id = second.person_id
          left join csr.tombstones first_gone on first_gone.tenant_id = job.tenant and first_gone.kind = 'email'
            and first_gone.index_key_version = job.version and first_gone.blind_index = s.first_index
          left join csr.tombstones second_gone on second_gone.tenant_id = job.tenant and second_gone.kind = 'email'
            and second_gone.index_key_version = job.version and second_gone.blind_index = s.second_index
      ), attending as (
        select s.row_number, bool_or(p.person_id is null) as unknown, bool_or(p.erased_at is not null) as erased
        from job
          join csr.import_staging s on s.tenant_id = job.tenant and s.import_id = job.import and s.errors is null
          cross join lateral unnest(s.attendees) as present (person_id)
          left join csr.profiles p on p.tenant_id = job.tenant and p.person_id = present.person_id
        group by s.row_number
      ), found as (
        select n.*, m.match_id as found,
          p.erased_at is not null or b.erased_at is not null as erased,
          coalesce(n.by_id <> n.by_key, false) or coalesce(n.by_id <> n.by_pair, false)
            or coalesce(n.by_key <> n.by_pair, false) as different,
          coalesce(a.unknown, false) as unknown_attendee, coalesce(a.erased, false) as erased_attendee
        from job
          cross join named n
          left join csr.buddy_matches m on m.tenant_id = job.tenant
            and m.match_id = coalesce(n.by_id, n.by_key, n.by_pair)
          left join csr.profiles p on p.tenant_id = job.tenant and p.person_id = m.participant_id
          left join csr.profiles b on b.tenant_id = job.tenant and b.person_id = m.buddy_id
          left join attending a on a.row_number = n.row_number
      ), judged as (
        select f.row_number, f.found, jsonb_path_query_array(jsonb_build_array(
          case when match_id is null then null
            when by_id is null then jsonb_build_object('code', 'E018', 'column', 'match_id')
            when erased then jsonb_build_object('code', 'E012', 'column', 'match_id')
            when different then jsonb_build_object('code', 'E019', 'column', 'match_id') end,
          case when match_key is null then null
            when by_key is null then jsonb_build_object('code', 'E018', 'column', 'match_key')
            when erased then jsonb_build_object('code', 'E012', 'column', 'match_key')
            when different then jsonb_build_object('code', 'E019', 'column', 'match_key') end,
          case when first_index is null then null
            when first_erased then jsonb_build_object('code', 'E012', 'column', 'participant_email')
            when second_erased then null
            when by_pair is null then jsonb_build_object('code', 'E018', 'column', 'participant_email')
            when different then jsonb_build_object('code', 'E019', 'column', 'participant_email') end,
          case when first_index is null then null
            when second_erased then jsonb_build_object('code', 'E012', 'column', 'buddy_email')
            when first_erased then null
            when by_pair is null then jsonb_build_object('code', 'E018', 'column', 'buddy_email')
            when different then jsonb_build_object('code', 'E019', 'column', 'buddy_email') end,
          case when unknown_attendee then jsonb_build_object('code', 'E010', 'column', 'attendees')
            when erased_attendee then jsonb_build_object('code', 'E012', 'column', 'attendees') end
        ), '$[*] ? (@ != null)') as errors
        from found f
      )
      update csr.import_staging s
      set match_id = j.found, row_key = j.found || '/' || s.row_key,
        errors = case when j.errors <> '[]' then j.errors end
      from judged j
      where s.import_id = ? and s.row_number = j.row_number
      """;

  private NamedMatches() {}

  static void find(Connection connection, ImportJob job, int indexVersion) throws SQLException {
    switch (job.schema().kind()) {
      case SESSIONS, USERS, MATCHES, COMPLETIONS, CREDENTIALS -> {}
      case EVENTS, CHECKINS, FEEDBACK ->
          BulkSql.execute(
              connection, FIND, job.tenant(), job.importId(), indexVersion, job.importId());
    }
  }
}
