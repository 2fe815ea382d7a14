package org.teei.csr.engines.imports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ISO-8601 instant with its offset, or a date as its midnight in UTC (RFC 3339 and its date
 * alone).
 */
final class CellInstant {
  private static final int LONGEST = 40;
  private static final Instant BEGIN = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private CellInstant() {}

  /** Whole microseconds, as the database keeps them; years 0000 to 9999. */
  static @Nullable Instant parse(String text) {
    if (text.length() < 10
        || text.length() > LONGEST
        || !CellText.digits(text, 0, 4)
        || text.charAt(4) != '-') {
      return null;
    }
    try {
      if (utcSeconds(text)) {
        return LocalDateTime.of(
                number(text, 0, 4),
                number(text, 5, 7),
                number(text, 8, 10),
                number(text, 11, 13),
                number(text, 14, 16),
                number(text, 17, 19))
            .toInstant(ZoneOffset.UTC);
      }
      if (text.length() == 10) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      Instant instant = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
      // An offset can carry the last and the first hours of the range out of it.
      return instant.isBefore(END) && !instant.isBefore(BEGIN) ? instant : null;
    } catch (DateTimeException notADate) {
      return null;
    }
  }

  /** As {@link #parse(String)}; a date, or a date and time without offset, is of this zone. */
  static @Nullable Instant parse(String text, ZoneId zone) {
    if (text.length() > LONGEST || text.length() < 10) {
      return null;
    }
    try {
      if (text.length() == 10) {
        return parse(text) == null ? null : LocalDate.parse(text).atStartOfDay(zone).toInstant();
      }
      if (text.charAt(4) == '-' && CellText.digits(text, 0, 4)) {
        LocalDateTime local = LocalDateTime.parse(text).truncatedTo(ChronoUnit.MICROS);
        // A time that the zone has twice or not at all says nothing.
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        return offsets.size() == 1 ? local.toInstant(offsets.getFirst()) : null;
      }
      return null;
    } catch (DateTimeException hasItsOffset) {
      return parse(text);
    }
  }

  /** The usual spelling, as 2026-01-05T10:00:00Z, which needs no formatter: the hot path. */
  private static boolean utcSeconds(String text) {
    return text.length() == 20
        && text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && text.charAt(10) == 'T'
        && text.charAt(13) == ':'
        && text.charAt(16) == ':'
        && text.charAt(19) == 'Z'
        && CellText.digits(text, 0, 4)
        && CellText.digits(text, 5, 7)
        && CellText.digits(text, 8, 10)
        && CellText.digits(text, 11, 13)
        && CellText.digits(text, 14, 16)
        && CellText.digits(text, 17, 19);
  }

  private static int number(String digits, int from, int to) {
    return Integer.parseInt(digits, from, to, 10);
  }
}
