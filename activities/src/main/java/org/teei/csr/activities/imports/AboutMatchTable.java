package org.teei.csr.activities.imports;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.activities.imports.LedgerLine.Fault;
import org.teei.csr.engines.imports.AboutMatch;
import org.teei.csr.schema.events.NewEvent;

/** What the tables of rows about a match have in common: their people are those of the match. */
abstract class AboutMatchTable<R extends AboutMatch>
    implements KindTable<R, AboutMatchTable.Existing> {
  static final int PARTICIPANT = 0;
  static final int BUDDY = 1;

  final Connection connection;
  final ImportJob job;
  private final MatchesAtHand matches = new MatchesAtHand();

  AboutMatchTable(Connection connection, ImportJob job) {
    this.connection = connection;
    this.job = job;
  }

  /** A row as it stood before. */
  record Existing(
      UUID id,
      List<UUID> people,
      UUID authorId,
      byte[] contentFingerprint,
      List<@Nullable UUID> textIds)
      implements Before {

    @Override
    public byte @Nullable [] ratingFingerprint() {
      return null;
    }
  }

  @Override
  public String peopleOfRow() {
    return """
    (select array[m.participant_id, m.buddy_id] from csr.buddy_matches m
      where m.tenant_id = t.tenant_id and m.match_id = t.match_id)\
    """;
  }

  @Override
  public byte @Nullable [] canonicalRating(R row) {
    return null;
  }

  @Override
  public boolean hasSecrets(R row) {
    return false;
  }

  @Override
  public List<UUID> people(Candidate<R> candidate) {
    return matches.people(candidate);
  }

  @Override
  public UUID author(R row, List<UUID> people) {
    return people.get(PARTICIPANT);
  }

  @Override
  public void prepare(List<Candidate<R>> candidates) throws SQLException {
    matches.hold(connection, job.tenant(), candidates);
  }

  @Override
  public List<Fault> faults(Candidate<R> candidate) {
    return matches.faults(candidate);
  }

  /**
   * Locks what exists.
   *
   * @param sql gives the place among the candidates, from 1, the id, the fingerprint, and one
   *     column for each text
   */
  final Map<String, Existing> lock(
      List<Candidate<R>> ordered, String sql, @Nullable Object... parameters) throws SQLException {
    Map<String, Existing> existing = new HashMap<>();
    BulkSql.fetch(
        connection,
        sql,
        row -> {
          Candidate<R> candidate = ordered.get(row.getInt(1) - 1);
          @Nullable UUID[] textIds = new UUID[texts().size()];
          for (int i = 0; i < textIds.length; i++) {
            textIds[i] = row.getObject(4 + i, UUID.class);
          }
          return existing.put(
              candidate.key(),
              new Existing(
                  row.getObject(2, UUID.class),
                  people(candidate),
                  author(candidate.row(), people(candidate)),
                  row.getBytes(3),
                  Arrays.asList(textIds)));
        },
        parameters);
    return existing;
  }

  @Override
  public final List<NewEvent> standing(List<UUID> ids) throws SQLException {
    return BulkSql.fetch(
            connection,
            """
            select t.*, m.participant_id, m.buddy_id
            from unnest(?) as wanted (id)
              join csr.%s t on t.tenant_id = ? and t.%s = wanted.id
              join csr.buddy_matches m on m.tenant_id = t.tenant_id and m.match_id = t.match_id
            order by wanted.id
            """
                .formatted(name(), idColumn()),
            this::standing,
            Column.of("uuid", ids, id -> id),
            job.tenant())
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /**
   * What a row is, as it stands.
   *
   * @param row of the table, with the people of its match
   */
  abstract List<NewEvent> standing(ResultSet row) throws SQLException;

  static Column matches(List<? extends Candidate<?>> candidates) {
    return Column.of("uuid", candidates, candidate -> candidate.place().match());
  }

  /** The id of the text in the only or first place. */
  static @Nullable UUID firstText(Landed<?, ?> row) {
    return row.textIds().getFirst();
  }
}
