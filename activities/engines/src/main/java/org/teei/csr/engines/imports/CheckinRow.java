package org.teei.csr.engines.imports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a match goes, as its participant says. Holds personal data: never logged, never sent to
 * Temporal; {@link #toString()} shows none of it.
 *
 * @param checkinDate whole microseconds
 * @param mood one of the words of the schema
 * @param questionResponses JSON object text with sorted keys and no blanks between tokens
 */
public record CheckinRow(
    MatchRef match,
    Instant checkinDate,
    @Nullable String mood,
    @Nullable String notes,
    @Nullable String questionResponses)
    implements AboutMatch {

  @Override
  public String key() {
    return checkinDate.toString();
  }

  @Override
  public byte[] canonicalContent(RatingScale scale) {
    return new Canonical()
        .instant(checkinDate)
        .text(mood)
        .text(notes)
        .text(questionResponses)
        .bytes();
  }

  @Override
  public CheckinRow withoutWords() {
    return new CheckinRow(match, checkinDate, mood, null, null);
  }

  @Override
  public String toString() {
    return "CheckinRow";
  }
}
