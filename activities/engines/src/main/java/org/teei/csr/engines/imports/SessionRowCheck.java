package org.teei.csr.engines.imports;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.RowCells.Column;

/** The checks of {@link ImportKind#SESSIONS}. */
final class SessionRowCheck extends KindCheck {
  /** Beyond this a cell is no rating, and nothing to tell a scale by. */
  private static final BigDecimal HIGHEST_RATING = BigDecimal.valueOf(5);

  private final Instant oldest;
  private final @Nullable Column sessionId;
  private final @Nullable Column sessionType;
  private final @Nullable Column participant;
  private final @Nullable Column participantId;
  private final @Nullable Column volunteer;
  private final @Nullable Column volunteerId;
  private final @Nullable Column scheduled;
  private final @Nullable Column completed;
  private final @Nullable Column duration;
  private final @Nullable Column rating;
  private final @Nullable Column feedback;
  private final @Nullable Column level;
  private final @Nullable Column topics;
  private final @Nullable Column focusArea;
  private final @Nullable Column goals;
  private final @Nullable Column metadata;

  /** Whether one column tells both when a session was scheduled and completed. */
  private final boolean oneDate;

  /** The type of all sessions of the file, or null where a column tells it. */
  private final @Nullable SessionType fileType;

  SessionRowCheck(HeaderMatch header, Instant now) {
    super(header);
    this.oldest = RowCells.oldest(now);
    this.sessionId = column("session_id");
    this.sessionType = column("session_type");
    this.participant = column("participant_email");
    this.participantId = column("participant_kintell_id");
    this.volunteer = column("volunteer_email", "mentor_email");
    this.volunteerId = column("volunteer_kintell_id");
    this.scheduled = column("scheduled_at", "date");
    this.completed = column("completed_at");
    this.oneDate = header.indexOf("date") >= 0;
    this.duration = column("duration_minutes", "duration_min");
    this.rating = column("rating");
    this.feedback = column("feedback_text");
    this.level = column("language_level");
    this.topics = column("topics");
    this.focusArea = column("focus_area");
    this.goals = column("goals_discussed");
    this.metadata = column("metadata");
    this.fileType =
        switch (header.schema().name()) {
          case "language_session" -> SessionType.LANGUAGE;
          case "mentorship_session" -> SessionType.MENTORSHIP;
          default -> null;
        };
  }

  @Override
  public @Nullable BigDecimal rating(RawRow row) {
    BigDecimal read = number(row, rating);
    return read != null && read.compareTo(HIGHEST_RATING) <= 0 ? read : null;
  }

  @Override
  @Nullable ImportRow read(RowCells cells) {
    String id = cells.text(sessionId);
    SessionType type = fileType == null ? sessionType(cells) : fileType;
    PersonRef participantRef = cells.person(participant, participantId, null);
    PersonRef volunteerRef = cells.person(volunteer, volunteerId, null);
    Instant scheduledAt = cells.instant(scheduled, oldest);
    Instant completedAt = oneDate ? scheduledAt : cells.instant(completed);
    Integer minutes = cells.integer(duration, RowErrorCode.DURATION_RANGE);
    BigDecimal rated = cells.decimal(rating, RowErrorCode.RATING_RANGE);
    String feedbackText = cells.text(feedback);
    String languageLevel = cells.choice(level, RowErrorCode.BAD_LANGUAGE_LEVEL);
    List<String> topicList = cells.list(topics);
    String focus = cells.text(focusArea);
    String goalsText = cells.text(goals);
    String metadataText = cells.jsonObject(metadata);
    if (participantRef != null && participantRef.same(volunteerRef)) {
      cells.error(RowErrorCode.SAME_PERSON_TWICE, volunteer);
    }
    if (scheduledAt != null && completedAt != null && completedAt.isBefore(scheduledAt)) {
      cells.error(RowErrorCode.COMPLETED_BEFORE_SCHEDULED, completed);
    }
    if (id == null
        || type == null
        || participantRef == null
        || volunteerRef == null
        || scheduledAt == null) {
      return null;
    }
    return new SessionRow(
        id,
        type,
        participantRef,
        volunteerRef,
        scheduledAt,
        completedAt,
        minutes,
        rated,
        feedbackText,
        languageLevel == null ? null : CefrLevel.valueOf(languageLevel),
        topicList,
        focus,
        goalsText,
        metadataText);
  }

  private @Nullable SessionType sessionType(RowCells cells) {
    String value = cells.text(sessionType);
    if (value == null) {
      return null;
    }
    String lower = value.toLowerCase(Locale.ROOT);
    if (lower.contains("language")) {
      return SessionType.LANGUAGE;
    }
    if (lower.contains("mentor")) {
      return SessionType.MENTORSHIP;
    }
    cells.error(RowErrorCode.NOT_ALLOWED, sessionType);
    return null;
  }
}
