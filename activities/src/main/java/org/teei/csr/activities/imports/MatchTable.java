package org.teei.csr.activities.imports;

import static java.util.Objects.requireNonNull;
import static org.teei.csr.schema.jooq.Tables.BUDDY_MATCHES;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
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
import org.teei.csr.activities.imports.LedgerLine.Fault;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.MatchRow;
import org.teei.csr.engines.imports.MatchStatus;
import org.teei.csr.schema.events.NewEvent;

/**
 * Matches: each of a participant, whose key encrypts the place, and a buddy. What a row does not
 * say of its time and its external key stays as it is.
 */
final class MatchTable implements KindTable<MatchRow, MatchTable.Existing> {
  private final Connection connection;
  private final ImportJob job;
  private final People people;
  private final MatchesInTheWay inTheWay;

  MatchTable(Connection connection, ImportJob job, People people) {
    this.connection = connection;
    this.job = job;
    this.people = people;
    this.inTheWay = new MatchesInTheWay(connection, job, people);
  }

  /** A match as it stood before. */
  record Existing(
      UUID id,
      List<UUID> people,
      MatchSpan span,
      @Nullable String externalKey,
      byte[] contentFingerprint)
      implements Before {

    @Override
    public UUID authorId() {
      return people.getFirst();
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
  public Class<MatchRow> rowType() {
    return MatchRow.class;
  }

  @Override
  public Table<?> table() {
    return BUDDY_MATCHES;
  }

  @Override
  public String peopleOfRow() {
    return "array[t.participant_id, t.buddy_id]";
  }

  @Override
  public List<String> textColumns() {
    return List.of();
  }

  @Override
  public List<TextSlot<MatchRow>> texts() {
    return List.of();
  }

  @Override
  public byte @Nullable [] canonicalRating(MatchRow row) {
    return null;
  }

  @Override
  public boolean hasSecrets(MatchRow row) {
    return row.location() != null;
  }

  @Override
  public List<UUID> people(Candidate<MatchRow> candidate) {
    return candidate.people().stream().map(people::person).toList();
  }

  @Override
  public UUID author(MatchRow row, List<UUID> ids) {
    return ids.getFirst();
  }

  @Override
  public List<NewEvent> events(Landed<MatchRow, Existing> row, Outcome outcome) {
    return MatchEvents.of(row, span(row), outcome);
  }

  @Override
  public List<NewEvent> standing(List<UUID> ids) throws SQLException {
    return BulkSql.fetch(
        connection,
        """
        select m.*
        from unnest(?) as wanted (match_id)
          join csr.buddy_matches m on m.tenant_id = ? and m.match_id = wanted.match_id
        order by m.match_id
        """,
        MatchEvents::standing,
        Column.of("uuid", ids, id -> id),
        job.tenant());
  }

  @Override
  public void prepare(List<Candidate<MatchRow>> candidates) throws SQLException {
    inTheWay.find(candidates);
  }

  @Override
  public List<Fault> faults(Candidate<MatchRow> candidate) {
    return inTheWay.faults(candidate);
  }

  @Override
  public Map<String, Existing> lock(List<Candidate<MatchRow>> ordered) throws SQLException {
    Map<String, Existing> existing = new HashMap<>();
    BulkSql.fetch(
        connection,
        """
        select wanted.place, m.match_id, m.participant_id, m.buddy_id, m.matched_at, m.ended_at, m.external_key,
          m.content_fingerprint
        from unnest(?, ?) with ordinality as wanted (participant_id, buddy_id, place)
          join csr.buddy_matches m on m.tenant_id = ? and m.participant_id = wanted.participant_id
            and m.buddy_id = wanted.buddy_id
        order by wanted.place
        for no key update of m
        """,
        row ->
            existing.put(
                ordered.get(row.getInt(1) - 1).key(),
                new Existing(
                    row.getObject(2, UUID.class),
                    List.of(row.getObject(3, UUID.class), row.getObject(4, UUID.class)),
                    new MatchSpan(row.getTimestamp(5).toInstant(), instant(row.getTimestamp(6))),
                    row.getString(7),
                    row.getBytes(8))),
        Column.of("uuid", ordered, candidate -> known(candidate, 0)),
        Column.of("uuid", ordered, candidate -> known(candidate, 1)),
        job.tenant());
    return existing;
  }

  /** Null for who is not known yet and was not made either: no match of theirs exists. */
  private @Nullable UUID known(Candidate<MatchRow> candidate, int person) {
    return people.find(candidate.people().get(person).email());
  }

  @Override
  public int insert(List<Landed<MatchRow, Existing>> rows) throws SQLException {
    return BulkSql.execute(
        connection,
        """
        insert into csr.buddy_matches
          (tenant_id, import_id, match_id, participant_id, buddy_id, external_key, matched_at, status, ended_at,
            end_reason, language, interests, location_ciphertext, content_fingerprint)
        select ?, ?, match_id, participant_id, buddy_id, external_key, matched_at, status, ended_at,
          end_reason, language, string_to_array(interests, ','), location_ciphertext, content_fingerprint
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
          as written (match_id, participant_id, buddy_id, external_key, matched_at, status, ended_at, end_reason,
            language, interests, location_ciphertext, content_fingerprint, place)
        order by place
        on conflict (tenant_id, participant_id, buddy_id) do nothing
        """,
        parameters(rows));
  }

  @Override
  public void update(List<Landed<MatchRow, Existing>> rows) throws SQLException {
    BulkSql.execute(
        connection,
        """
        with job as (select ?::text as tenant_id, ?::uuid as import_id)
        update csr.buddy_matches m
        set import_id = job.import_id, external_key = written.external_key, matched_at = written.matched_at,
          status = written.status, ended_at = written.ended_at, end_reason = written.end_reason,
          language = written.language, interests = string_to_array(written.interests, ','),
          location_ciphertext = written.location_ciphertext, content_fingerprint = written.content_fingerprint,
          updated_at = now()
        from job, unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as written (match_id, participant_id, buddy_id, external_key, matched_at, status, ended_at, end_reason,
            language, interests, location_ciphertext, content_fingerprint)
        where m.tenant_id = job.tenant_id and m.match_id = written.match_id
        """,
        parameters(rows));
  }

  @Override
  public Map<UUID, Map<String, @Nullable String>> shown(List<Existing> rows) throws SQLException {
    Map<UUID, Existing> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.id(), row));
    Map<UUID, Map<String, @Nullable String>> shown = new HashMap<>();
    BulkSql.fetch(
        connection,
        """
        select m.match_id, m.matched_at, m.status, m.ended_at, m.language, array_to_string(m.interests, ','),
          m.location_ciphertext, m.external_key
        from unnest(?) as wanted (match_id)
          join csr.buddy_matches m on m.tenant_id = ? and m.match_id = wanted.match_id
        """,
        row -> {
          UUID id = row.getObject(1, UUID.class);
          byte[] location = row.getBytes(7);
          Map<String, @Nullable String> values = new LinkedHashMap<>();
          values.put("matched_at", row.getTimestamp(2).toInstant().toString());
          values.put("status", row.getString(3));
          values.put("ended_at", Objects.toString(instant(row.getTimestamp(4)), null));
          values.put("language", row.getString(5));
          values.put("interests", row.getString(6));
          values.put(
              "location",
              location == null
                  ? null
                  : new String(
                      people
                          .key(requireNonNull(byId.get(id)).authorId())
                          .decrypt("buddy_matches", "location_ciphertext", id, location),
                      StandardCharsets.UTF_8));
          values.put("external_key", row.getString(8));
          return shown.put(id, values);
        },
        Column.of("uuid", rows, Existing::id),
        job.tenant());
    return shown;
  }

