package org.teei.csr.engines.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.engines.imports.CsvFormat.Delimiter;

class RecordBlocksTest {

  /** What reading to the end gives: rows, and the refusal that stopped it. */
  private record Reading(
      List<String> header, List<RawRow> rows, List<Block> blocks, FileProblem refused) {
    List<List<String>> cells() {
      return rows.stream().map(RawRow::cells).toList();
    }
  }

  @Test
  void rowsAreCountedWithoutHeaderAndBlankLinesAndKnowTheirPlace() throws Exception {
    Reading reading = read("\nid,text\n\n1,\"two\r\nlines\"\n  \n\n2,plain");

    assertThat(reading.header()).containsExactly("id", "text");
    assertThat(reading.rows())
        .containsExactly(
            new RawRow(1, 4, 10, 14, List.of("1", "two\r\nlines")),
            new RawRow(2, 8, 29, 7, List.of("2", "plain")));
  }

  @Test
  void quotedEmptyCellIsARow() throws Exception {
    assertThat(read("h\n\"\"\n").cells()).containsExactly(List.of(""));
  }

  @Test
  void lineOfTabsIsARowOfATabSeparatedFileOnly() throws Exception {
    assertThat(read("a\tb\n\t\n", Delimiter.TAB, 10, 100).cells()).containsExactly(List.of("", ""));
    assertThat(read("a,b\n\t\n", Delimiter.COMMA, 10, 100).cells()).isEmpty();
  }

  @Test
  void quotationMarkInsideAnUnquotedCellIsData() throws Exception {
    assertThat(read("h\n5\" pipe, \"x\"\n").cells()).containsExactly(List.of("5\" pipe", " \"x\""));
  }

  @Test
  void cellsAreNeitherTrimmedNorRestored() throws Exception {
    assertThat(read("a,b\n '=x ,'=y\n").cells()).containsExactly(List.of(" '=x ", "'=y"));
  }

  @Test
  void blockEndsWithItsRowsOrBytes() throws Exception {
    String file = "h\n1\n2\n3\n4\n5\n";

    assertThat(read(file, Delimiter.COMMA, 2, 1000).blocks())
        .extracting(block -> block.rows().size())
        .containsExactly(2, 2, 1);
    assertThat(read(file, Delimiter.COMMA, 100, 5).blocks())
        .extracting(block -> block.rows().size())
        .containsExactly(3, 2);
  }

  @Test
  void rangeCanBeReadExactly() throws Exception {
    byte[] file = "h\n1\n2\n3\n4\n5\n".getBytes(UTF_8);
    try (RecordBlocks blocks =
        RecordBlocks.open(new ByteArrayInputStream(file), Delimiter.COMMA, 100, 1000)) {
      assertThat(blocks.next(2).rows()).extracting(RawRow::number).containsExactly(1L, 2L);
      assertThat(blocks.position()).isEqualTo(new Block.Position(6, 3, 4));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNCLOSED_QUOTE, 'h\n1\n2,\"x\ny\n', 3, 1",
    "UNCLOSED_QUOTE, 'h\n\"x\"\"', 2, 0",
    "UNCLOSED_QUOTE, 'h\n1,\"a\nb\",\"c\nd\n', 3, 0",
    "MISPLACED_QUOTE, 'h\n1\n\"a\nb\"c\n', 4, 1",
    "MISPLACED_QUOTE, 'h\n\"a\" ,b\n', 2, 0",
    "NUL_CHARACTER, 'h\n1\n2\n3,\u0000', 4, 2",
    "NUL_CHARACTER, 'h\n1\n\"2\n\u0000\"', 4, 1",
  })
  void brokenRecordStopsTheReadingAtItsLineBehindTheRowsBefore(
      FileProblemCode code, String file, long line, int rows) throws Exception {
    Reading reading = read(file);

    assertThat(reading.refused().code()).isEqualTo(code);
    assertThat(reading.refused().line()).isEqualTo(line);
    assertThat(reading.rows()).hasSize(rows);
  }

