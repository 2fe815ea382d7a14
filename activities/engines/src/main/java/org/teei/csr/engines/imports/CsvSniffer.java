package org.teei.csr.engines.imports;

import static java.util.Comparator.comparingInt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.CsvFormat.Delimiter;
import org.teei.csr.engines.imports.CsvFormat.Encoding;
import org.teei.csr.engines.imports.CsvFormat.LineEnding;

/** Tells from the first bytes of an upload how it is written and whether it can be imported. */
public final class CsvSniffer {
  /** The most bytes that are looked at. */
  public static final int HEAD_BYTES = 1 << 16;

  /** So many rows tell whether a delimiter is used evenly. */
  private static final int SAMPLE = 50;

  private static final Set<Charset> UTF_16 =
      Set.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

  /** First bytes of formats that are uploaded by mistake. */
  private static final List<byte[]> BINARY =
      Stream.of(
              "PK\u0003\u0004", // zip, xlsx, ods
              "PK\u0005\u0006", // empty zip
              "PK\u0007\b", // spanned zip
              "\u00D0\u00CF\u0011\u00E0", // xls
              "\u001F\u008B", // gzip
              "7z\u00BC\u00AF",
              "Rar!\u001A",
              "BZh9",
              "\u00FD7zXZ",
              "(\u00B5/\u00FD", // zstd
              "%PDF-",
              "\u0089PNG",
              "GIF8",
              "\u00FF\u00D8\u00FF", // JPEG
              "\u007FELF",
              "SQLite format 3")
          .map(magic -> magic.getBytes(StandardCharsets.ISO_8859_1))
          .toList();

  private CsvSniffer() {}

  /**
   * Looks at the first {@link #HEAD_BYTES} of an upload.
   *
   * @param head the first bytes as they were sent; what exceeds the limit is not looked at
   * @param wholeFile the file has no further bytes
   * @param declared the charset of a {@code text/csv} content type. A byte order mark wins over it.
   */
  public static Sniffed sniff(
      ImportKind kind, byte[] head, boolean wholeFile, @Nullable Charset declared) {
    return sniff(kind, head, wholeFile, declared, FileReading.PLAIN);
  }

  /**
   * Looks at the first {@link #HEAD_BYTES} of an upload.
   *
   * @param charset of a {@code text/csv} content type; not looked at where an encoding was declared
   * @param reading which headers are which columns, and what was declared
   */
  public static Sniffed sniff(
      ImportKind kind,
      byte[] head,
      boolean wholeFile,
      @Nullable Charset charset,
      FileReading reading) {
    byte[] bytes = head.length > HEAD_BYTES ? Arrays.copyOf(head, HEAD_BYTES) : head;
    boolean whole = wholeFile && bytes.length == head.length;
    try {
      return readable(kind, bytes, whole, charset, reading);
    } catch (FileRefused refused) {
      return new Sniffed.Refused(refused.problem());
    }
  }

  /**
   * The raw cells of the first line of a file, for suggestions of what they are.
   *
   * @param head the file, or so much of it as its header needs
   * @throws FileRefused if there is no such line
   */
  public static List<String> header(
      ImportKind kind, byte[] head, @Nullable Charset charset, FileReading reading)
      throws FileRefused {
    try {
      return look(kind, head, false, charset, reading).table().header();
    } catch (FileRefused cut) {
      if (cut.problem().code() != FileProblemCode.HEADER_TOO_LONG) {
        throw cut;
      }
      return look(kind, head, true, charset, reading).table().header();
    }
  }

  private static Sniffed.Readable readable(
      ImportKind kind, byte[] head, boolean whole, @Nullable Charset charset, FileReading reading)
      throws FileRefused {
    Look look = look(kind, head, whole, charset, reading);
    HeaderMatch match = ImportSchemas.match(kind, look.table().header(), reading);
    if (whole && look.table().rows() == 0) {
      throw refused(FileProblemCode.HEADER_ONLY);
    }
    return new Sniffed.Readable(look.format(), match);
  }

  private record Look(CsvFormat format, Table table) {}

