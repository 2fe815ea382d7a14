package org.teei.csr.engines.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.engines.imports.CsvFormat.Delimiter;
import org.teei.csr.engines.imports.CsvFormat.Encoding;
import org.teei.csr.engines.imports.CsvFormat.LineEnding;

class CsvSnifferTest {
  private static final String HEADER = "session_id,participant_email,volunteer_email,scheduled_at";
  private static final String ROW = "L1,p@example.org,v@example.org,2026-01-01";

  @Property(tries = 500)
  void fileOfEachSpellingIsRecognisedAndGivesItsCells(
      @ForAll("tables") List<List<String>> any,
      @ForAll Encoding encoding,
      @ForAll Delimiter delimiter,
      @ForAll LineEnding lineEnding,
      @ForAll Random order)
      throws Exception {
    List<String> header = new ArrayList<>(List.of((HEADER + ",Notes").split(",")));
    Collections.shuffle(header, order);
    List<List<String>> rows =
        any.stream()
            .map(row ->
                row.stream().map(cell -> NormalizedInputTest.writable(cell, encoding)).toList())
            .toList();
    StringWriter text = new StringWriter();
    try (CsvWriter csv =
        CsvWriter.builder()
            .fieldSeparator(delimiter.character())
            .lineDelimiter(
                switch (lineEnding) {
                  case LF -> LineDelimiter.LF;
                  case CRLF -> LineDelimiter.CRLF;
                  case CR -> LineDelimiter.CR;
                })
            .build(text)) {
      csv.writeRecord(header);
      rows.forEach(csv::writeRecord);
    }
    byte[] file = NormalizedInputTest.encoded(text.toString(), encoding);

    Sniffed.Readable readable = readable(file, declared(encoding));

    assertThat(readable.format()).isEqualTo(new CsvFormat(encoding, delimiter, lineEnding));
    assertThat(readable.header().header()).isEqualTo(header);
    try (RecordBlocks blocks =
        RecordBlocks.open(
            NormalizedInput.of(new ByteArrayInputStream(file), encoding),
            delimiter,
            1000,
            1 << 20)) {
      assertThat(blocks.next().rows()).extracting(RawRow::cells).isEqualTo(rows);
    }
  }

  @Provide
  Arbitrary<List<List<String>>> tables() {
    return GeneratedCells.texts().list().ofSize(5).list().ofMinSize(1).ofMaxSize(5);
  }

  @Test
  void sampleOfTheSimpleFormatIsRecognised() throws IOException {
    Sniffed.Readable readable = readable(resource("kintell_sessions_simple.csv"));

    assertThat(readable.header().schema().id()).isEqualTo("kintell_simple/1.0");
    assertThat(readable.format().delimiter()).isEqualTo(Delimiter.COMMA);
  }

