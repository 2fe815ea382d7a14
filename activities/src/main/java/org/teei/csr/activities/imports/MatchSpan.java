package org.teei.csr.activities.imports;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.MatchRow;
import org.teei.csr.engines.imports.MatchStatus;

/**
 * From when to when a match lasts.
 *
 * @param endedAt null where it has not ended
 */
record MatchSpan(Instant matchedAt, @Nullable Instant endedAt) {

  /**
   * What a row makes of a match: what the row does not say stays, and what nobody ever said is the
   * time of the upload.
   *
   * @param before null where the match is new
   */
  static MatchSpan of(MatchRow row, @Nullable MatchSpan before, Instant uploadedAt) {
    Instant matchedAt = firstKnown(row.matchedAt(), before == null ? null : before.matchedAt());
    Instant endedAt = firstKnown(row.endedAt(), before == null ? null : before.endedAt());
    return new MatchSpan(
        matchedAt == null ? uploadedAt : matchedAt,
        row.status() != MatchStatus.ENDED ? null : endedAt == null ? uploadedAt : endedAt);
  }

  boolean endsBeforeItBegins() {
    return endedAt != null && endedAt.isBefore(matchedAt);
  }

  /** Whole days up to an end. */
  long days(Instant end) {
    return Duration.between(matchedAt, end).toDays();
  }

  private static @Nullable Instant firstKnown(@Nullable Instant said, @Nullable Instant before) {
    return said == null ? before : said;
  }
}
