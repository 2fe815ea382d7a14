package org.teei.csr.engines.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.teei.csr.engines.imports.CsvFormat.Encoding;

/**
 * Files that are made to take the memory. They come from nowhere as they are read, in a process of
 * their own with a heap that none of them fits into.
 */
class HostileFilesTest {
  private static final String HEAP = "-Xmx48m";
  private static final String HEADER =
      "session_id,participant_email,volunteer_email,scheduled_at,note\n";
  private static final String ROW = "L1,p@example.org,v@example.org,2026-01-01,x\n";
  private static final long MIB = 1 << 20;

  private static final Map<String, String> ANSWERS = new LinkedHashMap<>();

  static {
    ANSWERS.put("NO_LINE_END_IN_THE_HEADER", "header-too-long at line 1");
    ANSWERS.put("NO_LINE_END_IN_A_ROW", "record-too-long at line 3");
    ANSWERS.put("NO_LINE_END_IN_UTF_16", "record-too-long at line 3");
    ANSWERS.put("NO_LINE_END_IN_WINDOWS_1252", "record-too-long at line 3");
    ANSWERS.put("MANY_COLUMNS_IN_THE_HEADER", "too-many-columns at line 1");
    ANSWERS.put("MANY_CELLS_IN_THE_ROWS", "20 rows of which 20 are invalid");
    ANSWERS.put("MANY_EMPTY_CELLS_IN_THE_ROWS", "20 rows of which 20 are invalid");
    ANSWERS.put("OPEN_QUOTE_IN_THE_HEADER", "unclosed-quote at line 1");
    ANSWERS.put("OPEN_QUOTE_IN_A_ROW", "unclosed-quote at line 3");
    ANSWERS.put("OPEN_QUOTE_OVER_MANY_LINES", "unclosed-quote at line 3");
    ANSWERS.put("QUOTES_ALONE", "unclosed-quote at line 3");
    ANSWERS.put("EMPTY_LINES", "2 rows of which 0 are invalid");
    ANSWERS.put("EMPTY_LINES_BEFORE_THE_HEADER", "header-too-long at line 65537");
    ANSWERS.put("EMPTY_ROWS_OF_A_SPREADSHEET", "2 rows of which 0 are invalid");
    ANSWERS.put("EMPTY_ROWS_NOT_DECLARED", "1000002 rows of which 1000000 are invalid");
    ANSWERS.put("WINDOWS_1252_AFTER_UTF_8", "invalid-encoding at line 200002");
    ANSWERS.put("UTF_16_AFTER_UTF_8", "nul-character at line 200002");
    ANSWERS.put("ANOTHER_AFTER_WINDOWS_1252", "invalid-encoding at line 200002");
  }

  @Test
  void theAnswersAreClearAndTheMemoryIsBounded() throws Exception {
    Process reader =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(reader.getInputStream().readAllBytes(), UTF_8);

      assertThat(reader.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(said.lines())
          .containsExactlyElementsOf(
              ANSWERS.entrySet().stream()
                  .map(each -> each.getKey() + ": " + each.getValue())
                  .toList());
    } finally {
      reader.destroyForcibly();
    }
  }

  /** What a file is made of: a text, then another again and again, then an end in ISO 8859-1. */
  private record Made(String begin, String again, long bytes, String end, Encoding encoding) {

    static Made of(String begin, String again, long bytes, String end) {
      return new Made(begin, again, bytes, end, Encoding.UTF_8);
    }

    Made in(Encoding other) {
      return new Made(begin, again, bytes, end, other);
    }

    InputStream open() {
      return new SequenceInputStream(
          Collections.enumeration(
              List.of(
                  new ByteArrayInputStream(bytes(begin)),
                  new Repeated(bytes(again), bytes),
                  new ByteArrayInputStream(end.getBytes(StandardCharsets.ISO_8859_1)))));
    }

    private byte[] bytes(String text) {
      return text.getBytes(
          switch (encoding) {
            case UTF_8, UTF_8_BOM -> UTF_8;
            case UTF_16LE -> StandardCharsets.UTF_16LE;
            case UTF_16BE -> StandardCharsets.UTF_16BE;
            case WINDOWS_1252, ISO_8859_1, ISO_8859_15 -> Charset.forName(encoding.id());
          });
    }

    FileReading reading(String file) {
      Map<String, String> declared =
          file.equals("EMPTY_ROWS_OF_A_SPREADSHEET")
              ? Map.of("spreadsheet", "excel")
              : encoding == Encoding.WINDOWS_1252 ? Map.of("encoding", "windows-1252") : Map.of();
      try {
        return new FileReading(HeaderMapping.NONE, DeclaredFormat.of(declared));
      } catch (InvalidDeclaration invalid) {
        throw new IllegalStateException(invalid);
      }
    }
  }

