package org.teei.csr.bench.imports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a file of sessions (format language_session 1.1, ratings from 1 to 5) says, by the
 * words of the page of import schemas.
 *
 * @param rating 0 to 1
 * @param topics separated by commas
 */
record SentSession(
    String id,
    String participant,
    String volunteer,
    Instant scheduledAt,
    @Nullable Instant completedAt,
    @Nullable Integer minutes,
    @Nullable BigDecimal rating,
    @Nullable String feedback,
    @Nullable String level,
    String topics,
    @Nullable String metadata) {
  static final List<String> HEADER =
      List.of(
          "session_id",
          "participant_email",
          "volunteer_email",
          "scheduled_at",
          "completed_at",
          "duration_minutes",
          "rating",
          "feedback_text",
          "language_level",
          "topics",
          "metadata");

  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[a-z]+");
  static final List<String> LEVELS = List.of("A1", "A2", "B1", "B2", "C1", "C2");
  private static final BigDecimal FIVE = BigDecimal.valueOf(5);
  private static final BigDecimal FOUR = BigDecimal.valueOf(4);

  /** A cell that breaks a rule. */
  private static final class Unsound extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** The session of a row; empty where a rule is broken, so that the row has to be rejected. */
  static Optional<SentSession> of(List<String> cells) {
    try {
      Instant scheduled = instant(cells.get(3));
      Instant completed = cells.get(4).isBlank() ? null : instant(cells.get(4));
      sound(completed == null || !completed.isBefore(scheduled));
      return Optional.of(
          new SentSession(
              filled(cells.get(0)),
              email(cells.get(1)),
              email(cells.get(2)),
              scheduled,
              completed,
              minutes(cells.get(5)),
              rating(cells.get(6)),
              cells.get(7).isBlank() ? null : cells.get(7),
              level(cells.get(8)),
              Arrays.stream(cells.get(9).split(","))
                  .map(String::strip)
                  .filter(topic -> !topic.isEmpty())
                  .collect(Collectors.joining(",")),
              cells.get(10).isBlank() ? null : cells.get(10)));
    } catch (Unsound | DateTimeException | NumberFormatException broken) {
      return Optional.empty();
    }
  }

  boolean completed() {
    return completedAt != null;
  }

  /** Whether it says something else of how the session was found. */
  boolean ratedUnlike(SentSession other) {
    return !Objects.equals(rating, other.rating) || !Objects.equals(feedback, other.feedback);
  }

  private static void sound(boolean rule) throws Unsound {
    if (!rule) {
      throw new Unsound();
    }
  }

  private static String filled(String cell) throws Unsound {
    sound(!cell.isBlank());
    return cell;
  }

  private static String email(String cell) throws Unsound {
    String address = cell.toLowerCase(Locale.ROOT);
    sound(EMAIL.matcher(address).matches());
    return address;
  }

  private static Instant instant(String cell) {
    return Instant.parse(cell);
  }

  private static @Nullable Integer minutes(String cell) throws Unsound {
    if (cell.isBlank()) {
      return null;
    }
    int minutes = Integer.parseInt(cell);
    sound(minutes >= 1 && minutes <= 480);
    return minutes;
  }

  private static @Nullable BigDecimal rating(String cell) throws Unsound {
    if (cell.isBlank()) {
      return null;
    }
    BigDecimal rating = new BigDecimal(cell);
    sound(rating.compareTo(BigDecimal.ONE) >= 0 && rating.compareTo(FIVE) <= 0);
    return rating.subtract(BigDecimal.ONE).divide(FOUR, 2, RoundingMode.HALF_UP);
  }

  private static @Nullable String level(String cell) throws Unsound {
    if (cell.isBlank()) {
      return null;
    }
    String level = cell.toUpperCase(Locale.ROOT);
    sound(LEVELS.contains(level));
    return level;
  }
}