  @Test
  void sampleOfAnotherPurposeIsOfNoSchema() throws IOException {
    assertThat(refused(resource("fixture_ngo_sessions_valid.csv")).code())
        .isEqualTo(FileProblemCode.UNKNOWN_SCHEMA);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EMPTY | ''",
        "EMPTY | '\n\r\n  \n'",
        "HEADER_ONLY | 'session_id,participant_email,volunteer_email,scheduled_at'",
        "HEADER_ONLY | 'session_id,participant_email,volunteer_email,scheduled_at\n\n'",
        "UNKNOWN_SCHEMA | 'a,b\n1,2\n'",
        "UNKNOWN_SCHEMA | '{\"session\": 1}\n{}\n'",
        "UNCLOSED_QUOTE | '\"session_id,participant_email\n1,2\n'",
        "MISPLACED_QUOTE | '\"session_id\"x,participant_email\n1,2\n'",
        "NUL_CHARACTER | 'session_id\u0000,x\n1,2\n'",
        "NOT_TEXT | 'PK\u0003\u0004\u0014'",
        "NOT_TEXT | '%PDF-1.7\n'",
      })
  void fileThatCannotBeImportedIsRefusedPrecisely(FileProblemCode code, String file) {
    assertThat(refused(file.getBytes(UTF_8)).code()).isEqualTo(code);
  }

  @Test
  void binaryOfficeFileIsNotText() {
    byte[] xls = new byte[600];
    Arrays.fill(xls, (byte) 1);
    System.arraycopy(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0}, 0, xls, 0, 4);

    assertThat(refused(xls).code()).isEqualTo(FileProblemCode.NOT_TEXT);
  }

  @Test
  void megabyteOfNulIsRefusedAtItsLine() {
    FileProblem problem = refused(new byte[1 << 20]);

    assertThat(problem.code()).isEqualTo(FileProblemCode.NUL_CHARACTER);
    assertThat(problem.line()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "c,", "\"c\";"})
  void headerOfAMillionColumnsIsRefusedFromTheHeadAloneAndQuickly(String column) {
    byte[] head = column.repeat(1 + CsvSniffer.HEAD_BYTES / column.length()).getBytes(UTF_8);

    FileProblem problem =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(2), () -> refused(head, false, null));

    assertThat(problem.code()).isEqualTo(FileProblemCode.TOO_MANY_COLUMNS);
    assertThat(problem.limit()).isEqualTo(ImportSchemas.MAX_COLUMNS);
  }

  @Test
  void asManyColumnsAsTheLimitAreRead() {
    StringBuilder header = new StringBuilder(HEADER);
    for (int i = 4; i < ImportSchemas.MAX_COLUMNS; i++) {
      header.append(",x" + i);
    }

    assertThat(readable((header + "\nrow\n").getBytes(UTF_8)).header().header()).hasSize(256);
    assertThat(refused((header + ",more\nrow\n").getBytes(UTF_8)).code())
        .isEqualTo(FileProblemCode.TOO_MANY_COLUMNS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\n"})
  void headThatNeverEndsItsHeaderIsRefused(String filler) {
    byte[] head = filler.repeat(CsvSniffer.HEAD_BYTES + 5).getBytes(UTF_8);

    assertThat(refused(head, false, null).code()).isEqualTo(FileProblemCode.HEADER_TOO_LONG);
    assertThat(refused(head, true, null).code()).isEqualTo(FileProblemCode.HEADER_TOO_LONG);
  }

  @Test
  void headerWhoseRowsAreBeyondTheHeadIsNotHeaderOnly() {
    assertThat(sniff((HEADER + "\n").getBytes(UTF_8), false, null))
        .isInstanceOf(Sniffed.Readable.class);
  }

  @Test
  void characterCutOffAtTheEndOfTheHeadIsNoInvalidEncoding() {
    byte[] file = (HEADER + "\n" + ROW + "\u20ac").getBytes(UTF_8);
    byte[] utf16 = NormalizedInputTest.encoded(HEADER + "\n\ud83d\ude00", Encoding.UTF_16LE);

    for (int cut = 1; cut <= 3; cut++) {
      assertThat(sniff(Arrays.copyOf(file, file.length - cut), false, null))
          .isInstanceOf(Sniffed.Readable.class);
      assertThat(sniff(Arrays.copyOf(utf16, utf16.length - cut), false, null))
          .isInstanceOf(Sniffed.Readable.class);
    }
  }

  @Test
  void invalidByteIsRefusedAtItsLine() {
    FileProblem problem = refused((HEADER + "\r\n" + ROW + "\r\nJ\u00fcrg").getBytes(ISO_8859_1));

    assertThat(problem.code()).isEqualTo(FileProblemCode.INVALID_ENCODING);
    assertThat(problem.line()).isEqualTo(3);
  }

  @Test
  void utf16WithoutByteOrderMarkIsReadOnlyWhereItsOrderIsDeclared() {
    byte[] file = (HEADER + "\n" + ROW).getBytes(UTF_16LE);

    assertThat(refused(file).code()).isEqualTo(FileProblemCode.NUL_CHARACTER);
    assertThat(refused(file, true, UTF_16).code()).isEqualTo(FileProblemCode.UNSUPPORTED_CHARSET);
    assertThat(readable(file, UTF_16LE).format().encoding()).isEqualTo(Encoding.UTF_16LE);
  }

  @Test
  void byteOrderMarkWinsOverTheDeclaredCharset() {
    byte[] file = NormalizedInputTest.encoded(HEADER + "\n" + ROW, Encoding.UTF_16BE);

    for (Charset declared : List.of(UTF_8, UTF_16, UTF_16BE, UTF_16LE)) {
      assertThat(readable(file, declared).format().encoding()).isEqualTo(Encoding.UTF_16BE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows-1252", "ISO-8859-1", "UTF-32"})
  void otherCharsetIsNotSupported(String charset) {
    FileProblem problem =
        refused((HEADER + "\n" + ROW).getBytes(UTF_8), true, Charset.forName(charset));

    assertThat(problem.code()).isEqualTo(FileProblemCode.UNSUPPORTED_CHARSET);
    assertThat(problem.code().kind()).isEqualTo(FileProblemKind.MEDIA_TYPE);
  }

  @Test
  void delimiterOfTheHeaderWinsOverTheOneInTheRows() {
    String file =
        HEADER.replace(',', ';')
            + ";topics\nL1;p@example.org;v@example.org;2026-01-01;a,b,c,d,e,f\n";

    assertThat(readable(file.getBytes(UTF_8)).format().delimiter()).isEqualTo(Delimiter.SEMICOLON);
  }

  @Test
  void aDeclaredDelimiterWinsOverTheOneThatFitsBetter() {
    byte[] file = (HEADER + "\n" + ROW + "\n").getBytes(UTF_8);

    assertThat(refused(file, null, reading("delimiter", "semicolon")).code())
        .isEqualTo(FileProblemCode.UNKNOWN_SCHEMA);
  }

  @ParameterizedTest
  @CsvSource({"SEMICOLON, LF", "COMMA, CRLF", "PIPE, CR"})
  void theSeparatorLineOfSpreadsheetsTellsTheDelimiter(Delimiter delimiter, LineEnding lineEnding)
      throws Exception {
    char separator = delimiter.character();
    String ending =
        switch (lineEnding) {
          case LF -> "\n";
          case CRLF -> "\r\n";
          case CR -> "\r";
        };
    String text =
        ("sep=" + separator + ending + HEADER + ending + ROW + ending).replace(',', separator);
    byte[] file = text.getBytes(UTF_8);

    Sniffed.Readable readable = readable(file);

    assertThat(readable.format().delimiter()).isEqualTo(delimiter);
    try (RecordBlocks blocks =
        RecordBlocks.open(
            NormalizedInput.of(new ByteArrayInputStream(file), readable.format()),
            delimiter,
            1000,
            1 << 20)) {
      assertThat(blocks.header()).isEqualTo(List.of(HEADER.split(",")));
      assertThat(blocks.next().rows()).extracting(RawRow::line).containsExactly(3L);
    }
  }

  @Test
  void aSeparatorLineThatContradictsTheDeclarationIsRefused() {
    byte[] file = ("sep=;\n" + HEADER.replace(',', ';') + "\n").getBytes(UTF_8);

    assertThat(refused(file, null, reading("delimiter", "comma")).code())
        .isEqualTo(FileProblemCode.DELIMITER_CONTRADICTED);
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1252, EFBBBF",
    "iso-8859-1, FFFE",
    "iso-8859-15, FEFF",
    "utf-8, FFFE",
    "utf-16, EFBBBF",
    "utf-16le, FEFF",
    "utf-16be, FFFE"
  })
  void aByteOrderMarkThatContradictsTheDeclarationIsRefused(String encoding, String mark) {
    byte[] file = HexFormat.of().parseHex(mark + HexFormat.of().formatHex(HEADER.getBytes(UTF_8)));

    assertThat(refused(file, null, reading("encoding", encoding)).code())
        .isEqualTo(FileProblemCode.ENCODING_CONTRADICTED);
  }

  @ParameterizedTest
  @CsvSource({
    "utf-8, UTF_8_BOM",
    "utf-8, UTF_8",
    "utf-16, UTF_16LE",
    "utf-16, UTF_16BE",
    "utf-16le, UTF_16LE"
  })
  void aByteOrderMarkThatAgreesWithTheDeclarationIsTaken(String declared, Encoding encoding) {
    byte[] file = NormalizedInputTest.encoded(HEADER + "\n" + ROW + "\n", encoding);

    assertThat(readable(file, reading("encoding", declared)).format().encoding())
        .isEqualTo(encoding);
  }

  @Test
  void utf16WithoutByteOrderMarkNeedsItsByteOrder() {
    byte[] file = (HEADER + "\n" + ROW + "\n").getBytes(StandardCharsets.UTF_16BE);

    assertThat(refused(file, null, reading("encoding", "utf-16")).code())
        .isEqualTo(FileProblemCode.UNSUPPORTED_CHARSET);
    assertThat(readable(file, reading("encoding", "utf-16be")).format().encoding())
        .isEqualTo(Encoding.UTF_16BE);
  }

  @Test
  void aDeclaredEncodingWinsOverTheCharsetOfTheContentType() {
    byte[] file =
        (HEADER + ",note\n" + ROW + ",fr\u00fch\n").getBytes(Charset.forName("windows-1252"));

    assertThat(refused(file, UTF_8, FileReading.PLAIN).code())
        .isEqualTo(FileProblemCode.INVALID_ENCODING);
    Sniffed sniffed =
        CsvSniffer.sniff(
            ImportKind.SESSIONS, file, true, UTF_8, reading("encoding", "windows-1252"));
    assertThat(((Sniffed.Readable) sniffed).format().encoding()).isEqualTo(Encoding.WINDOWS_1252);
  }

  @Test
  void aByteThatTheDeclaredEncodingLacksIsRefusedAtItsLine() {
    byte[] file = (HEADER + ",note\n" + ROW + ",a\u0081b\n").getBytes(StandardCharsets.ISO_8859_1);

    FileProblem problem = refused(file, null, reading("encoding", "windows-1252"));

    assertThat(problem.code()).isEqualTo(FileProblemCode.INVALID_ENCODING);
    assertThat(problem.line()).isEqualTo(2);
  }

  @Test
  void brokenQuoteInARowIsLeftToTheStaging() {
    assertThat(sniff((HEADER + "\n\"L1\"x,\n").getBytes(UTF_8), true, null))
        .isInstanceOf(Sniffed.Readable.class);
  }

  private static Sniffed sniff(byte[] head, boolean whole, Charset declared) {
    return CsvSniffer.sniff(ImportKind.SESSIONS, head, whole, declared);
  }

  /** Encodings of one byte are not told by the bytes. */
  private static FileReading declared(Encoding encoding) {
    return switch (encoding) {
      case UTF_8, UTF_8_BOM, UTF_16LE, UTF_16BE -> FileReading.PLAIN;
      case WINDOWS_1252, ISO_8859_1, ISO_8859_15 ->
          reading("encoding", encoding.id().toLowerCase(Locale.ROOT));
    };
  }

  /** Names and values by turns. */
  private static FileReading reading(String... declared) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < declared.length; i += 2) {
      values.put(declared[i], declared[i + 1]);
    }
    try {
      return new FileReading(HeaderMapping.NONE, DeclaredFormat.of(values));
    } catch (InvalidDeclaration invalid) {
      throw new IllegalArgumentException(invalid);
    }
  }

  private static Sniffed.Readable readable(byte[] file, FileReading reading) {
    return (Sniffed.Readable) CsvSniffer.sniff(ImportKind.SESSIONS, file, true, null, reading);
  }

  private static FileProblem refused(byte[] file, Charset charset, FileReading reading) {
    return ((Sniffed.Refused) CsvSniffer.sniff(ImportKind.SESSIONS, file, true, charset, reading))
        .problem();
  }

  private static Sniffed.Readable readable(byte[] file) {
    return readable(file, FileReading.PLAIN);
  }

  private static Sniffed.Readable readable(byte[] file, Charset declared) {
    return (Sniffed.Readable) sniff(file, true, declared);
  }

  private static FileProblem refused(byte[] file) {
    return refused(file, true, null);
  }

  private static FileProblem refused(byte[] head, boolean whole, Charset declared) {
    return ((Sniffed.Refused) sniff(head, whole, declared)).problem();
  }

  private static byte[] resource(String name) throws IOException {
    try (var in = CsvSnifferTest.class.getResourceAsStream("/" + name)) {
      return in.readAllBytes();
    }
  }
}
