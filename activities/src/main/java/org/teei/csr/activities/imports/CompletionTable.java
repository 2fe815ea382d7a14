package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.COURSE_COMPLETIONS;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.engines.imports.CompletionRow;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.schema.events.NewEvent;

/**
 * Courses that persons completed. Events name a course by its id; its name and what it certified
 * stay where their readers are checked.
 */
final class CompletionTable extends OnePersonTable<CompletionRow, CompletionTable.Existing> {
  CompletionTable(Connection connection, ImportJob job, People people) {
    super(connection, job, people);
  }

  /** A completion as it stood before. */
  record Existing(
      UUID id,
      UUID person,
      byte[] contentFingerprint,
      String courseName,
      Instant completedAt,
      @Nullable BigDecimal finalScore,
      @Nullable String credentialRef)
      implements OfOnePerson {}

  @Override
  public Class<CompletionRow> rowType() {
    return CompletionRow.class;
  }

  @Override
  public Table<?> table() {
    return COURSE_COMPLETIONS;
  }

  @Override
  public boolean hasSecrets(CompletionRow row) {
    return false;
  }

  @Override
  public Map<String, Existing> lock(List<Candidate<CompletionRow>> ordered) throws SQLException {
    Map<String, Existing> existing = new HashMap<>();
    BulkSql.fetch(
        connection,
        """
        select c.completion_id, c.person_id, c.content_fingerprint, c.course_name, c.completed_at, c.final_score,
          c.credential_ref, wanted.key
        from unnest(?, ?, ?, ?) with ordinality as wanted (key, person_id, provider, course_id, place)
          join csr.course_completions c on c.tenant_id = ? and c.person_id = wanted.person_id
            and c.provider = wanted.provider and c.course_id = wanted.course_id
        order by wanted.place
        for no key update of c
        """,
        row ->
            existing.put(
                row.getString(8),
                new Existing(
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    row.getBytes(3),
                    row.getString(4),
                    row.getTimestamp(5).toInstant(),
                    row.getBigDecimal(6),
                    row.getString(7))),
        Column.of("text", ordered, Candidate::key),
        Column.of("uuid", ordered, this::person),
        Column.of("text", ordered, candidate -> candidate.row().provider()),
        Column.of("text", ordered, candidate -> candidate.row().courseId()),
        job.tenant());
    return existing;
  }

  @Override
  public int insert(List<Landed<CompletionRow, Existing>> rows) throws SQLException {
    return BulkSql.execute(
        connection,
        """
        insert into csr.course_completions
          (tenant_id, import_id, completion_id, person_id, provider, course_id, course_name, completed_at,
            final_score, credential_ref, content_fingerprint)
        select ?, ?, completion_id, person_id, provider, course_id, course_name, completed_at, final_score,
          credential_ref, content_fingerprint
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
          as written (completion_id, person_id, provider, course_id, course_name, completed_at, final_score,
            credential_ref, content_fingerprint, place)
        order by place
        on conflict (tenant_id, person_id, provider, course_id) do nothing
        """,
        parameters(rows));
  }

  @Override
  public void update(List<Landed<CompletionRow, Existing>> rows) throws SQLException {
    BulkSql.execute(
        connection,
        """
        with job as (select ?::text as tenant_id, ?::uuid as import_id)
        update csr.course_completions c
        set import_id = job.import_id, course_name = written.course_name, completed_at = written.completed_at,
          final_score = written.final_score, credential_ref = written.credential_ref,
          content_fingerprint = written.content_fingerprint, updated_at = now()
        from job, unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
          as written (completion_id, person_id, provider, course_id, course_name, completed_at, final_score,
            credential_ref, content_fingerprint)
        where c.tenant_id = job.tenant_id and c.completion_id = written.completion_id
        """,
        parameters(rows));
  }

  @Override
  public List<NewEvent> events(Landed<CompletionRow, Existing> landed, Outcome outcome) {
    CompletionRow row = landed.row();
    UUID person = landed.people().getFirst();
    return events(
        person,
        outcome,
        facts(
            landed.id(),
            person,
            row.provider(),
            row.courseId(),
            row.completedAt(),
            row.finalScore()));
  }

  @Override
  Map<String, Object> facts(ResultSet row) throws SQLException {
    return facts(
        row.getObject("completion_id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getString("provider"),
        row.getString("course_id"),
        row.getTimestamp("completed_at").toInstant(),
        row.getBigDecimal("final_score"));
  }

  private static Map<String, Object> facts(
      UUID id,
      UUID person,
      String provider,
      String courseId,
      Instant completedAt,
      @Nullable BigDecimal finalScore) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("progressId", id);
    data.put("userId", person);
    data.put("provider", provider);
    data.put("courseId", courseId);
    data.put("completedAt", completedAt);
    if (finalScore != null) {
      data.put("finalScore", finalScore);
    }
    return data;
  }

  @Override
  public Map<UUID, Map<String, @Nullable String>> shown(List<Existing> rows) {
    Map<UUID, Map<String, @Nullable String>> shown = new HashMap<>();
    for (Existing row : rows) {
      shown.put(
          row.id(),
          shown(row.courseName(), row.completedAt(), row.finalScore(), row.credentialRef()));
    }
    return shown;
  }

  @Override
  public Map<String, @Nullable String> shown(CompletionRow row) {
    return shown(row.courseName(), row.completedAt(), row.finalScore(), row.credentialRef());
  }

  private static Map<String, @Nullable String> shown(
      String courseName,
      Instant completedAt,
      @Nullable BigDecimal finalScore,
      @Nullable String credentialRef) {
    Map<String, @Nullable String> shown = new LinkedHashMap<>();
    shown.put("course_name", courseName);
    shown.put("completed_at", completedAt.toString());
    shown.put("final_score", Objects.toString(finalScore, null));
    shown.put("credential_ref", credentialRef);
    return shown;
  }

  private Object[] parameters(List<Landed<CompletionRow, Existing>> rows) {
    return new Object[] {
      job.tenant(),
      job.importId(),
      Column.of("uuid", rows, Landed::id),
      Column.of("uuid", rows, row -> row.people().getFirst()),
      Column.of("text", rows, row -> row.row().provider()),
      Column.of("text", rows, row -> row.row().courseId()),
      Column.of("text", rows, row -> row.row().courseName()),
      Column.of("timestamptz", rows, row -> row.row().completedAt()),
      Column.of("numeric", rows, row -> row.row().finalScore()),
      Column.of("text", rows, row -> row.row().credentialRef()),
      Column.of("bytea", rows, row -> row.candidate().contentFingerprint())
    };
  }
}
