package org.teei.csr.engines.imports;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that the two of a match did together. Holds personal data: never logged, never sent to
 * Temporal; {@link #toString()} shows none of it.
 *
 * @param eventType lower case
 * @param eventDate whole microseconds
 * @param attendees who was there too, by our ids, sorted
 */
public record BuddyEventRow(
    MatchRef match,
    String eventType,
    Instant eventDate,
    @Nullable String description,
    @Nullable String location,
    List<UUID> attendees)
    implements AboutMatch {
  private static final Set<String> KNOWN_TYPES =
      Set.of(
          "hangout",
          "activity",
          "workshop",
          "cultural",
          "educational",
          "professional",
          "social",
          "support",
          "recreational",
          "language");

  public BuddyEventRow {
    attendees = List.copyOf(attendees);
  }

  @Override
  public String key() {
    return eventType + "/" + eventDate;
  }

  /** The type in closed words, for those who may not read what people write: or {@code other}. */
  public String knownType() {
    return knownType(eventType);
  }

  /** The same of a type that was stored. */
  public static String knownType(String eventType) {
    return KNOWN_TYPES.contains(eventType) ? eventType : "other";
  }

  @Override
  public byte[] canonicalContent(RatingScale scale) {
    return new Canonical()
        .text(eventType)
        .instant(eventDate)
        .text(description)
        .text(location)
        .texts(attendees.stream().map(UUID::toString).toList())
        .bytes();
  }

  @Override
  public BuddyEventRow withoutWords() {
    return new BuddyEventRow(match, eventType, eventDate, null, null, attendees);
  }

  @Override
  public String toString() {
    return "BuddyEventRow";
  }
}
