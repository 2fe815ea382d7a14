package org.teei.csr.activities.imports;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.engines.imports.CompletionRow;
import org.teei.csr.engines.imports.EventRule.Fact;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.ImportSchemas;
import org.teei.csr.schema.events.NewEvent;
import org.teei.csr.schema.shared.Ids;

/**
 * Courses that persons completed. Events name a course by its id; its name and what it certified
 * stay where their readers are checked.
 */
final class CompletionTable implements KindTable<CompletionRow, CompletionTable.Existing> {
  private final Connection connection;
  private final ImportJob job;
  private final People people;

  CompletionTable(Connection connection, ImportJob job, People people) {
    this.connection = connection;
    this.job = job;
    this.people = people;
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
      implements Before {

    @Override
    public List<UUID> people() {
      return List.of(person);
    }

    @Override
    public UUID authorId() {
      return person;
    }

    @Override
    public byte @Nullable [] ratingFingerprint() {
      return null;
    }

    @Override
    public List<@Nullable UUID> textIds() {
      return List.of();
    }
  }

  @Override
  public Class<CompletionRow> rowType() {
    return CompletionRow.class;
  }

  @Override
  public String name() {
    return "course_completions";
  }

  @Override
  public String idColumn() {
    return "completion_id";
  }

  @Override
  public List<TextSlot<CompletionRow>> texts() {
    return List.of();
  }

  @Override
  public byte @Nullable [] canonicalRating(CompletionRow row) {
    return null;
  }

  @Override
  public boolean hasSecrets(CompletionRow row) {
    return false;
  }

  @Override
  public List<UUID> people(Candidate<CompletionRow> candidate) {
    return List.of(person(candidate));
  }

  @Override
  public UUID author(CompletionRow row, List<UUID> ids) {
    return ids.getFirst();
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
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("progressId", landed.id());
    data.put("userId", person);
    data.put("provider", row.provider());
    data.put("courseId", row.courseId());
    data.put("completedAt", row.completedAt());
    if (row.finalScore() != null) {
      data.put("finalScore", row.finalScore());
    }
    return ImportSchemas.eventTypes(ImportKind.COMPLETIONS, outcome, Set.of(Fact.ALWAYS)).stream()
        .map(type -> new NewEvent(Ids.next(), type, person, data))
        .toList();
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

  private UUID person(Candidate<CompletionRow> candidate) {
    return people.person(candidate.people().getFirst());
  }
}
