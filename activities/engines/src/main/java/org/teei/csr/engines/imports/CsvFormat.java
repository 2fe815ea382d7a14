package org.teei.csr.engines.imports;

/**
 * How an uploaded file is written, as its first bytes show it. The encoding is that of the upload;
 * the stored normalised file is always UTF-8 without byte order mark.
 *
 * @param separatorLine the first line is {@code sep=;} or the like, by which spreadsheets tell each
 *     other the delimiter; the normalised file has a blank line in its place
 */
public record CsvFormat(
    Encoding encoding, Delimiter delimiter, LineEnding lineEnding, boolean separatorLine) {

  public CsvFormat(Encoding encoding, Delimiter delimiter, LineEnding lineEnding) {
    this(encoding, delimiter, lineEnding, false);
  }

  /** Character encoding of the upload. {@link #id()} is stable and shown to clients. */
  public enum Encoding {
    UTF_8("UTF-8"),
    UTF_8_BOM("UTF-8-BOM"),
    UTF_16LE("UTF-16LE"),
    UTF_16BE("UTF-16BE"),
    WINDOWS_1252("windows-1252"),
    ISO_8859_1("ISO-8859-1"),
    ISO_8859_15("ISO-8859-15");

    private final String id;

    Encoding(String id) {
      this.id = id;
    }

    public String id() {
      return id;
    }
  }

  /** What separates two cells. {@link #id()} is stable and shown to clients. */
  public enum Delimiter {
    COMMA(",", ','),
    SEMICOLON(";", ';'),
    TAB("TAB", '\t'),
    PIPE("|", '|');

    private final String id;
    private final char character;

    Delimiter(String id, char character) {
      this.id = id;
      this.character = character;
    }

    public String id() {
      return id;
    }

    public char character() {
      return character;
    }

    /**
     * The delimiter with this {@link #id()}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Delimiter of(String id) {
      for (Delimiter delimiter : values()) {
        if (delimiter.id.equals(id)) {
          return delimiter;
        }
      }
      throw new IllegalArgumentException("not a delimiter");
    }
  }

  /** What ends the header line. {@link #name()} is stable and shown to clients. */
  public enum LineEnding {
    LF,
    CRLF,
    /** Also ends a record, as in files of old Macintosh programs. */
    CR
  }
}
