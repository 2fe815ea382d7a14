package org.teei.csr.activities.metrics;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.UUID;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;

/** Rows of a company's programme, as imports leave them. */
public final class Programme {
  public final Database database = Database.shared();
  public final String tenant;

  public Programme() {
    this.tenant = database.freshTenant();
  }

  public UUID person() {
    UUID person = Ids.next();
    execute("insert into csr.profiles (tenant_id, person_id) values (?, ?)", tenant, person);
    return person;
  }

  /** Two profiles that turned out to be one person. */
  void merge(UUID person, UUID into) {
    execute("update csr.profiles set merged_into = ? where person_id = ?", into, person);
  }

  /**
   * @param completedAt null where it is only planned
   */
  public UUID session(
      UUID participant,
      UUID volunteer,
      @Nullable String completedAt,
      @Nullable Integer minutes,
      @Nullable String level) {
    UUID id = Ids.next();
    execute(
        """
        insert into csr.sessions (tenant_id, session_id, source, external_id, session_type, participant_id,
          volunteer_id, scheduled_at, completed_at, duration_minutes, language_level, content_fingerprint,
          rating_fingerprint, import_id)
        values (?, ?, 'kintell', ?, 'language', ?, ?, '2020-01-01', ?::timestamptz, ?, ?, '', '', ?)
        """,
        tenant,
        id,
        id.toString(),
        participant,
        volunteer,
        completedAt,
        minutes,
        level,
        UUID.randomUUID());
    return id;
  }

  UUID match(UUID participant, UUID buddy, String at) {
    UUID id = Ids.next();
    execute(
        """
        insert into csr.buddy_matches (tenant_id, match_id, participant_id, buddy_id, matched_at, status,
          content_fingerprint, import_id)
        values (?, ?, ?, ?, ?::timestamptz, 'active', '', ?)
        """,
        tenant,
        id,
        participant,
        buddy,
        at,
        UUID.randomUUID());
    return id;
  }

  void event(UUID match, String at) {
    execute(
        """
        insert into csr.buddy_events (tenant_id, event_id, match_id, event_type, event_date, content_fingerprint,
          import_id)
        values (?, ?, ?, 'workshop', ?::timestamptz, '', ?)
        """,
        tenant,
        Ids.next(),
        match,
        at,
        UUID.randomUUID());
  }

  void checkin(UUID match, String at) {
    execute(
        """
        insert into csr.buddy_checkins (tenant_id, checkin_id, match_id, checkin_date, content_fingerprint, import_id)
        values (?, ?, ?, ?::timestamptz, '', ?)
        """,
        tenant,
        Ids.next(),
        match,
        at,
        UUID.randomUUID());
  }

  void completion(UUID person, String course, String at) {
    execute(
        """
        insert into csr.course_completions (tenant_id, completion_id, person_id, provider, course_id, course_name,
          completed_at, content_fingerprint, import_id)
        values (?, ?, ?, 'ecornell', ?, 'A course', ?::timestamptz, '', ?)
        """,
        tenant,
        Ids.next(),
        person,
        course,
        at,
        UUID.randomUUID());
  }

  void assume(String name, String validFrom, String value) {
    execute(
        """
        insert into csr.metric_assumptions (tenant_id, name, valid_from, value, source, set_by)
        values (?, ?, ?, ?::numeric, 'a test', 'test')
        """,
        tenant,
        name,
        LocalDate.parse(validFrom),
        value);
  }

  public void execute(String sql, Object... parameters) {
    try (var connection = database.superuser().getConnection()) {
      DSL.using(connection, SQLDialect.POSTGRES).execute(sql, parameters);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
