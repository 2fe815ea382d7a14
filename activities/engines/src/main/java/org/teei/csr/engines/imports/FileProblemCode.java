package org.teei.csr.engines.imports;

/** Why a whole file is refused. {@link #id()} is stable: the tail of the problem type. */
public enum FileProblemCode {
  /** Bytes of a zip, spreadsheet, PDF, picture or another binary format. */
  NOT_TEXT("not-text", FileProblemKind.MEDIA_TYPE, "The file is not a CSV text. Export it as CSV."),
  /** The declared charset is none of those that are read. */
  UNSUPPORTED_CHARSET(
      "unsupported-charset",
      FileProblemKind.MEDIA_TYPE,
      "The declared charset is not supported. Use UTF-8, or UTF-16 with a byte order mark."),
  /** The byte order mark is of another encoding than was declared. */
  ENCODING_CONTRADICTED(
      "encoding-contradicted",
      FileProblemKind.UNPROCESSABLE,
      "The byte order mark of the file says another encoding than was declared."),
  /** A line as {@code sep=;} names another delimiter than was declared. */
  DELIMITER_CONTRADICTED(
      "delimiter-contradicted",
      FileProblemKind.UNPROCESSABLE,
      "The first line of the file says another delimiter than was declared."),
  /** No byte, or nothing but blank lines. */
  EMPTY("empty-file", FileProblemKind.MALFORMED, "The file is empty."),
  /** A byte sequence that is none of the encoding; nothing is replaced silently. */
  INVALID_ENCODING(
      "invalid-encoding",
      FileProblemKind.MALFORMED,
      "The file contains bytes that are not valid in its encoding."),
  /** A NUL character, as in binary files or UTF-16 without byte order mark. */
  NUL_CHARACTER("nul-character", FileProblemKind.MALFORMED, "The file contains a NUL character."),
  /** A quoted cell that never ends; the line is that of the opening quote. */
  UNCLOSED_QUOTE(
      "unclosed-quote",
      FileProblemKind.MALFORMED,
      "A quotation mark opens a cell that is never closed."),
  /** Text between a closing quote and the next delimiter. */
  MISPLACED_QUOTE(
      "misplaced-quote",
      FileProblemKind.MALFORMED,
      "A quoted cell is followed by text; a quotation mark inside a cell must be doubled."),
  /** A record longer than {@link RecordBlocks#MAX_RECORD_BYTES}. */
  RECORD_TOO_LONG(
      "record-too-long", FileProblemKind.MALFORMED, "A record is longer than the limit."),
  /** The header does not end within the first bytes that are looked at. */
  HEADER_TOO_LONG(
      "header-too-long",
      FileProblemKind.MALFORMED,
      "The header does not end within the first bytes of the file."),
  /** A header and no row. */
  HEADER_ONLY("header-only", FileProblemKind.UNPROCESSABLE, "The file has a header and no row."),
  /** More columns than {@link ImportSchemas#MAX_COLUMNS}. */
  TOO_MANY_COLUMNS(
      "too-many-columns", FileProblemKind.UNPROCESSABLE, "The header has too many columns."),
  /** The header resembles no schema of the kind. */
  UNKNOWN_SCHEMA(
      "unknown-schema",
      FileProblemKind.UNPROCESSABLE,
      "The header matches none of the formats of this import."),
  /** A header occurs twice. */
  DUPLICATE_HEADER(
      "duplicate-header", FileProblemKind.UNPROCESSABLE, "A column occurs twice in the header."),
  /** A correction has a column that its import has not. */
  UNKNOWN_HEADER(
      "unknown-header",
      FileProblemKind.UNPROCESSABLE,
      "The header has a column that the import does not have."),
  /** A required column is missing. */
  MISSING_HEADER(
      "missing-header",
      FileProblemKind.UNPROCESSABLE,
      "The header lacks a column that is required."),
  /** The mapping names a header that the file does not have. */
  MAPPED_HEADER_MISSING(
      "mapped-header-missing",
      FileProblemKind.UNPROCESSABLE,
      "The mapping names a header that the file does not have."),
  /** The mapping names a column that the format does not have. */
  UNKNOWN_FIELD(
      "unknown-field",
      FileProblemKind.UNPROCESSABLE,
      "The mapping names a column that the format does not have."),
  /** Two headers of the file are one column by the mapping. */
  FIELD_MAPPED_TWICE(
      "field-mapped-twice",
      FileProblemKind.UNPROCESSABLE,
      "Two headers of the file are the same column by the mapping.");

  private final String id;
  private final FileProblemKind kind;
  private final String sentence;

  FileProblemCode(String id, FileProblemKind kind, String sentence) {
    this.id = id;
    this.kind = kind;
    this.sentence = sentence;
  }

  public String id() {
    return id;
  }

  public FileProblemKind kind() {
    return kind;
  }

  /** What is wrong in plain words, without details. */
  public String sentence() {
    return sentence;
  }
}
