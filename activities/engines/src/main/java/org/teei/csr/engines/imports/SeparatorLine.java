package org.teei.csr.engines.imports;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The first line {@code sep=;} by which spreadsheets tell each other the delimiter of a file. */
final class SeparatorLine {
  /** In bytes, without its line ending. */
  static final int LENGTH = 5;

  private static final String START = "sep=";

  private SeparatorLine() {}

  /** The delimiter that the first line of a normalised text names, or null. */
  static CsvFormat.@Nullable Delimiter delimiter(byte[] text) {
    if (text.length <= LENGTH || (text[LENGTH] != '\n' && text[LENGTH] != '\r')) {
      return null;
    }
    for (int i = 0; i < START.length(); i++) {
      if (Character.toLowerCase(text[i]) != START.charAt(i)) {
        return null;
      }
    }
    for (CsvFormat.Delimiter delimiter : CsvFormat.Delimiter.values()) {
      if (delimiter.character() == text[START.length()]) {
        return delimiter;
      }
    }
    return null;
  }

  /** The text with a blank line in its place, so that lines keep their numbers. */
  static byte[] blanked(byte[] text) {
    return Arrays.copyOfRange(text, LENGTH, text.length);
  }
}
