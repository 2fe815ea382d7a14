package org.teei.csr.engines.imports;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.RowCells.Column;

/** The checks of {@link ImportKind#EVENTS}. */
final class BuddyEventRowCheck extends KindCheck {
  private static final String USUAL_TYPE = "hangout";

  private final Instant uploadedAt;
  private final MatchColumns match;
  private final @Nullable Column eventType;
  private final @Nullable Column eventDate;
  private final @Nullable Column description;
  private final @Nullable Column location;
  private final @Nullable Column attendees;

  BuddyEventRowCheck(HeaderMatch header, Instant now) {
    super(header);
    this.uploadedAt = now;
    this.match = MatchColumns.of(this);
    this.eventType = column("event_type");
    this.eventDate = column("event_date");
    this.description = column("description");
    this.location = column("location");
    this.attendees = column("attendees");
  }

  @Override
  @Nullable ImportRow read(RowCells cells) {
    MatchRef named = match.read(cells);
    String type = cells.text(eventType);
    Instant date = cells.instant(eventDate, RowCells.oldest(uploadedAt));
    String words = cells.text(description);
    String place = cells.text(location);
    List<UUID> present = cells.uuids(attendees);
    return named == null
        ? null
        : new BuddyEventRow(
            named,
            type == null ? USUAL_TYPE : type.toLowerCase(Locale.ROOT),
            Objects.requireNonNullElse(date, uploadedAt),
            words,
            place,
            present);
  }
}
