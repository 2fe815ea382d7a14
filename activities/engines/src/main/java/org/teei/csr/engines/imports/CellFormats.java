package org.teei.csr.engines.imports;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How the cells of a file are written, as far as that was declared.
 *
 * @param dateFormat null: ISO-8601
 * @param timeZone of dates and times that have none; null: UTC, and a time must have its offset
 *     unless it is of a {@code dateFormat}
 * @param decimalSeparator null: a point
 * @param excel the file has the habits of spreadsheets: numbers in groups, whole numbers with a
 *     fraction of zeros, rows that end early, rows of empty cells
 */
public record CellFormats(
    @Nullable DateFormat dateFormat,
    @Nullable ZoneId timeZone,
    @Nullable DecimalSeparator decimalSeparator,
    boolean excel) {
  /** Nothing was declared. */
  public static final CellFormats NONE = new CellFormats(null, null, null, false);

  /** Spreadsheets show a long number in its place with so many digits behind the E, at least. */
  private static final int EXPONENT_DIGITS = 2;

  /** Whole microseconds; null where the text is no date as declared. */
  @Nullable Instant instant(String text) {
    if (dateFormat != null) {
      return dateFormat.instant(text, timeZone == null ? ZoneId.of("UTC") : timeZone, separator());
    }
    return timeZone == null ? CellInstant.parse(text) : CellInstant.parse(text, timeZone);
  }

  /** What is wrong with a cell that {@link #instant} does not read. */
  RowErrorCode badDate() {
    return dateFormat == null ? RowErrorCode.BAD_DATE : RowErrorCode.NOT_AS_DECLARED;
  }

  @Nullable BigDecimal decimal(String text) {
    return excel ? separator().grouped(text) : separator().plain(text);
  }

  /** A whole number of at most nine digits. */
  @Nullable Integer integer(String text) {
    if (text.length() <= 9 && CellText.digits(text, 0, text.length())) {
      return Integer.valueOf(text);
    }
    BigDecimal number = excel ? separator().grouped(text) : null;
    if (number == null) {
      return null;
    }
    BigDecimal whole = number.stripTrailingZeros();
    return whole.scale() <= 0 && whole.precision() - whole.scale() <= 9 ? whole.intValue() : null;
  }

  /**
   * Whether a spreadsheet has turned an id into a rounded number: {@code 1.23457E+12}. Rows that
   * had different ids have one then.
   */
  static boolean scientific(String text) {
    int exponent = text.length() - EXPONENT_DIGITS;
    while (exponent > 0 && CellText.digit(text.charAt(exponent - 1))) {
      exponent--;
    }
    if (exponent < 3
        || !CellText.digits(text, exponent, text.length())
        || text.charAt(exponent - 1) != '+'
        || (text.charAt(exponent - 2) != 'E' && text.charAt(exponent - 2) != 'e')) {
      return false;
    }
    int end = exponent - 2;
    return CellText.digits(text, 0, 1)
        && (end == 1
            || ((text.charAt(1) == '.' || text.charAt(1) == ',') && CellText.digits(text, 2, end)));
  }

  private DecimalSeparator separator() {
    return decimalSeparator == null ? DecimalSeparator.POINT : decimalSeparator;
  }
}
