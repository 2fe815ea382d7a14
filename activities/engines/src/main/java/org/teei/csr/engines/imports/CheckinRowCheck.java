package org.teei.csr.engines.imports;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.RowCells.Column;

/** The checks of {@link ImportKind#CHECKINS}. */
final class CheckinRowCheck extends KindCheck {
  private final Instant uploadedAt;
  private final MatchColumns match;
  private final @Nullable Column checkinDate;
  private final @Nullable Column mood;
  private final @Nullable Column notes;
  private final @Nullable Column questionResponses;

  CheckinRowCheck(HeaderMatch header, Instant now) {
    super(header);
    this.uploadedAt = now;
    this.match = MatchColumns.of(this);
    this.checkinDate = column("checkin_date");
    this.mood = column("mood");
    this.notes = column("notes");
    this.questionResponses = column("question_responses");
  }

  @Override
  @Nullable ImportRow read(RowCells cells) {
    MatchRef named = match.read(cells);
    Instant date = cells.instant(checkinDate, RowCells.oldest(uploadedAt));
    String feeling = cells.choice(mood, RowErrorCode.NOT_ALLOWED);
    String words = cells.text(notes);
    String responses = cells.jsonObject(questionResponses);
    return named == null
        ? null
        : new CheckinRow(
            named, Objects.requireNonNullElse(date, uploadedAt), feeling, words, responses);
  }
}