  private static Look look(
      ImportKind kind, byte[] head, boolean whole, @Nullable Charset charset, FileReading reading)
      throws FileRefused {
    Encoding encoding = textEncoding(head, charset, reading.declared().encoding());
    byte[] text = text(head, whole, encoding);
    Delimiter named = SeparatorLine.delimiter(text);
    Delimiter declared = reading.declared().delimiter();
    if (named != null && declared != null && named != declared) {
      throw refused(FileProblemCode.DELIMITER_CONTRADICTED);
    }
    Delimiter known = named == null ? declared : named;
    byte[] table = named == null ? text : SeparatorLine.blanked(text);
    Table read =
        // The first of equals: the comma.
        (known == null ? Stream.of(Delimiter.values()) : Stream.of(known))
            .map(delimiter -> Table.read(kind, table, whole, delimiter, reading))
            .max(
                comparingInt(Table::known)
                    .thenComparingInt(Table::even)
                    .thenComparingInt(Table::columns))
            .orElseThrow();
    if (read.refused() != null) {
      throw read.refused();
    }
    return new Look(
        new CsvFormat(encoding, read.delimiter(), read.lineEnding(), named != null), read);
  }

  /** The encoding of a file that is text as far as its first bytes tell. */
  static Encoding textEncoding(
      byte[] head, @Nullable Charset charset, DeclaredFormat.@Nullable Charset declared)
      throws FileRefused {
    if (head.length == 0) {
      throw refused(FileProblemCode.EMPTY);
    }
    if (BINARY.stream().anyMatch(magic -> startsWith(head, magic))) {
      throw refused(FileProblemCode.NOT_TEXT);
    }
    return encoding(head, charset, declared);
  }

  private static Encoding encoding(
      byte[] head, @Nullable Charset charset, DeclaredFormat.@Nullable Charset declared)
      throws FileRefused {
    Encoding mark = mark(head);
    if (declared != null) {
      return declared.of(mark);
    }
    if (charset != null && !charset.equals(StandardCharsets.UTF_8) && !UTF_16.contains(charset)) {
      throw refused(FileProblemCode.UNSUPPORTED_CHARSET);
    }
    if (mark != null) {
      return mark;
    }
    if (StandardCharsets.UTF_16LE.equals(charset)) {
      return Encoding.UTF_16LE;
    }
    if (StandardCharsets.UTF_16BE.equals(charset)) {
      return Encoding.UTF_16BE;
    }
    if (StandardCharsets.UTF_16.equals(charset)) {
      throw refused(FileProblemCode.UNSUPPORTED_CHARSET);
    }
    return Encoding.UTF_8;
  }

