package org.teei.csr.bench.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.jdbc.core.JdbcTemplate;
import org.teei.csr.engines.imports.RatingScale;
import org.teei.csr.engines.imports.RowError;
import org.teei.csr.engines.imports.RowErrorCode;
import org.teei.csr.engines.imports.SessionRow;
import org.teei.csr.schema.personaldata.BlindIndex.Index;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Json;

/**
 * Writes a chunk: persons, sessions, texts, the ledger, then the events. Reads in one statement a
 * table, writes in JDBC batches that the driver rewrites into statements of many rows.
 */
final class SessionWriter implements ItemWriter<CheckedRow> {
  private final JdbcTemplate jdbc;
  private final PersonKeys personKeys;
  private final String tenant;
  private final UUID importId;
  private final RatingScale scale;
  private final BatchOutbox outbox;
  private final JdbcBatchItemWriter<NewSession> sessions;
  private final JdbcBatchItemWriter<Text> texts;
  private final JdbcBatchItemWriter<Line> ledger;

  SessionWriter(
      JdbcTemplate jdbc, PersonKeys personKeys, String tenant, UUID importId, RatingScale scale) {
    this.jdbc = jdbc;
    this.personKeys = personKeys;
    this.tenant = tenant;
    this.importId = importId;
    this.scale = scale;
    this.outbox = new BatchOutbox(jdbc, tenant, importId, scale);
    this.sessions =
        this.<NewSession>writer(
                """
                insert into csr.sessions
                  (tenant_id, source, import_id, session_id, external_id, session_type, participant_id, volunteer_id,
                    scheduled_at, completed_at, duration_minutes, rating, rating_id, language_level, topics, focus_area,
                    feedback_text_id, goals_text_id, metadata_ciphertext, content_fingerprint, rating_fingerprint)
                values (?, 'kintell', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, string_to_array(?, ','), ?, ?, ?, ?, ?, ?)
                """)
            .itemPreparedStatementSetter(this::set)
            .build();
    this.texts =
        this.<Text>writer(
                """
                insert into csr.texts (tenant_id, text_id, person_id, kind, ciphertext) values (?, ?, ?, ?, ?)
                """)
            .itemPreparedStatementSetter((text, statement) ->
                parameters(
                    statement, tenant, text.id(), text.person(), text.kind(), text.ciphertext()))
            .build();
    this.ledger =
        this.<Line>writer(
                """
                insert into csr.import_rows
                  (tenant_id, import_id, attempt, row_number, byte_offset, byte_length, outcome, entity_id, errors)
                values (?, ?, 0, ?, ?, ?, ?, ?, cast(? as jsonb))
                """)
            .itemPreparedStatementSetter((line, statement) ->
                parameters(
                    statement,
                    tenant,
                    importId,
                    line.row().number(),
                    line.row().offset(),
                    line.row().length(),
                    line.outcome(),
                    line.entityId(),
                    line.errors()))
            .build();
  }

  /** A session that is to be inserted. */
  record NewSession(
      CheckedRow.Sound sound,
      UUID id,
      UUID participant,
      UUID volunteer,
      @Nullable UUID ratingId,
      @Nullable UUID feedbackTextId,
      @Nullable UUID goalsTextId,
      byte @Nullable [] metadata) {

    SessionRow row() {
      return sound.session();
    }

    @Override
    public String toString() {
      return "NewSession[" + id + "]";
    }
  }

  private record Text(UUID id, UUID person, String kind, byte[] ciphertext) {}

  private record Line(
      CheckedRow row, String outcome, @Nullable UUID entityId, @Nullable String errors) {}

  private record Existing(UUID id, UUID participant, UUID volunteer, byte[] contentFingerprint) {}

  private <T> JdbcBatchItemWriterBuilder<T> writer(String sql) {
    return new JdbcBatchItemWriterBuilder<T>()
        .dataSource(Objects.requireNonNull(jdbc.getDataSource()))
        .sql(sql)
        // A batch that was rewritten does not tell the counts of its rows.
        .assertUpdates(false);
  }

  @Override
  public void write(Chunk<? extends CheckedRow> chunk) throws Exception {
    jdbc.query("select set_config('app.tenant', ?, true)", row -> {}, tenant);
    BatchPersons persons = new BatchPersons(jdbc, tenant, importId, personKeys);
    List<Line> lines = new ArrayList<>(chunk.size());
    List<CheckedRow> admitted = admitted(chunk, persons, lines);
    Map<String, Existing> existing = existing(admitted);
    List<NewSession> created = new ArrayList<>(admitted.size());
    List<Text> words = new ArrayList<>();
    persons.loadKeys(
        admitted.stream().map(row -> persons.person(sound(row).participant())).toList());
    for (CheckedRow row : admitted) {
      Existing before = existing.get(sound(row).session().externalId());
      if (before == null) {
        NewSession session = session(sound(row), persons, words);
        created.add(session);
        lines.add(new Line(row, "accepted", session.id(), null));
      } else {
        requireSame(before, sound(row), persons);
        lines.add(new Line(row, "duplicate", before.id(), null));
      }
    }
    sessions.write(new Chunk<>(created));
    texts.write(new Chunk<>(words));
    ledger.write(new Chunk<>(lines));
    outbox.append(created);
  }

