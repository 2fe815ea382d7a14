package org.teei.csr.engines.imports;

import static java.util.Comparator.comparingInt;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Checks rows of a sessions file by themselves. What needs the rest of the file (the rating scale,
 * a session twice) or the database (people) is decided later. Cells are restored from {@link
 * FormulaSafety}, then surrounding blanks are taken off; a blank cell is a missing one.
 *
 * <p>Immutable; may be used by several threads.
 */
public final class SessionRowCheck {
  /** The longest cell of a column outside the schema, in characters. */
  public static final int MAX_EXTRA_CELL = 1 << 16;

  private static final int LONGEST_NUMBER = 32;

  private final HeaderMatch header;
  private final Instant oldest;
  private final int[] extraColumns;

  private final @Nullable Column sessionId;
  private final @Nullable Column sessionType;
  private final @Nullable Column participant;
  private final @Nullable Column volunteer;
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

  /** A column of the schema that the file has. */
  private record Column(ColumnSpec spec, int index) {}

  /**
   * @param header a match with a schema of {@link ImportKind#SESSIONS}
   * @param now when the file was uploaded, so that a repeated check gives the same answer
   */
  public SessionRowCheck(HeaderMatch header, Instant now) {
    this.header = header;
    this.oldest = now.atOffset(ZoneOffset.UTC).minusYears(10).toInstant();
    this.extraColumns = extraColumns(header);
    this.sessionId = column("session_id");
    this.sessionType = column("session_type");
    this.participant = column("participant_email");
    this.volunteer = column("volunteer_email", "mentor_email");
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

  /** The row as a session, or all that is wrong with it. */
  public RowCheck check(RawRow row) {
    return new Reading(row.cells()).check();
  }

  private @Nullable Column column(String... names) {
    for (String name : names) {
      int index = header.indexOf(name);
      if (index >= 0) {
        for (ColumnSpec spec : header.schema().columns()) {
          if (spec.name().equals(name)) {
            return new Column(spec, index);
          }
        }
      }
    }
    return null;
  }

  private static int[] extraColumns(HeaderMatch header) {
    boolean[] known = new boolean[header.header().size()];
    header.positions().values().forEach(index -> known[index] = true);
    int[] extra = new int[known.length];
    int count = 0;
    for (int i = 0; i < known.length; i++) {
      if (!known[i]) {
        extra[count++] = i;
      }
    }
    return Arrays.copyOf(extra, count);
  }

  /** One row on its way through the checks. */
  private final class Reading {
    private final List<String> cells;
    private final List<RowError> errors = new ArrayList<>(0);

    Reading(List<String> cells) {
      this.cells = cells;
    }

    RowCheck check() {
      if (!cellCountFits()) {
        return new RowCheck.Invalid(List.of(new RowError(RowErrorCode.WRONG_CELL_COUNT, "")));
      }
      String id = text(sessionId);
      SessionType type = fileType == null ? sessionType() : fileType;
      String participantEmail = email(participant);
      String volunteerEmail = email(volunteer);
      Instant scheduledAt = scheduledAt();
      Instant completedAt = oneDate ? scheduledAt : instant(completed);
      Integer minutes = minutes();
      BigDecimal rated = rating();
      String feedbackText = text(feedback);
      CefrLevel languageLevel = level();
      List<String> topicList = topics();
      String focus = text(focusArea);
      String goalsText = text(goals);
      String metadataText = metadata();
      if (participantEmail != null && participantEmail.equals(volunteerEmail)) {
        error(RowErrorCode.SAME_PERSON_TWICE, volunteer);
      }
      if (scheduledAt != null && completedAt != null && completedAt.isBefore(scheduledAt)) {
        error(RowErrorCode.COMPLETED_BEFORE_SCHEDULED, completed);
      }
      extraCells();
      if (!errors.isEmpty()
          || id == null
          || type == null
          || participantEmail == null
          || volunteerEmail == null
          || scheduledAt == null) {
        return invalid();
      }
      return new RowCheck.Valid(
          new SessionRow(
              id,
              type,
              participantEmail,
              volunteerEmail,
              scheduledAt,
              completedAt,
              minutes,
              rated,
              feedbackText,
              languageLevel,
              topicList,
              focus,
              goalsText,
              metadataText));
    }

    /** Spreadsheets leave empty cells behind the last column; other cells there are a mistake. */
    private boolean cellCountFits() {
      int width = header.header().size();
      for (int i = width; i < cells.size(); i++) {
        if (!CellText.strip(cells.get(i)).isEmpty()) {
          return false;
        }
      }
      return cells.size() >= width;
    }

    private RowCheck invalid() {
      errors.sort(comparingInt(error -> place(error.column())));
      return new RowCheck.Invalid(errors);
    }

    private int place(String column) {
      int known = header.indexOf(column);
      return known >= 0 ? known : header.header().indexOf(column);
    }

    private void error(RowErrorCode code, @Nullable Column column) {
      errors.add(new RowError(code, column == null ? "" : column.spec().name()));
    }

    /** The value of a cell, or null if the column or value is missing or the value too long. */
    private @Nullable String text(@Nullable Column column) {
      if (column == null) {
        return null;
      }
      String value = CellText.strip(FormulaSafety.restore(cells.get(column.index())));
      if (value.isEmpty()) {
        if (column.spec().required()) {
          error(RowErrorCode.MISSING, column);
        }
        return null;
      }
      Integer maxLength = column.spec().limits().maxLength();
      if (maxLength != null && CellText.longerThan(value, maxLength)) {
        error(RowErrorCode.TOO_LONG, column);
        return null;
      }
      return value;
    }

    private @Nullable SessionType sessionType() {
      String value = text(sessionType);
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
      error(RowErrorCode.NOT_ALLOWED, sessionType);
      return null;
    }

    private @Nullable String email(@Nullable Column column) {
      String value = text(column);
      if (value == null) {
        return null;
      }
      if (!CellText.email(value)) {
        error(RowErrorCode.BAD_EMAIL, column);
        return null;
      }
      return value.toLowerCase(Locale.ROOT);
    }

    private @Nullable Instant scheduledAt() {
      Instant value = instant(scheduled);
      if (value != null && value.isBefore(oldest)) {
        error(RowErrorCode.DATE_TOO_OLD, scheduled);
      }
      return value;
    }

    private @Nullable Instant instant(@Nullable Column column) {
      String value = text(column);
      if (value == null) {
        return null;
      }
      Instant instant = CellInstant.parse(value);
      if (instant == null) {
        error(RowErrorCode.BAD_DATE, column);
      }
      return instant;
    }

    private @Nullable Integer minutes() {
      String value = text(duration);
      if (value == null || duration == null) {
        return null;
      }
      if (value.length() <= 9 && CellText.digits(value, 0, value.length())) {
        int minutes = Integer.parseInt(value);
        if (within(BigDecimal.valueOf(minutes), duration.spec().limits())) {
          return minutes;
        }
      }
      error(RowErrorCode.DURATION_RANGE, duration);
      return null;
    }

    private @Nullable BigDecimal rating() {
      String value = text(rating);
      if (value == null || rating == null) {
        return null;
      }
      BigDecimal number = decimal(value);
      if (number != null && within(number, rating.spec().limits())) {
        return number;
      }
      error(RowErrorCode.RATING_RANGE, rating);
      return null;
    }

    private @Nullable CefrLevel level() {
      String value = text(level);
      if (value == null) {
        return null;
      }
      CefrLevel read = CefrLevel.of(value);
      if (read == null) {
        error(RowErrorCode.BAD_LANGUAGE_LEVEL, level);
      }
      return read;
    }

    private List<String> topics() {
      String value = text(topics);
      if (value == null) {
        return List.of();
      }
      return Arrays.stream(value.split(",", -1))
          .map(CellText::strip)
          .filter(topic -> !topic.isEmpty())
          .toList();
    }

    private @Nullable String metadata() {
      String value = text(metadata);
      if (value == null) {
        return null;
      }
      String canonical = JsonObjects.canonical(value);
      if (canonical == null) {
        error(RowErrorCode.NOT_A_JSON_OBJECT, metadata);
      }
      return canonical;
    }

    private void extraCells() {
      for (int index : extraColumns) {
        if (cells.get(index).length() > MAX_EXTRA_CELL) {
          errors.add(new RowError(RowErrorCode.TOO_LONG, header.header().get(index)));
        }
      }
    }
  }

  private static boolean within(BigDecimal number, ColumnSpec.Limits limits) {
    BigDecimal minimum = limits.minimum();
    BigDecimal maximum = limits.maximum();
    return (minimum == null || number.compareTo(minimum) >= 0)
        && (maximum == null || number.compareTo(maximum) <= 0);
  }

  /**
   * A plain decimal number without sign and exponent, or null; an exponent could make it as long as
   * it likes.
   */
  public static @Nullable BigDecimal decimal(String text) {
    int point = text.indexOf('.');
    boolean plain =
        point < 0
            ? CellText.digits(text, 0, text.length())
            : CellText.digits(text, 0, point) && CellText.digits(text, point + 1, text.length());
    return plain && text.length() <= LONGEST_NUMBER ? new BigDecimal(text) : null;
  }
}
