package org.teei.csr.engines.imports;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a row names its match: in one way or several. {@link #toString()} shows no personal data.
 *
 * @param matchId our id
 * @param matchKey the external key
 * @param pair participant and buddy; empty where the row does not name them
 */
public record MatchRef(@Nullable UUID matchId, @Nullable String matchKey, List<PersonRef> pair) {
  public static final String ID = "match_id";
  public static final String KEY = "match_key";
  public static final String PARTICIPANT = "participant_email";
  public static final String BUDDY = "buddy_email";

  public MatchRef {
    pair = List.copyOf(pair);
  }

  /** The columns that the row fills to name its match. */
  public List<String> columns() {
    return Stream.of(
            matchId == null ? List.<String>of() : List.of(ID),
            matchKey == null ? List.<String>of() : List.of(KEY),
            pair.isEmpty() ? List.<String>of() : List.of(PARTICIPANT, BUDDY))
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public String toString() {
    return "MatchRef";
  }
}
