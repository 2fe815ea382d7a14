package org.teei.csr.engines.imports;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.RowCells.Column;

/**
 * The columns by which rows name their match: our id, the external key, or the pair of addresses.
 * Whether there is such a match, and only one, is decided later.
 */
record MatchColumns(
    @Nullable Column id,
    @Nullable Column key,
    @Nullable Column participant,
    @Nullable Column buddy) {

  static MatchColumns of(KindCheck check) {
    Column participant = check.column(MatchRef.PARTICIPANT);
    Column buddy = check.column(MatchRef.BUDDY);
    boolean pair = participant != null && buddy != null;
    return new MatchColumns(
        check.column(MatchRef.ID),
        check.column(MatchRef.KEY),
        pair ? participant : null,
        pair ? buddy : null);
  }

  /** Null, with errors noted, where the row names no match or half a pair. */
  @Nullable MatchRef read(RowCells cells) {
    UUID matchId = cells.uuid(id);
    String matchKey = cells.text(key);
    String participantEmail = cells.email(participant);
    String buddyEmail = cells.email(buddy);
    if (cells.filled(participant) != cells.filled(buddy)) {
      cells.error(RowErrorCode.MISSING, cells.filled(participant) ? buddy : participant);
      return null;
    }
    if (matchId == null && matchKey == null && participantEmail == null && buddyEmail == null) {
      if (Stream.of(id, key, participant).noneMatch(cells::filled)) {
        cells.error(RowErrorCode.MISSING, first());
      }
      return null;
    }
    return new MatchRef(
        matchId,
        matchKey,
        participantEmail == null || buddyEmail == null
            ? List.of()
            : List.of(PersonRef.of(participantEmail), PersonRef.of(buddyEmail)));
  }

  private @Nullable Column first() {
    return Stream.of(id, key, participant)
        .filter(Objects::nonNull)
        .min((one, other) -> Integer.compare(one.index(), other.index()))
        .orElse(null);
  }
}
