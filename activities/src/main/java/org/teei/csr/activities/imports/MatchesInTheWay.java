package org.teei.csr.activities.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.activities.imports.LedgerLine.Fault;
import org.teei.csr.engines.imports.MatchRow;
import org.teei.csr.engines.imports.RowErrorCode;

/**
 * What keeps a match from landing: an external key that belongs to another pair, and an end before
 * the beginning that is on record. Of two rows of one file with the same key, the first has it.
 *
 * <p>Who writes matches does so alone within the tenant, so what is found here still holds when the
 * rows land, and no insert waits for a key that another writer may give up.
 */
final class MatchesInTheWay {
  private final Connection connection;
  private final ImportJob job;
  private final People people;
  private final Map<Pair, MatchSpan> spans = new HashMap<>();
  private final Map<String, Pair> owners = new HashMap<>();
  private final Map<String, String> claims = new HashMap<>();

  MatchesInTheWay(Connection connection, ImportJob job, People people) {
    this.connection = connection;
    this.job = job;
    this.people = people;
  }

  private record Pair(UUID participantId, UUID buddyId) {}

  void find(List<Candidate<MatchRow>> candidates) throws SQLException {
    BulkSql.fetch(
        connection,
        "select pg_advisory_xact_lock(hashtextextended(?, 0))",
        row -> job,
        "buddy-matches/" + job.tenant());
    // Who wrote matches while this one waited may have made the people.
    people.find(
        connection,
        candidates.stream()
            .flatMap(candidate -> candidate.people().stream())
            .map(Named::email)
            .filter(email -> people.find(email) == null)
            .distinct()
            .toList());
    List<Pair> pairs = candidates.stream().map(this::pair).filter(Objects::nonNull).toList();
    BulkSql.fetch(
        connection,
        """
        select m.participant_id, m.buddy_id, m.matched_at, m.ended_at
        from unnest(?, ?) as wanted (participant_id, buddy_id)
          join csr.buddy_matches m on m.tenant_id = ? and m.participant_id = wanted.participant_id
            and m.buddy_id = wanted.buddy_id
        """,
        row -> {
          Timestamp ended = row.getTimestamp(4);
          return spans.put(
              new Pair(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
              new MatchSpan(
                  row.getTimestamp(3).toInstant(), ended == null ? null : ended.toInstant()));
        },
        Column.of("uuid", pairs, Pair::participantId),
        Column.of("uuid", pairs, Pair::buddyId),
        job.tenant());
    BulkSql.fetch(
        connection,
        """
        select m.external_key, m.participant_id, m.buddy_id
        from unnest(?) as wanted (external_key)
          join csr.buddy_matches m on m.tenant_id = ? and m.external_key = wanted.external_key
        """,
        row ->
            owners.put(
                row.getString(1),
                new Pair(row.getObject(2, UUID.class), row.getObject(3, UUID.class))),
        Column.of("text", candidates, candidate -> candidate.row().externalKey()),
        job.tenant());
  }

  /** To be asked in the order of the file, as often as one likes: the first to ask has the key. */
  List<Fault> faults(Candidate<MatchRow> candidate) {
    MatchRow row = candidate.row();
    Pair pair = pair(candidate);
    MatchSpan span = MatchSpan.of(row, pair == null ? null : spans.get(pair), job.createdAt());
    if (span.endsBeforeItBegins()) {
      return List.of(new Fault(RowErrorCode.ENDED_BEFORE_MATCHED, "ended_at"));
    }
    String key = row.externalKey();
    if (key == null) {
      return List.of();
    }
    Pair owner = owners.get(key);
    boolean another = owner != null && !owner.equals(pair);
    String claimant = another ? null : claims.putIfAbsent(key, candidate.key());
    if (another || (claimant != null && !claimant.equals(candidate.key()))) {
      return List.of(new Fault(RowErrorCode.KEY_OF_ANOTHER_MATCH, "external_key"));
    }
    return List.of();
  }

  /** Null where one of the two is not known yet. */
  private @Nullable Pair pair(Candidate<MatchRow> candidate) {
    UUID participant = people.find(candidate.people().get(0).email());
    UUID buddy = people.find(candidate.people().get(1).email());
    return participant == null || buddy == null ? null : new Pair(participant, buddy);
  }
}
