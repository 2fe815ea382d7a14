package org.teei.csr.bench.metrics;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What sessions say of a period, by plain {@code select … group by} over the rows of all companies:
 * without profiles that are one person, without matches and courses, and nothing is kept.
 *
 * @param levelled people with two levels or more by the end, one of them in the period
 * @param improved those of them whose last level is above the one they came with
 */
record BareAggregates(
    String company,
    LocalDate from,
    LocalDate until,
    long participants,
    long volunteers,
    long sessions,
    long minutes,
    long levelled,
    long improved) {

  private static final String SQL =
      """
      with due (first, behind, begins, ends) as (
        select first, behind, first::timestamp at time zone 'UTC', behind::timestamp at time zone 'UTC'
        from unnest(?::date[], ?::date[]) as period (first, behind)
      ), held as (
        select tenant_id, first, behind, count(distinct participant_id) as participants,
          count(distinct volunteer_id) as volunteers, count(*) as sessions, coalesce(sum(duration_minutes), 0) as minutes
        from due join csr.sessions on completed_at >= begins and completed_at < ends
        group by tenant_id, first, behind
      ), levels as (
        select tenant_id, first, behind, participant_id, count(*) > 1 and bool_or(completed_at >= begins) as levelled,
          (array_agg(language_level order by completed_at desc))[1] as last_level,
          coalesce((array_agg(language_level order by completed_at desc) filter (where completed_at < begins))[1],
            (array_agg(language_level order by completed_at))[1]) as first_level
        from due join csr.sessions on completed_at < ends
        where language_level is not null
        group by tenant_id, first, behind, participant_id
      ), language as (
        select tenant_id, first, behind, count(*) filter (where levelled) as levelled,
          count(*) filter (where levelled and last_level > first_level) as improved
        from levels group by tenant_id, first, behind
      )
      select tenant_id, first, behind, participants, volunteers, sessions, minutes, coalesce(levelled, 0), coalesce(improved, 0)
      from held left join language using (tenant_id, first, behind)
      order by tenant_id, first, behind
      """;

  /** Days from the first to the one behind the last. */
  record Days(LocalDate from, LocalDate until) {}

  static List<BareAggregates> of(Connection connection, List<Days> periods) throws SQLException {
    try (var statement = connection.prepareStatement(SQL)) {
      statement.setArray(
          1, connection.createArrayOf("date", periods.stream().map(Days::from).toArray()));
      statement.setArray(
          2, connection.createArrayOf("date", periods.stream().map(Days::until).toArray()));
      List<BareAggregates> found = new ArrayList<>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(
              new BareAggregates(
                  rows.getString(1),
                  rows.getObject(2, LocalDate.class),
                  rows.getObject(3, LocalDate.class),
                  rows.getLong(4),
                  rows.getLong(5),
                  rows.getLong(6),
                  rows.getLong(7),
                  rows.getLong(8),
                  rows.getLong(9)));
        }
      }
      return found;
    }
  }
}