  @ParameterizedTest
  @ValueSource(ints = {0xFF, 0xC3, 0x80, 0xC0, 0xED})
  void invalidByteStopsTheReadingAtItsLineBehindTheRowsBefore(int invalid) throws Exception {
    byte[] file = "h\r\n\u00e91\r\n\"2\r\nx?\"\r\n3\r\n".getBytes(UTF_8);
    file[new String(file, UTF_8).indexOf('?') + 1] = (byte) invalid;

    Reading reading = read(file, Delimiter.COMMA, 100, 1000, Integer.MAX_VALUE);

    assertThat(reading.refused().code()).isEqualTo(FileProblemCode.INVALID_ENCODING);
    assertThat(reading.refused().line()).isEqualTo(4);
    assertThat(reading.cells()).containsExactly(List.of("\u00e91"));
  }

  @Test
  void invalidByteInTheHeaderRefusesTheFileAtOnce() {
    assertThatThrownBy(() ->
            RecordBlocks.open(
                new ByteArrayInputStream(new byte[] {'h', (byte) 0xFF, '\n'}),
                Delimiter.COMMA,
                1,
                1))
        .isInstanceOf(FileRefused.class)
        .hasMessage("invalid-encoding at line 1");
  }

  @Test
  void fileWithoutARecordIsEmpty() {
    assertThatThrownBy(() ->
            RecordBlocks.open(
                new ByteArrayInputStream("\n \n".getBytes(UTF_8)), Delimiter.COMMA, 1, 1))
        .isInstanceOf(FileRefused.class)
        .hasMessage("empty-file");
  }

  @Test
  void recordAtTheLimitIsReadAndOneByteMoreIsNot() throws Exception {
    String longest = "x".repeat(RecordBlocks.MAX_RECORD_BYTES);

    assertThat(read("h\n" + longest + "\n").cells()).containsExactly(List.of(longest));
    FileProblem refused = read("h\n1\n" + longest + "x\n").refused();
    assertThat(refused.code()).isEqualTo(FileProblemCode.RECORD_TOO_LONG);
    assertThat(refused.line()).isEqualTo(3);
    assertThat(refused.limit()).isEqualTo(RecordBlocks.MAX_RECORD_BYTES);
  }

  @ParameterizedTest
  @CsvSource({"x, RECORD_TOO_LONG", "'\"', UNCLOSED_QUOTE", "'x,', RECORD_TOO_LONG"})
  void endlessRecordStopsEarly(String start, FileProblemCode code) throws Exception {
    Endless endless = new Endless("h\n1\n" + start, 'x');

    Reading reading = read(endless, Delimiter.COMMA, 1000, 1 << 16);

    assertThat(reading.refused().code()).isEqualTo(code);
    assertThat(reading.refused().line()).isEqualTo(3);
    assertThat(reading.rows()).hasSize(1);
    assertThat(endless.delivered).isLessThan(4L * RecordBlocks.MAX_RECORD_BYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4_095, 4_096, 65_537})
  void anOverlongRecordOfQuotesIsRefusedTheSameHoweverItsBytesComeIn(int chunk) throws Exception {
    byte[] file = ("h\n" + "\"".repeat(2 * RecordBlocks.MAX_RECORD_BYTES)).getBytes(UTF_8);

    Reading reading = read(file, Delimiter.COMMA, 1, 1, chunk);

    assertThat(reading.refused().code()).isEqualTo(FileProblemCode.UNCLOSED_QUOTE);
    assertThat(reading.refused().line()).isEqualTo(2);
  }

  @Test
  void endlessBlankLinesPassInConstantMemory() throws Exception {
    InputStream blanks = new Limited(new Endless("h\n", '\n'), 10_000_000);

    Reading reading = read(blanks, Delimiter.COMMA, 1000, 1 << 16);

    assertThat(reading.rows()).isEmpty();
    assertThat(reading.refused()).isNull();
  }

  @Test
  void rowShowsNoCellInItsText() {
    assertThat(new RawRow(1, 2, 3, 4, List.of("private")).toString()).doesNotContain("private");
  }

  @Property(tries = 5000)
  void recordEndsAndCellsAreThoseOfFastCsv(
      @ForAll("texts") String text,
      @ForAll @IntRange(min = 1, max = 5) int maxRows,
      @ForAll @IntRange(min = 1, max = 20) int maxBytes,
      @ForAll @IntRange(min = 1, max = 7) int chunk,
      @ForAll Delimiter delimiter)
      throws Exception {
    Oracle oracle = Oracle.read(text, delimiter);

    Reading reading = read(text.getBytes(UTF_8), delimiter, maxRows, maxBytes, chunk);

    List<List<String>> records = new ArrayList<>();
    if (!reading.header().isEmpty()) {
      records.add(reading.header());
    }
    records.addAll(reading.cells());
    assertThat(records).isEqualTo(oracle.records());
    assertThat(reading.refused() != null).isEqualTo(oracle.refused() || records.isEmpty());
  }

