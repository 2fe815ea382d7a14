package org.teei.csr.engines.imports;

/**
 * Finds where records end, on bytes of UTF-8, with the rules of RFC 4180 as FastCSV applies them: a
 * quotation mark opens a quoted cell only as its first character; LF, CR and CRLF end a record. It
 * knows nothing of cells; FastCSV parses them.
 */
final class RecordScanner {
  private static final byte PLAIN = 0;
  private static final byte DELIMITER = 1;
  private static final byte QUOTE = 2;
  private static final byte LINE_FEED = 3;
  private static final byte CARRIAGE_RETURN = 4;
  private static final byte NUL = 5;

  private enum State {
    CELL_START,
    UNQUOTED,
    QUOTED,
    AFTER_QUOTE
  }

  private final byte[] classes = new byte[256];
  private final boolean emptyRowsAreBlank;

  private State state = State.CELL_START;
  private long line;
  private long quoteLine;
  private int delimiters;
  private int seen;

  /**
   * @param emptyRowsAreBlank a record of nothing but delimiters is a blank line as well
   */
  RecordScanner(CsvFormat.Delimiter delimiter, long firstLine, boolean emptyRowsAreBlank) {
    this.emptyRowsAreBlank = emptyRowsAreBlank;
    classes[delimiter.character()] = DELIMITER;
    classes['"'] = QUOTE;
    classes['\n'] = LINE_FEED;
    classes['\r'] = CARRIAGE_RETURN;
    line = firstLine;
    classes[0] = NUL;
  }

  /**
   * Goes on in the current record, whose earlier bytes stand before {@code from} in the same array.
   *
   * @return the index of the CR or LF that ends the record, or -1 if it does not end before {@code
   *     to}
   * @throws FileRefused for a NUL or text after a closing quotation mark
   */
  int scan(byte[] bytes, int from, int to) throws FileRefused {
    State current = state;
    int bits = seen;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      bits |= b;
      switch (classes[b & 0xFF]) {
        case PLAIN -> {
          if (current == State.CELL_START) {
            current = State.UNQUOTED;
          } else if (current == State.AFTER_QUOTE) {
            throw new FileRefused(FileProblem.at(FileProblemCode.MISPLACED_QUOTE, line));
          }
        }
        case DELIMITER -> {
          if (current != State.QUOTED) {
            current = State.CELL_START;
            delimiters++;
          }
        }
        case QUOTE -> {
          switch (current) {
            case CELL_START -> {
              current = State.QUOTED;
              quoteLine = line;
            }
            case QUOTED -> current = State.AFTER_QUOTE;
            case AFTER_QUOTE -> current = State.QUOTED;
            case UNQUOTED -> {}
          }
        }
        case NUL -> throw new FileRefused(FileProblem.at(FileProblemCode.NUL_CHARACTER, line));
        default -> {
          if (current != State.QUOTED) {
            state = current;
            seen = bits;
            return i;
          }
          // The LF of a CRLF inside quotes does not end a second line; CR stands in the array.
          if (b == '\r' || bytes[i - 1] != '\r') {
            line++;
          }
        }
      }
    }
    state = current;
    seen = bits;
    return -1;
  }

  /** Begins the next record after the one that just ended, with its line ending. */
  void nextRecord() {
    state = State.CELL_START;
    delimiters = 0;
    line++;
  }

  /** Whether a record is a line of nothing but blanks, which is no row. */
  boolean blank(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      boolean blank =
          classes[bytes[i] & 0xFF] == DELIMITER
              ? emptyRowsAreBlank
              : bytes[i] == ' ' || bytes[i] == '\t';
      if (!blank) {
        return false;
      }
    }
    return true;
  }

  /** How many lines end in the bytes from a record's start on; CRLF ends one. */
  static long lineBreaks(byte[] bytes, int from, int to) {
    long breaks = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\r' || (bytes[i] == '\n' && (i == from || bytes[i - 1] != '\r'))) {
        breaks++;
      }
    }
    return breaks;
  }

  /** The physical line reached, from 1. */
  long line() {
    return line;
  }

  boolean insideQuotes() {
    return state == State.QUOTED;
  }

  /** The line of the quotation mark that opened the current quoted cell. */
  long quoteLine() {
    return quoteLine;
  }

  /** Delimiters of the current record so far. */
  int delimiters() {
    return delimiters;
  }

  /** Whether only ASCII bytes were seen since the last call. */
  boolean takeAscii() {
    boolean ascii = seen >= 0;
    seen = 0;
    return ascii;
  }
}