  /** What a byte order mark says, or null. */
  private static @Nullable Encoding mark(byte[] head) {
    if (startsWith(head, NormalizedInput.BOM_8)) {
      return Encoding.UTF_8_BOM;
    }
    if (startsWith(head, NormalizedInput.BOM_16LE)) {
      return Encoding.UTF_16LE;
    }
    return startsWith(head, NormalizedInput.BOM_16BE) ? Encoding.UTF_16BE : null;
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  /** The head as normalised text, without a character that is cut off at its end. */
  static byte[] text(byte[] head, boolean whole, Encoding encoding) throws FileRefused {
    byte[] text;
    try (InputStream in =
        NormalizedInput.of(
            new ByteArrayInputStream(head, 0, complete(head, whole, encoding)), encoding)) {
      text = in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("an array was not readable");
    }
    for (int i = 0; i < text.length; i++) {
      if (text[i] == 0) {
        throw new FileRefused(
            FileProblem.at(
                FileProblemCode.NUL_CHARACTER, 1 + RecordScanner.lineBreaks(text, 0, i)));
      }
    }
    ByteBuffer bytes = ByteBuffer.wrap(text);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(bytes, CharBuffer.allocate(text.length), whole);
    if (result.isError()) {
      throw new FileRefused(
          FileProblem.at(
              FileProblemCode.INVALID_ENCODING,
              1 + RecordScanner.lineBreaks(text, 0, bytes.position())));
    }
    return Arrays.copyOf(text, bytes.position());
  }

  /** UTF-16 is cut before a half code unit or surrogate pair. */
  private static int complete(byte[] head, boolean whole, Encoding encoding) {
    return switch (encoding) {
      case UTF_8, UTF_8_BOM, WINDOWS_1252, ISO_8859_1, ISO_8859_15 -> head.length;
      case UTF_16LE -> whole ? head.length : completeUtf16(head, 1);
      case UTF_16BE -> whole ? head.length : completeUtf16(head, 0);
    };
  }

  private static int completeUtf16(byte[] head, int highByte) {
    int end = head.length & ~1;
    boolean halfPair = end >= 2 && (head[end - 2 + highByte] & 0xFC) == 0xD8;
    return halfPair ? end - 2 : end;
  }

  private static FileRefused refused(FileProblemCode code) {
    return new FileRefused(FileProblem.of(code));
  }

  /**
   * The head read with one delimiter.
   *
   * @param refused why the header cannot be read so, or null
   * @param known how many headers are columns of the kind; -1 where the header cannot be read
   * @param even how many of the first rows have as many cells as the header
   * @param rows rows behind the header, of the sample
   */
  private record Table(
      Delimiter delimiter,
      @Nullable FileRefused refused,
      List<String> header,
      LineEnding lineEnding,
      int known,
      int even,
      int columns,
      int rows) {

    static Table read(
        ImportKind kind, byte[] text, boolean whole, Delimiter delimiter, FileReading reading) {
      RecordScanner scanner = new RecordScanner(delimiter, 1, reading.declared().cells().excel());
      int start = 0;
      try {
        int end = scanner.scan(text, 0, text.length);
        while (end >= 0 && scanner.blank(text, start, end)) {
          start = after(text, end);
          scanner.nextRecord();
          end = scanner.scan(text, start, text.length);
        }
        int columns = scanner.delimiters() + 1;
        if (end < 0) {
          if (columns > ImportSchemas.MAX_COLUMNS) {
            return refused(
                delimiter,
                columns,
                FileProblem.over(
                    FileProblemCode.TOO_MANY_COLUMNS, scanner.line(), ImportSchemas.MAX_COLUMNS));
          }
          if (scanner.insideQuotes()) {
            return refused(
                delimiter,
                columns,
                FileProblem.at(FileProblemCode.UNCLOSED_QUOTE, scanner.quoteLine()));
          }
          if (!whole) {
            return refused(
                delimiter,
                columns,
                FileProblem.over(FileProblemCode.HEADER_TOO_LONG, scanner.line(), HEAD_BYTES));
          }
          if (scanner.blank(text, start, text.length)) {
            return refused(delimiter, columns, FileProblem.of(FileProblemCode.EMPTY));
          }
        }
        int headerEnd = end < 0 ? text.length : end;
        List<String> header =
            RecordBlocks.cellsOf(Arrays.copyOfRange(text, start, headerEnd), delimiter);
        int next = end < 0 ? text.length : after(text, end);
        scanner.nextRecord();
        int[] sample = sample(scanner, text, next, whole, columns);
        return new Table(
            delimiter,
            null,
            header,
            lineEnding(text, headerEnd),
            ImportSchemas.known(kind, header, reading.mapping()),
            sample[1],
            columns,
            sample[0]);
      } catch (FileRefused refused) {
        return new Table(delimiter, refused, List.of(), LineEnding.LF, -1, 0, 0, 0);
      }
    }

    private static Table refused(Delimiter delimiter, int columns, FileProblem problem) {
      return new Table(
          delimiter, new FileRefused(problem), List.of(), LineEnding.LF, 0, 0, columns, 0);
    }

    /** The number of rows behind the header, and of those as wide as it. */
    private static int[] sample(
        RecordScanner scanner, byte[] text, int from, boolean whole, int columns) {
      int rows = 0;
      int even = 0;
      int start = from;
      while (start < text.length && rows < SAMPLE) {
        int end;
        try {
          end = scanner.scan(text, start, text.length);
        } catch (FileRefused later) {
          // A row that cannot be read is found at its line when the file is staged.
          return new int[] {rows + 1, even};
        }
        if (end < 0 && !whole) {
          break;
        }
        int stop = end < 0 ? text.length : end;
        if (!scanner.blank(text, start, stop)) {
          rows++;
          if (scanner.delimiters() + 1 == columns) {
            even++;
          }
        }
        start = end < 0 ? text.length : after(text, end);
        scanner.nextRecord();
      }
      return new int[] {rows, even};
    }

    private static int after(byte[] text, int end) {
      boolean pair = text[end] == '\r' && end + 1 < text.length && text[end + 1] == '\n';
      return end + (pair ? 2 : 1);
    }

    private static LineEnding lineEnding(byte[] text, int end) {
      if (end >= text.length || text[end] == '\n') {
        return LineEnding.LF;
      }
      return end + 1 < text.length && text[end + 1] == '\n' ? LineEnding.CRLF : LineEnding.CR;
    }
  }
}
