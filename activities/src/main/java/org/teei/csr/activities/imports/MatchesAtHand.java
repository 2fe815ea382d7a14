package org.teei.csr.activities.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.activities.imports.LedgerLine.Fault;
import org.teei.csr.engines.imports.AboutMatch;
import org.teei.csr.engines.imports.RowErrorCode;

/**
 * The matches that the rows of a range are about, held so that none goes before the rows have
 * landed. The check of the file found them; since then one may have been taken back or its people
 * erased.
 */
final class MatchesAtHand {
  private final Map<UUID, Match> matches = new HashMap<>();

  private record Match(List<UUID> people, boolean erased) {}

  /** Locks in the order of the ids, against removal only. */
  void hold(Connection connection, String tenant, List<? extends Candidate<?>> candidates)
      throws SQLException {
    List<UUID> ids =
        candidates.stream()
            .map(candidate -> candidate.place().match())
            .filter(Objects::nonNull)
            .distinct()
            .sorted()
            .toList();
    Set<UUID> held =
        new HashSet<>(
            BulkSql.fetch(
                connection,
                """
                select m.match_id
                from unnest(?) with ordinality as wanted (match_id, place)
                  join csr.buddy_matches m on m.tenant_id = ? and m.match_id = wanted.match_id
                order by wanted.place
                for key share of m
                """,
                row -> row.getObject(1, UUID.class),
                Column.of("uuid", ids, id -> id),
                tenant));
    BulkSql.fetch(
        connection,
        """
        select m.match_id, m.participant_id, m.buddy_id, p.erased_at is not null or b.erased_at is not null
        from unnest(?) as wanted (match_id)
          join csr.buddy_matches m on m.tenant_id = ? and m.match_id = wanted.match_id
          join csr.profiles p on p.tenant_id = m.tenant_id and p.person_id = m.participant_id
          join csr.profiles b on b.tenant_id = m.tenant_id and b.person_id = m.buddy_id
        """,
        row ->
            matches.put(
                row.getObject(1, UUID.class),
                new Match(
                    List.of(row.getObject(2, UUID.class), row.getObject(3, UUID.class)),
                    row.getBoolean(4))),
        Column.of("uuid", List.copyOf(held), id -> id),
        tenant);
  }

  List<Fault> faults(Candidate<? extends AboutMatch> candidate) {
    Match match = match(candidate);
    if (match == null) {
      return faults(candidate, RowErrorCode.UNKNOWN_MATCH);
    }
    return match.erased() ? faults(candidate, RowErrorCode.ERASED_PERSON) : List.of();
  }

  /** Participant and buddy. */
  List<UUID> people(Candidate<?> candidate) {
    Match match = match(candidate);
    if (match == null) {
      throw new IllegalStateException("a row of no match was let in");
    }
    return match.people();
  }

  private @Nullable Match match(Candidate<?> candidate) {
    UUID id = candidate.place().match();
    return id == null ? null : matches.get(id);
  }

  private static List<Fault> faults(Candidate<? extends AboutMatch> candidate, RowErrorCode code) {
    return candidate.row().match().columns().stream()
        .map(column -> new Fault(code, column))
        .toList();
  }
}
