package org.teei.csr.engines.imports;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session as a valid row tells it, the same for each format. Holds personal data: never logged,
 * never sent to Temporal; {@link #toString()} shows none of it.
 *
 * @param externalId the source's session id, natural key within tenant and source
 * @param volunteer the mentor in a mentorship
 * @param scheduledAt whole microseconds
 * @param completedAt whole microseconds, not before {@code scheduledAt}
 * @param durationMinutes 1..480
 * @param rating as the file has it; {@link RatingScale} brings it to 0..1
 * @param metadata JSON object text with sorted keys and no blanks between tokens
 */
public record SessionRow(
    String externalId,
    SessionType type,
    PersonRef participant,
    PersonRef volunteer,
    Instant scheduledAt,
    @Nullable Instant completedAt,
    @Nullable Integer durationMinutes,
    @Nullable BigDecimal rating,
    @Nullable String feedback,
    @Nullable CefrLevel languageLevel,
    List<String> topics,
    @Nullable String focusArea,
    @Nullable String goalsDiscussed,
    @Nullable String metadata)
    implements ImportRow {

  public SessionRow {
    topics = List.copyOf(topics);
  }

  @Override
  public List<PersonRef> people() {
    return List.of(participant, volunteer);
  }

  @Override
  public String key() {
    return externalId;
  }

  @Override
  public boolean keyedByPeople() {
    return false;
  }

  /** The rating on the scale 0..1, or null. */
  public @Nullable BigDecimal rating(RatingScale scale) {
    return rating == null ? null : scale.normalise(rating);
  }

  @Override
  public byte[] canonicalContent(RatingScale scale) {
    return new Canonical()
        .text(externalId)
        .text(type.id())
        .text(participant.email())
        .text(volunteer.email())
        .instant(scheduledAt)
        .instant(completedAt)
        .value(durationMinutes)
        .decimal(rating(scale))
        .text(feedback)
        .value(languageLevel)
        .texts(topics)
        .text(focusArea)
        .text(goalsDiscussed)
        .text(metadata)
        .bytes();
  }

  /** Rating and feedback alone: changed bytes mean that the session was rated anew. */
  public byte[] canonicalRating(RatingScale scale) {
    return new Canonical().decimal(rating(scale)).text(feedback).bytes();
  }

  @Override
  public SessionRow withoutWords() {
    return new SessionRow(
        externalId,
        type,
        participant,
        volunteer,
        scheduledAt,
        completedAt,
        durationMinutes,
        rating,
        null,
        languageLevel,
        List.of(),
        null,
        null,
        null);
  }

  @Override
  public String toString() {
    return "SessionRow[" + type.id() + "]";
  }
}
