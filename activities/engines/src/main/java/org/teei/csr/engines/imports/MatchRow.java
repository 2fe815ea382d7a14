package org.teei.csr.engines.imports;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A match of a participant and a buddy as a valid row tells it. Holds personal data: never logged,
 * never sent to Temporal; {@link #toString()} shows none of it.
 *
 * @param participantEmail lower case
 * @param buddyEmail lower case, another address
 * @param matchedAt whole microseconds; null where the row does not say
 * @param endedAt whole microseconds, not before {@code matchedAt}; only of an ended match, null
 *     where the row does not say
 * @param endReason why the match ended, as events spell it; only of an ended match, and always then
 * @param externalKey what the source calls the match; null where the row does not say
 */
public record MatchRow(
    String participantEmail,
    String buddyEmail,
    @Nullable Instant matchedAt,
    MatchStatus status,
    @Nullable Instant endedAt,
    @Nullable String endReason,
    @Nullable String language,
    List<String> interests,
    @Nullable String location,
    @Nullable String externalKey)
    implements ImportRow {

  public MatchRow {
    interests = List.copyOf(interests);
  }

  @Override
  public List<PersonRef> people() {
    return List.of(PersonRef.of(participantEmail), PersonRef.of(buddyEmail));
  }

  /** The pair alone tells a match from others. */
  @Override
  public String key() {
    return "";
  }

  @Override
  public boolean keyedByPeople() {
    return true;
  }

  @Override
  public byte[] canonicalContent(RatingScale scale) {
    return new Canonical()
        .text(participantEmail)
        .text(buddyEmail)
        .instant(matchedAt)
        .text(status.id())
        .instant(endedAt)
        .text(endReason)
        .text(language)
        .texts(interests)
        .text(location)
        .text(externalKey)
        .bytes();
  }

  @Override
  public MatchRow withoutWords() {
    return new MatchRow(
        participantEmail,
        buddyEmail,
        matchedAt,
        status,
        endedAt,
        endReason,
        language,
        List.of(),
        null,
        externalKey);
  }

  @Override
  public String toString() {
    return "MatchRow[" + status.id() + "]";
  }
}