  @Property(tries = 2000)
  void anyBytesAreReadToTheEndOrRefused(
      @ForAll("bytes") byte[] file, @ForAll @IntRange(min = 1, max = 5) int chunk)
      throws Exception {
    Reading reading = read(file, Delimiter.COMMA, 2, 10, chunk);

    for (RawRow row : reading.rows()) {
      String text = new String(file, (int) row.offset(), row.length(), UTF_8);
      assertThat(Oracle.read(text, Delimiter.COMMA))
          .isEqualTo(new Oracle(List.of(row.cells()), false));
      assertThat(text.getBytes(UTF_8)).hasSize(row.length());
    }
    boolean clean =
        !new String(file, UTF_8).contains("\uFFFD") && !new String(file, UTF_8).contains("\0");
    if (!clean) {
      assertThat(reading.refused()).isNotNull();
    }
  }

  @Provide
  Arbitrary<byte[]> bytes() {
    Arbitrary<Byte> any = Arbitraries.bytes();
    Arbitrary<Byte> special = Arbitraries.of((byte) '"', (byte) ',', (byte) '\n', (byte) '\r');
    Arbitrary<Byte> plain = Arbitraries.bytes().between((byte) 'a', (byte) 'z');
    return Arbitraries.frequencyOf(Tuple.of(1, any), Tuple.of(6, special), Tuple.of(12, plain))
        .array(byte[].class)
        .ofMaxSize(40);
  }

  @Property(tries = 1000)
  void rowIsReadAgainFromItsBytes(@ForAll("texts") String text, @ForAll Delimiter delimiter)
      throws Exception {
    byte[] file = text.getBytes(UTF_8);

    for (RawRow row : read(file, delimiter, 3, 10, 5).rows()) {
      byte[] bytes =
          Arrays.copyOfRange(file, (int) row.offset(), (int) row.offset() + row.length());
      assertThat(RecordBlocks.cellsOf(bytes, delimiter)).isEqualTo(row.cells());
    }
  }

  @Property(tries = 1000)
  void readingGoesOnFromAnyBlockOrRow(@ForAll("texts") String text) throws Exception {
    byte[] file = text.getBytes(UTF_8);
    Reading whole = read(file, Delimiter.COMMA, 2, 100, 5);

    List<Block.Position> places = new ArrayList<>();
    whole.blocks().forEach(block -> places.add(block.start()));
    whole.rows().forEach(row -> places.add(row.position()));
    for (Block.Position place : places) {
      InputStream rest =
          new ByteArrayInputStream(file, (int) place.offset(), file.length - (int) place.offset());
      try (RecordBlocks blocks = RecordBlocks.resume(rest, Delimiter.COMMA, place, 3, 100)) {
        assertThat(drain(blocks).rows())
            .isEqualTo(whole.rows().stream().filter(row -> row.number() >= place.row()).toList());
      }
    }
  }

