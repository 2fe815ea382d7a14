package org.teei.csr.engines.imports;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.RowCells.Column;

/** The checks of {@link ImportKind#FEEDBACK}, whose figures are always from 0 to 1. */
final class FeedbackRowCheck extends KindCheck {
  private final Instant uploadedAt;
  private final MatchColumns match;
  private final @Nullable Column fromRole;
  private final @Nullable Column rating;
  private final @Nullable Column feedback;
  private final @Nullable Column submittedAt;
  private final @Nullable Column communication;
  private final @Nullable Column helpfulness;
  private final @Nullable Column engagement;

  FeedbackRowCheck(HeaderMatch header, Instant now) {
    super(header);
    this.uploadedAt = now;
    this.match = MatchColumns.of(this);
    this.fromRole = column("from_role");
    this.rating = column("rating");
    this.feedback = column("feedback_text");
    this.submittedAt = column("submitted_at");
    this.communication = column("communication");
    this.helpfulness = column("helpfulness");
    this.engagement = column("engagement");
  }

  @Override
  @Nullable ImportRow read(RowCells cells) {
    MatchRef named = match.read(cells);
    String role = cells.choice(fromRole, RowErrorCode.NOT_ALLOWED);
    BigDecimal rated = cells.share(rating);
    String words = cells.text(feedback);
    Instant submitted = cells.instant(submittedAt, RowCells.oldest(uploadedAt));
    BigDecimal communicated = cells.share(communication);
    BigDecimal helped = cells.share(helpfulness);
    BigDecimal engaged = cells.share(engagement);
    return named == null || role == null || rated == null
        ? null
        : new FeedbackRow(
            named,
            role,
            Objects.requireNonNullElse(submitted, uploadedAt),
            rated,
            communicated,
            helped,
            engaged,
            words);
  }
}