  /** The rows that may land, whose persons are there then; the others get their lines. */
  private List<CheckedRow> admitted(
      Chunk<? extends CheckedRow> chunk, BatchPersons persons, List<Line> lines) {
    Map<Index, String> emails = new HashMap<>();
    for (CheckedRow row : chunk) {
      if (row.sound() != null) {
        emails.put(row.sound().participant(), row.sound().session().participant().email());
        emails.put(row.sound().volunteer(), row.sound().session().volunteer().email());
      }
    }
    Set<Index> erased = persons.erased(emails.keySet());
    Set<Index> wanted = new HashSet<>();
    List<CheckedRow> admitted = new ArrayList<>(chunk.size());
    for (CheckedRow row : chunk) {
      List<RowError> errors = row.sound() == null ? row.errors() : errors(row.sound(), erased);
      if (errors.isEmpty()) {
        admitted.add(row);
        wanted.add(sound(row).participant());
        wanted.add(sound(row).volunteer());
      } else {
        lines.add(
            new Line(
                row,
                "rejected",
                null,
                Json.of(
                    errors.stream()
                        .map(error -> Map.of("code", error.code().code(), "column", error.column()))
                        .toList())));
      }
    }
    emails.keySet().retainAll(wanted);
    persons.resolve(emails);
    return admitted;
  }

  private static List<RowError> errors(CheckedRow.Sound sound, Set<Index> erased) {
    List<RowError> errors = new ArrayList<>(0);
    if (erased.contains(sound.participant())) {
      errors.add(new RowError(RowErrorCode.ERASED_PERSON, "participant_email"));
    }
    if (erased.contains(sound.volunteer())) {
      errors.add(new RowError(RowErrorCode.ERASED_PERSON, "volunteer_email"));
    }
    return errors;
  }

  private Map<String, Existing> existing(List<CheckedRow> rows) {
    Map<String, Existing> existing = new HashMap<>();
    jdbc.query(
        """
        select external_id, session_id, participant_id, volunteer_id, content_fingerprint
        from csr.sessions
        where tenant_id = ? and source = 'kintell' and external_id = any (?)
        order by external_id for no key update
        """,
        row -> {
          existing.put(
              row.getString(1),
              new Existing(
                  row.getObject(2, UUID.class),
                  row.getObject(3, UUID.class),
                  row.getObject(4, UUID.class),
                  row.getBytes(5)));
        },
        tenant,
        rows.stream().map(row -> sound(row).session().externalId()).toArray(String[]::new));
    return existing;
  }

  private static void requireSame(Existing before, CheckedRow.Sound sound, BatchPersons persons) {
    if (!Arrays.equals(before.contentFingerprint(), sound.contentFingerprint())
        || !before.participant().equals(persons.person(sound.participant()))
        || !before.volunteer().equals(persons.person(sound.volunteer()))) {
      throw new UnsupportedOperationException("the files of the benchmark change no session");
    }
  }

  private NewSession session(CheckedRow.Sound sound, BatchPersons persons, List<Text> words) {
    SessionRow row = sound.session();
    UUID id = Ids.next();
    UUID participant = persons.person(sound.participant());
    return new NewSession(
        sound,
        id,
        participant,
        persons.person(sound.volunteer()),
        row.rating() == null ? null : Ids.derived(id, "rating"),
        text("session_feedback", row.feedback(), participant, persons, words),
        text("session_goals", row.goalsDiscussed(), participant, persons, words),
        row.metadata() == null
            ? null
            : persons
                .key(participant)
                .encrypt("sessions", "metadata_ciphertext", id, row.metadata().getBytes(UTF_8)));
  }

  private static @Nullable UUID text(
      String kind, @Nullable String plain, UUID author, BatchPersons persons, List<Text> words) {
    if (plain == null) {
      return null;
    }
    UUID id = Ids.next();
    words.add(
        new Text(
            id,
            author,
            kind,
            persons.key(author).encrypt("texts", "ciphertext", id, plain.getBytes(UTF_8))));
    return id;
  }

  private void set(NewSession session, PreparedStatement statement) throws SQLException {
    SessionRow row = session.row();
    parameters(
        statement,
        tenant,
        importId,
        session.id(),
        row.externalId(),
        row.type().id(),
        session.participant(),
        session.volunteer(),
        timestamp(row.scheduledAt()),
        timestamp(row.completedAt()),
        row.durationMinutes(),
        row.rating(scale),
        session.ratingId(),
        row.languageLevel() == null ? null : row.languageLevel().name(),
        String.join(",", row.topics()),
        row.focusArea(),
        session.feedbackTextId(),
        session.goalsTextId(),
        session.metadata(),
        session.sound().contentFingerprint(),
        session.sound().ratingFingerprint());
  }

  private static void parameters(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant time) {
    return time == null ? null : Timestamp.from(time);
  }

  private static CheckedRow.Sound sound(CheckedRow row) {
    return Objects.requireNonNull(row.sound());
  }
}
