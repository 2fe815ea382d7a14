package org.teei.csr.engines.imports;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A course that a person completed. Holds personal data: never logged, never sent to Temporal;
 * {@link #toString()} shows none of it.
 *
 * @param provider lower case; with the course and the person the natural key
 * @param courseId as the provider spells it
 * @param completedAt whole microseconds
 * @param finalScore 0..100 with two decimals
 * @param credentialRef how the provider refers to what it certified
 */
public record CompletionRow(
    PersonRef person,
    String provider,
    String courseId,
    String courseName,
    Instant completedAt,
    @Nullable BigDecimal finalScore,
    @Nullable String credentialRef)
    implements ImportRow {

  @Override
  public List<PersonRef> people() {
    return List.of(person);
  }

  @Override
  public String key() {
    return key(provider, courseId);
  }

  /** Which course; no two courses have the same. */
  public static String key(String provider, String courseId) {
    return provider.length() + "/" + provider + "/" + courseId;
  }

  @Override
  public boolean keyedByPeople() {
    return true;
  }

  @Override
  public byte[] canonicalContent(RatingScale scale) {
    return new Canonical()
        .text(provider)
        .text(courseId)
        .text(courseName)
        .instant(completedAt)
        .decimal(finalScore)
        .text(credentialRef)
        .bytes();
  }

  /** Nothing of it is long. */
  @Override
  public CompletionRow withoutWords() {
    return this;
  }

  @Override
  public String toString() {
    return "CompletionRow[" + provider + "]";
  }
}
