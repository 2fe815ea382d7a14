package org.teei.csr.engines.imports;

/**
 * Keeps spreadsheets from taking a cell for a formula. A cell that starts with {@code = + - @} TAB
 * or CR is written with a leading apostrophe; so that reading can take off exactly what writing
 * added, a cell with apostrophes before one of these gets one more.
 *
 * <p>{@code restore(protect(value))} is {@code value} for each value. Raw cells of a file are
 * restored where their values are read ({@link SessionRowCheck}, {@link ImportSchemas#match}) and
 * protected again where they are written ({@link ResultCsv}).
 */
public final class FormulaSafety {
  private FormulaSafety() {}

  /** The cell as it is written to a file. */
  public static String protect(String value) {
    return startsFormula(value, 0) ? "'" + value : value;
  }

  /** The value of a cell as it was read from a file. */
  public static String restore(String cell) {
    return !cell.isEmpty() && cell.charAt(0) == '\'' && startsFormula(cell, 1)
        ? cell.substring(1)
        : cell;
  }

  private static boolean startsFormula(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) == '\'') {
      i++;
    }
    return i < text.length()
        && switch (text.charAt(i)) {
          case '=', '+', '-', '@', '\t', '\r' -> true;
          default -> false;
        };
  }
}
