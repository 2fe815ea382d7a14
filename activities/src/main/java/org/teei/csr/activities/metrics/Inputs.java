package org.teei.csr.activities.metrics;

import java.math.BigDecimal;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.metrics.Integration;
import org.teei.csr.engines.metrics.Period;

/**
 * What the rows of a period say, by one statement. Whoever took part in the period counts, whoever
 * they are to how many programmes. Levels, matches, events, check-ins and courses are looked at up
 * to the end of the period, levels of the last 90 days only. Profiles that turned out to be one
 * person count once.
 *
 * @param minutes of sessions that say how long they were
 * @param sessionsWithoutDuration count as sessions, and not to the hours
 * @param levelledPeople who have at least two levels by the end of the period, one of them in it
 * @param improvedPeople those of them whose last level is above the one before the period, or above
 *     the first one in it
 * @param language mean of the shares of six that the levels are; null where nobody has one
 * @param languagePeople who have a level
 * @param integration mean over those who have a level
 */
record Inputs(
    long participants,
    long volunteers,
    long sessions,
    long minutes,
    long sessionsWithoutDuration,
    long completions,
    long completionPeople,
    long levelledPeople,
    long improvedPeople,
    @Nullable BigDecimal language,
    long languagePeople,
    @Nullable BigDecimal integration) {

  private static final String SQL =
      """
      with period as (
        select cast({1} as date)::timestamp at time zone {3} as begins,
          cast({2} as date)::timestamp at time zone {3} as ends
      ), held as (
        select coalesce(participant.merged_into, participant.person_id) as participant_id,
          coalesce(volunteer.merged_into, volunteer.person_id) as volunteer_id, s.duration_minutes
        from period, csr.sessions s
          join csr.profiles participant on participant.tenant_id = {0} and participant.person_id = s.participant_id
          join csr.profiles volunteer on volunteer.tenant_id = {0} and volunteer.person_id = s.volunteer_id
        where s.tenant_id = {0} and s.completed_at >= begins and s.completed_at < ends
      ), done as (
        select coalesce(p.merged_into, p.person_id) as person_id
        from period, csr.course_completions c join csr.profiles p on p.tenant_id = {0} and p.person_id = c.person_id
        where c.tenant_id = {0} and c.completed_at >= begins and c.completed_at < ends
      ), met as (
        select coalesce(participant.merged_into, participant.person_id) as participant_id,
          coalesce(buddy.merged_into, buddy.person_id) as buddy_id
        from csr.buddy_matches m
          join csr.profiles participant on participant.tenant_id = {0} and participant.person_id = m.participant_id
          join csr.profiles buddy on buddy.tenant_id = {0} and buddy.person_id = m.buddy_id
        where m.tenant_id = {0} and m.match_id in (
          select e.match_id from period, csr.buddy_events e
          where e.tenant_id = {0} and e.event_date >= begins and e.event_date < ends
          union all
          select c.match_id from period, csr.buddy_checkins c
          where c.tenant_id = {0} and c.checkin_date >= begins and c.checkin_date < ends)
      ), participants as (
        select participant_id as person_id from held
        union select person_id from done
        union select participant_id from met
      ), spoken as (
        select coalesce(p.merged_into, p.person_id) as person_id, s.completed_at,
          array_position(array['A1', 'A2', 'B1', 'B2', 'C1', 'C2'], s.language_level) as step
        from period, csr.sessions s
          join csr.profiles p on p.tenant_id = {0} and p.person_id = s.participant_id
        where s.tenant_id = {0} and s.completed_at < ends and s.language_level is not null
      ), language as (
        select person_id, count(*) > 1 and bool_or(completed_at >= begins) as levelled,
          (array_agg(step order by completed_at desc))[1] as last_step,
          max(completed_at) >= ends - interval '90 days' as recent,
          coalesce((array_agg(step order by completed_at desc) filter (where completed_at < begins))[1],
            (array_agg(step order by completed_at desc))[count(*)::int]) as first_step
        from period, spoken
        where person_id in (select person_id from participants)
        group by person_id, begins, ends
      ), matched as (
        select coalesce(p.merged_into, p.person_id) as person_id, count(*) as matches, sum(events.n) as events, sum(checkins.n) as checkins
        from period, csr.buddy_matches m
          join csr.profiles p on p.tenant_id = {0} and p.person_id = m.participant_id
          left join lateral (select count(*) as n from csr.buddy_events e
            where e.tenant_id = {0} and e.match_id = m.match_id and e.event_date < ends) events on true
          left join lateral (select count(*) as n from csr.buddy_checkins c
            where c.tenant_id = {0} and c.match_id = m.match_id and c.checkin_date < ends) checkins on true
        where m.tenant_id = {0} and m.matched_at < ends
        group by 1
      ), courses as (
        select coalesce(p.merged_into, p.person_id) as person_id, count(*) as done
        from period, csr.course_completions c
          join csr.profiles p on p.tenant_id = {0} and p.person_id = c.person_id
        where c.tenant_id = {0} and c.completed_at < ends
        group by 1
      ), recent as (
        select person_id, (array[0.17, 0.33, 0.50, 0.67, 0.83, 1.0])[last_step] as language
        from language where recent
      ), integrated as (
        select r.language,
          %s * r.language
            + %s * (case when matched.matches > 0 then 0.4 else 0 end
              + 0.3 * least(coalesce(matched.events, 0) / 5.0, 1) + 0.3 * least(coalesce(matched.checkins, 0) / 10.0, 1))
            + %s * least(0.15 * coalesce(courses.done, 0), 0.6) as score
        from recent r left join matched using (person_id) left join courses using (person_id)
      )
      select
        (select count(*) from participants) as participants,
        (select count(*) from (select volunteer_id from held union select buddy_id from met) v) as volunteers,
        h.sessions, h.minutes, h.without_duration,
        (select count(*) from done) as completions,
        (select count(distinct person_id) from done) as completion_people,
        l.levelled, l.improved, i.language, i.people as language_people, i.integration
      from
        (select count(*) as sessions, coalesce(sum(duration_minutes), 0) as minutes,
          count(*) filter (where duration_minutes is null) as without_duration from held) h,
        (select count(*) filter (where levelled) as levelled,
          count(*) filter (where levelled and last_step > first_step) as improved from language) l,
        (select round(avg(language), 4) as language, count(*) as people, round(avg(score), 4) as integration from integrated) i
      """
          .formatted(Integration.LANGUAGE, Integration.SOCIAL, Integration.JOBS);

  static Inputs read(DSLContext db, String tenant, Period period) {
    Record row =
        db.resultQuery(
                SQL,
                DSL.val(tenant),
                DSL.val(period.from()),
                DSL.val(period.until()),
                DSL.val(period.zone().getId()))
            .fetchSingle();
    return new Inputs(
        number(row, "participants"),
        number(row, "volunteers"),
        number(row, "sessions"),
        number(row, "minutes"),
        number(row, "without_duration"),
        number(row, "completions"),
        number(row, "completion_people"),
        number(row, "levelled"),
        number(row, "improved"),
        row.get("language", BigDecimal.class),
        number(row, "language_people"),
        row.get("integration", BigDecimal.class));
  }

  private static long number(Record row, String name) {
    return row.get(name, Long.class);
  }
}