  private static Made made(String file) {
    String begin = HEADER + ROW;
    String latin = ROW.replace("x", "\u00e5");
    long rows = 199_999L * ROW.length();
    return switch (file) {
      case "NO_LINE_END_IN_THE_HEADER" -> Made.of("", "session_id ", 900 * MIB, "");
      case "NO_LINE_END_IN_A_ROW" -> Made.of(begin, "text ", 900 * MIB, "");
      case "NO_LINE_END_IN_UTF_16" ->
          Made.of("\uFEFF" + begin, "text ", 900 * MIB, "").in(Encoding.UTF_16LE);
      case "NO_LINE_END_IN_WINDOWS_1252" ->
          Made.of(begin, "text\u20ac ", 900 * MIB, "").in(Encoding.WINDOWS_1252);
      case "MANY_COLUMNS_IN_THE_HEADER" -> Made.of(HEADER.strip(), ",c", 2_000_000, "\n");
      case "MANY_CELLS_IN_THE_ROWS" ->
          Made.of(HEADER, "x" + ",x".repeat(500_000) + "\n", 20L * 1_000_002, "");
      case "MANY_EMPTY_CELLS_IN_THE_ROWS" ->
          Made.of(HEADER, ",".repeat(1_000_000) + "\n", 20L * 1_000_001, "");
      case "OPEN_QUOTE_IN_THE_HEADER" -> Made.of("\"session_id,", "text\n", 900 * MIB, "");
      case "OPEN_QUOTE_IN_A_ROW" -> Made.of(begin + "\"", "text ", 900 * MIB, "");
      case "OPEN_QUOTE_OVER_MANY_LINES" -> Made.of(begin + "L2,\"", "text\n", 900 * MIB, "");
      case "QUOTES_ALONE" -> Made.of(begin + "\"", "\"\"", 900 * MIB, "");
      case "EMPTY_LINES" -> Made.of(begin, "\n", 10_000_000, ROW);
      case "EMPTY_LINES_BEFORE_THE_HEADER" -> Made.of("", "\n", 10_000_000, begin);
      case "EMPTY_ROWS_OF_A_SPREADSHEET" -> Made.of(begin, ",,,,\n", 5 * 10_000_000L, ROW);
      case "EMPTY_ROWS_NOT_DECLARED" -> Made.of(begin, ",,,,\n", 5 * 1_000_000L, ROW);
      case "WINDOWS_1252_AFTER_UTF_8" -> Made.of(begin, ROW, rows, "L2,\u00ff\n");
      case "UTF_16_AFTER_UTF_8" -> Made.of(begin, ROW, rows, "L\u00002\u0000\n\u0000");
      case "ANOTHER_AFTER_WINDOWS_1252" ->
          Made.of(HEADER + latin, latin, 199_999L * latin.length(), "\u0081\n")
              .in(Encoding.WINDOWS_1252);
      default -> throw new IllegalArgumentException(file);
    };
  }

  /** The same bytes again and again. */
  private static final class Repeated extends InputStream {
    private final byte[] text;
    private long left;
    private int next;

    Repeated(byte[] text, long bytes) {
      this.text = text;
      this.left = bytes;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (left == 0) {
        return length == 0 ? 0 : -1;
      }
      int count = (int) Math.min(Math.min(length, left), text.length - next);
      System.arraycopy(text, next, bytes, offset, count);
      next = (next + count) % text.length;
      left -= count;
      return count;
    }
  }

  /** Does with a file what the upload and the staging do, and says how it ends. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] arguments) {
      for (String file : ANSWERS.keySet()) {
        Made made = made(file);
        System.out.println(file + ": " + answer(made, made.reading(file)));
      }
    }

    private static String answer(Made made, FileReading reading) {
      try (InputStream in = made.open()) {
        byte[] head = in.readNBytes(CsvSniffer.HEAD_BYTES);
        return switch (CsvSniffer.sniff(ImportKind.SESSIONS, head, false, null, reading)) {
          case Sniffed.Refused(var problem) -> said(problem);
          case Sniffed.Readable readable -> rows(made, reading, readable);
        };
      } catch (FileRefused refused) {
        return said(refused.problem());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String rows(Made made, FileReading reading, Sniffed.Readable readable)
        throws IOException, FileRefused {
      KindCheck check = KindCheck.of(readable.header(), Instant.now());
      long rows = 0;
      long invalid = 0;
      try (RecordBlocks blocks =
          RecordBlocks.open(
              NormalizedInput.of(made.open(), readable.format()),
              readable.format().delimiter(),
              10_000,
              2 << 20,
              reading.declared().cells())) {
        for (Block block = blocks.next(); block != null; block = blocks.next()) {
          for (RawRow row : block.rows()) {
            rows++;
            invalid += check.check(row) instanceof RowCheck.Invalid ? 1 : 0;
          }
        }
      }
      return rows + " rows of which " + invalid + " are invalid";
    }

    private static String said(FileProblem problem) {
      return problem.code().id() + " at line " + problem.line();
    }
  }
}