  /** What a row does not say, and what therefore may stay, is not among the values. */
  @Override
  public Map<String, @Nullable String> shown(MatchRow row) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    if (row.matchedAt() != null) {
      values.put("matched_at", row.matchedAt().toString());
    }
    values.put("status", row.status().id());
    if (row.endedAt() != null || row.status() != MatchStatus.ENDED) {
      values.put("ended_at", Objects.toString(row.endedAt(), null));
    }
    values.put("language", row.language());
    values.put("interests", String.join(",", row.interests()));
    values.put("location", row.location());
    if (row.externalKey() != null) {
      values.put("external_key", row.externalKey());
    }
    return values;
  }

  private Object[] parameters(List<Landed<MatchRow, Existing>> rows) {
    return new Object[] {
      job.tenant(),
      job.importId(),
      Column.of("uuid", rows, Landed::id),
      Column.of("uuid", rows, row -> row.people().get(0)),
      Column.of("uuid", rows, row -> row.people().get(1)),
      Column.of("text", rows, MatchTable::externalKey),
      Column.of("timestamptz", rows, row -> span(row).matchedAt()),
      Column.of("text", rows, row -> row.row().status().id()),
      Column.of("timestamptz", rows, row -> span(row).endedAt()),
      Column.of("text", rows, row -> row.row().endReason()),
      Column.of("text", rows, row -> row.row().language()),
      Column.of("text", rows, row -> String.join(",", row.row().interests())),
      Column.of("bytea", rows, this::location),
      Column.of("bytea", rows, row -> row.candidate().contentFingerprint())
    };
  }

  private static @Nullable String externalKey(Landed<MatchRow, Existing> row) {
    Existing before = row.before();
    return row.row().externalKey() == null && before != null
        ? before.externalKey()
        : row.row().externalKey();
  }

  private MatchSpan span(Landed<MatchRow, Existing> row) {
    Existing before = row.before();
    return MatchSpan.of(row.row(), before == null ? null : before.span(), job.createdAt());
  }

  private byte @Nullable [] location(Landed<MatchRow, Existing> row) {
    String plain = row.row().location();
    return plain == null
        ? null
        : people
            .key(row.people().getFirst())
            .encrypt(
                "buddy_matches",
                "location_ciphertext",
                row.id(),
                plain.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
