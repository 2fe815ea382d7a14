package org.teei.csr.engines.imports;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What parts the whole of a number from its fraction. {@link #id()} is what is declared. */
public enum DecimalSeparator {
  POINT('.', ','),
  COMMA(',', '.');

  private static final int LONGEST_NUMBER = 32;

  private final char character;
  private final char group;

  DecimalSeparator(char character, char group) {
    this.character = character;
    this.group = group;
  }

  public String id() {
    return String.valueOf(character);
  }

  /**
   * The separator with this {@link #id()}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static DecimalSeparator of(String id) {
    for (DecimalSeparator separator : values()) {
      if (separator.id().equals(id)) {
        return separator;
      }
    }
    throw new IllegalArgumentException("not a decimal separator");
  }

  /**
   * A plain decimal number without sign, exponent and groups, or null; an exponent could make it as
   * long as it likes.
   */
  @Nullable BigDecimal plain(String text) {
    int point = text.indexOf(character);
    boolean plain =
        point < 0
            ? CellText.digits(text, 0, text.length())
            : CellText.digits(text, 0, point) && CellText.digits(text, point + 1, text.length());
    return plain && text.length() <= LONGEST_NUMBER
        ? new BigDecimal(character == '.' ? text : text.replace(character, '.'))
        : null;
  }

  /**
   * A number as {@link #plain}, or with its whole part in groups of three, parted by the other of
   * point and comma or by blanks, always the same: {@code 1.000,5} or {@code 1 000,5}.
   */
  @Nullable BigDecimal grouped(String text) {
    int point = text.indexOf(character);
    int end = point < 0 ? text.length() : point;
    int first = 0;
    while (first < end && CellText.digit(text.charAt(first))) {
      first++;
    }
    if (first == end || text.length() > LONGEST_NUMBER) {
      return plain(text);
    }
    char mark = text.charAt(first);
    if (first < 1 || first > 3 || !groups(mark)) {
      return null;
    }
    StringBuilder digits = new StringBuilder(text.length()).append(text, 0, first);
    for (int i = first; i < end; i += 4) {
      if (text.charAt(i) != mark || i + 4 > end || !CellText.digits(text, i + 1, i + 4)) {
        return null;
      }
      digits.append(text, i + 1, i + 4);
    }
    return plain(digits.append(text, end, text.length()).toString());
  }

  /** Among blanks the no-break ones, which spreadsheets write. */
  private boolean groups(char mark) {
    return mark == group || mark == ' ' || mark == '\u00A0' || mark == '\u202F';
  }
}