  @Property(tries = 1000)
  void linesAreThoseOfAnEditor(@ForAll("texts") String text) throws Exception {
    byte[] file = text.getBytes(UTF_8);

    for (RawRow row : read(file, Delimiter.COMMA, 3, 10, 5).rows()) {
      String before = new String(file, 0, (int) row.offset(), UTF_8);
      assertThat(row.line())
          .isEqualTo(
              before
                      .replace("\r\n", "\n")
                      .replace('\r', '\n')
                      .chars()
                      .filter(c -> c == '\n')
                      .count()
                  + 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void delimiterIsFoundByItsId(Delimiter delimiter) {
    assertThat(Delimiter.of(delimiter.id())).isEqualTo(delimiter);
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> dense =
        Arbitraries.strings().withChars("\"\",;\t\n\r a\u00e9\u20ac").ofMaxLength(40);
    Arbitrary<String> cells =
        Arbitraries.of(
            "\"a\"", "\"\"", "\"a\"\"b\"", "\"a\nb\"", "x", "", " ", "\ud83d\ude00", "\"c,d\"");
    Arbitrary<String> separators = Arbitraries.of(",", ",", "\n", "\r\n", "\r", ";", "\t");
    Arbitrary<String> tidy =
        Combinators.combine(cells, separators)
            .as((cell, separator) -> cell + separator)
            .list()
            .ofMaxSize(20)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(dense, tidy);
  }

  /** The records of FastCSV alone, blank lines left out, up to the first that it refuses. */
  private record Oracle(List<List<String>> records, boolean refused) {

    static Oracle read(String text, Delimiter delimiter) throws IOException {
      List<List<String>> records = new ArrayList<>();
      try (CsvReader<List<String>> reader =
          CsvReader.builder()
              .fieldSeparator(delimiter.character())
              .skipEmptyLines(false)
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .allowUnclosedQuote(false)
              .build(new Records(), text)) {
        reader.forEach(cells -> {
          if (!cells.isEmpty()) {
            records.add(cells);
          }
        });
        return new Oracle(records, false);
      } catch (CsvParseException refused) {
        return new Oracle(records, true);
      }
    }

    private static final class Records extends AbstractBaseCsvCallbackHandler<List<String>> {
      private List<String> cells = new ArrayList<>();
      private boolean anyQuoted;

      @Override
      protected void handleBegin(long startingLineNumber) {
        cells = new ArrayList<>();
        anyQuoted = false;
      }

      @Override
      protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        cells.add(new String(buffer, offset, length));
        anyQuoted |= quoted;
      }

      @Override
      protected List<String> buildRecord() {
        boolean blank =
            getRecordType() == RecordType.EMPTY
                || (!anyQuoted
                    && cells.size() == 1
                    && cells.getFirst().chars().allMatch(c -> c == ' ' || c == '\t'));
        return blank ? List.of() : cells;
      }
    }
  }

  private static Reading read(String file) throws IOException {
    return read(file, Delimiter.COMMA, 1000, 1 << 20);
  }

  private static Reading read(String file, Delimiter delimiter, int maxRows, int maxBytes)
      throws IOException {
    return read(file.getBytes(UTF_8), delimiter, maxRows, maxBytes, Integer.MAX_VALUE);
  }

  private static Reading read(
      byte[] file, Delimiter delimiter, int maxRows, int maxBytes, int chunk) throws IOException {
    InputStream trickle =
        new ByteArrayInputStream(file) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, chunk));
          }
        };
    return read(trickle, delimiter, maxRows, maxBytes);
  }

  private static Reading read(InputStream in, Delimiter delimiter, int maxRows, int maxBytes)
      throws IOException {
    try (RecordBlocks blocks = RecordBlocks.open(in, delimiter, maxRows, maxBytes)) {
      return drain(blocks);
    } catch (FileRefused refused) {
      return new Reading(List.of(), List.of(), List.of(), refused.problem());
    }
  }

  private static Reading drain(RecordBlocks blocks) throws IOException {
    List<Block> read = new ArrayList<>();
    FileProblem problem = null;
    try {
      for (Block block = blocks.next(); block != null; block = blocks.next()) {
        read.add(block);
      }
    } catch (FileRefused refused) {
      problem = refused.problem();
    }
    List<RawRow> rows = read.stream().flatMap(block -> block.rows().stream()).toList();
    return new Reading(blocks.header(), rows, read, problem);
  }

  /** A start and then one character for ever. */
  private static final class Endless extends InputStream {
    private final InputStream start;
    private final byte filler;
    private long delivered;

    Endless(String start, char filler) {
      this.start = new ByteArrayInputStream(start.getBytes(UTF_8));
      this.filler = (byte) filler;
    }

    @Override
    public int read() throws IOException {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = start.read(bytes, offset, length);
      if (count < 0) {
        Arrays.fill(bytes, offset, offset + length, filler);
        count = length;
      }
      delivered += count;
      return count;
    }
  }

  private static final class Limited extends InputStream {
    private final InputStream in;
    private long left;

    Limited(InputStream in, long limit) {
      this.in = in;
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(bytes, offset, (int) Math.min(length, left));
      left -= count;
      return count;
    }
  }
}
