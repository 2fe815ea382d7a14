package org.teei.csr.engines.imports;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one of the two of a match thinks of it. Holds personal data: never logged, never sent to
 * Temporal; {@link #toString()} shows none of it. Figures are from 0 to 1 with two decimals.
 *
 * @param fromRole {@code participant} or {@code buddy}
 * @param submittedAt whole microseconds
 */
public record FeedbackRow(
    MatchRef match,
    String fromRole,
    Instant submittedAt,
    BigDecimal rating,
    @Nullable BigDecimal communication,
    @Nullable BigDecimal helpfulness,
    @Nullable BigDecimal engagement,
    @Nullable String feedback)
    implements AboutMatch {
  public static final String BUDDY = "buddy";

  @Override
  public String key() {
    return fromRole + "/" + submittedAt;
  }

  @Override
  public byte[] canonicalContent(RatingScale scale) {
    return new Canonical()
        .text(fromRole)
        .instant(submittedAt)
        .decimal(rating)
        .decimal(communication)
        .decimal(helpfulness)
        .decimal(engagement)
        .text(feedback)
        .bytes();
  }

  @Override
  public FeedbackRow withoutWords() {
    return new FeedbackRow(
        match, fromRole, submittedAt, rating, communication, helpfulness, engagement, null);
  }

  @Override
  public String toString() {
    return "FeedbackRow";
  }
}
