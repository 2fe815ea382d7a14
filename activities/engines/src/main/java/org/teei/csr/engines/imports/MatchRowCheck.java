package org.teei.csr.engines.imports;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.RowCells.Column;

/**
 * The checks of {@link ImportKind#MATCHES}. Two vocabularies of the status are read: that of the
 * buddy connector, and {@code paused}, {@code completed} and {@code cancelled} of other exports.
 */
final class MatchRowCheck extends KindCheck {
  private static final String OTHER_REASON = "other";

  private final Instant oldest;
  private final @Nullable Column participant;
  private final @Nullable Column buddy;
  private final @Nullable Column matchedAt;
  private final @Nullable Column status;
  private final @Nullable Column endedAt;
  private final @Nullable Column language;
  private final @Nullable Column interests;
  private final @Nullable Column location;
  private final @Nullable Column externalKey;

  MatchRowCheck(HeaderMatch header, Instant now) {
    super(header);
    this.oldest = RowCells.oldest(now);
    this.participant = column("participant_email");
    this.buddy = column("buddy_email");
    this.matchedAt = column("matched_at");
    this.status = column("status");
    this.endedAt = column("ended_at");
    this.language = column("language");
    this.interests = column("interests");
    this.location = column("location");
    this.externalKey = column("external_key");
  }

  @Override
  @Nullable ImportRow read(RowCells cells) {
    String participantEmail = cells.email(participant);
    String buddyEmail = cells.email(buddy);
    Instant matched = cells.instant(matchedAt, oldest);
    String said = cells.choice(status, RowErrorCode.NOT_ALLOWED);
    MatchStatus stands = said == null ? MatchStatus.ACTIVE : status(said);
    Instant ended = cells.instant(endedAt, oldest);
    String languageText = cells.text(language);
    List<String> interestList = cells.list(interests);
    String locationText = cells.text(location);
    String key = cells.text(externalKey);
    if (participantEmail != null && participantEmail.equals(buddyEmail)) {
      cells.error(RowErrorCode.SAME_PERSON_TWICE, buddy);
    }
    if (ended != null && stands != MatchStatus.ENDED) {
      cells.error(RowErrorCode.NOT_ENDED, endedAt);
    } else if (ended != null && matched != null && ended.isBefore(matched)) {
      cells.error(RowErrorCode.ENDED_BEFORE_MATCHED, endedAt);
    }
    if (participantEmail == null || buddyEmail == null) {
      return null;
    }
    return new MatchRow(
        participantEmail,
        buddyEmail,
        matched,
        stands,
        ended,
        stands == MatchStatus.ENDED ? reason(said) : null,
        languageText,
        interestList,
        locationText,
        key);
  }

  private static MatchStatus status(String said) {
    return switch (said) {
      case "active" -> MatchStatus.ACTIVE;
      case "inactive", "paused" -> MatchStatus.INACTIVE;
      default -> MatchStatus.ENDED;
    };
  }

  /** Who or what ended a match is known of a completed one only. */
  private static String reason(@Nullable String said) {
    return "completed".equals(said) ? "completed" : OTHER_REASON;
  }
}
