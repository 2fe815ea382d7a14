package org.teei.csr.engines.imports;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.engines.imports.CsvFormat.Delimiter;

class CorrectionInputTest {
  private static final List<String> ORIGINAL = List.of("session_id", "email", "note");

  private final List<CorrectedRow> taken = new ArrayList<>();

  @Test
  void aRejectedFileComesBackInTheColumnsOfItsImport() throws Exception {
    var out = new StringWriter();
    var wild = List.of("=1+1", "a;\"b\",\r\nc", " #x ");
    try (var csv = ResultCsv.ofRejected(out, ORIGINAL)) {
      csv.write(17, List.of("S-1", "bad", "-3"), List.of());
      csv.write(4, wild, List.of(new RowError(RowErrorCode.BAD_EMAIL, "email")));
    }

    var stored = stored(out.toString().getBytes(UTF_8), Delimiter.SEMICOLON);

    assertThat(stored.header()).containsExactly("_error_row", "session_id", "email", "note");
    assertThat(stored.rows())
        .containsExactly(
            List.of("17", "S-1", "bad", "'-3"), List.of("4", "'=1+1", "a;\"b\",\r\nc", " #x "));
    assertThat(taken).extracting(CorrectedRow::number).containsExactly(17L, 4L);
  }

  @Test
  void whatASpreadsheetDoesToAFileIsUnderstood() throws Exception {
    var text =
        "\uFEFF_error_row;note;SESSION_ID ;email;;\r\n7;n;S-7;a@b.c;;\r\n;;;;;\r\n8;\"x;y\";S-8;b@b.c;;\r\n\r\n";

    var stored = stored(text.getBytes(UTF_16LE), Delimiter.COMMA);

    assertThat(stored.rows())
        .containsExactly(List.of("7", "S-7", "a@b.c", "n"), List.of("8", "S-8", "b@b.c", "x;y"));
  }

  @Test
  void errorColumnsOfAnEarlierRejectedFileStayEmpty() throws Exception {
    var original = List.of("session_id", "_error_row", "_error_code", "email");

    var stored = stored(original, "session_id,email,_error_row\nS-1,a@b.c,3\n".getBytes(UTF_8));

    assertThat(stored.rows()).containsExactly(List.of("3", "S-1", "", "", "a@b.c"));
  }

  @Test
  void aRowThatIsTooShortOrTooLongStaysSo() throws Exception {
    var stored =
        stored(
            "_error_row,session_id,email,note\n1,S-1\n2,S-2,e,n,more,\n".getBytes(UTF_8),
            Delimiter.COMMA);

    assertThat(stored.rows())
        .containsExactly(List.of("1", "S-1"), List.of("2", "S-2", "e", "n", "more", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "-1",
        "'-1",
        "0",
        "00",
        "1.0",
        "1e3",
        "+1",
        "٣",
        "=1",
        "9999999999999999999",
        "0x1",
        "1 2"
      })
  void whatIsNoRowNumberIsNone(String number) throws Exception {
    stored(
        ("_error_row,session_id,email,note\n" + number + ",S,e,n\n").getBytes(UTF_8),
        Delimiter.COMMA);

    assertThat(taken).extracting(CorrectedRow::number).containsExactly(0L);
  }

  @Test
  void blanksAroundARowNumberDoNotCount() throws Exception {
    stored("_error_row,session_id,email,note\n \u00A012 ,S,e,n\n".getBytes(UTF_8), Delimiter.COMMA);

    assertThat(taken).extracting(CorrectedRow::number).containsExactly(12L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "session_id,email,note|missing-header|_error_row",
        "_error_row,session_id,note|missing-header|email",
        "_error_row,session_id,email,note,comment|unknown-header|comment",
        "_error_row,session_id,email,note,email|duplicate-header|email",
        "_error_row,session_id,email,note,_error_row|duplicate-header|_error_row"
      })
  void aHeaderThatIsNotThatOfTheImportIsRefused(String example) {
    var parts = example.split("\\|");

    assertThatThrownBy(() -> stored((parts[0] + "\n1,2,3,4\n").getBytes(UTF_8), Delimiter.COMMA))
        .isInstanceOfSatisfying(
            FileRefused.class,
            refused -> {
              assertThat(refused.problem().code().id()).isEqualTo(parts[1]);
              assertThat(refused.problem().columns())
                  .extracting(FileProblem.Column::name)
                  .containsExactly(parts[2]);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "'_error_row,', 'session_id ', header-too-long, 1",
    "'_error_row,session_id,email,note', ',c', header-too-long, 1",
    "'', '\n', header-too-long, 65537",
    "'\"_error_row,', 'text\n', unclosed-quote, 1"
  })
  void aHeaderThatDoesNotEndWithinTheHeadIsRefused(
      String begin, String again, String code, long line) {
    var head = (begin + again.repeat(CsvSniffer.HEAD_BYTES)).getBytes(UTF_8);

    assertThatThrownBy(() -> CorrectionHeader.sniff(ORIGINAL, head, false, null))
        .hasMessage(code + " at line " + line);
  }

  @Test
  void thousandsOfColumnsAreNotNamed() {
    var header = "_error_row,session_id,email,note" + ",c".repeat(20_000) + "\n";

    assertThatThrownBy(() -> CorrectionHeader.sniff(ORIGINAL, header.getBytes(UTF_8), true, null))
        .hasMessage("too-many-columns");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PK\u0003\u0004 no csv", "\0"})
  void whatIsNoTextIsRefused(String content) {
    assertThatThrownBy(() -> stored(content.getBytes(UTF_8), Delimiter.COMMA))
        .isInstanceOf(FileRefused.class);
  }

  @Test
  void theStreamEndsWhereTheFileCannotBeReadOn() throws Exception {
    var bytes = "_error_row,session_id,email,note\n1,S,e,n\n2,S,\"e,n\n".getBytes(UTF_8);
    var input = open(ORIGINAL, bytes, Delimiter.COMMA, new ByteArrayInputStream(bytes));

    input.readAllBytes();

    assertThat(input.refused()).isNotNull();
    assertThat(input.refused().problem().code()).isEqualTo(FileProblemCode.UNCLOSED_QUOTE);
  }

  @Test
  void aRecordThatWouldBeTooLongToReadAgainIsRefused() throws Exception {
    var cell = ";".repeat(RecordBlocks.MAX_RECORD_BYTES - 30);
    var bytes = ("_error_row,session_id,email,note\n1,S," + cell + ",n\n").getBytes(UTF_8);
    var sound = open(ORIGINAL, bytes, Delimiter.COMMA, new ByteArrayInputStream(bytes));
    sound.readAllBytes();
    assertThat(sound.refused()).isNull();

    var quotes = "\"".repeat(RecordBlocks.MAX_RECORD_BYTES / 2 + 1);
    var more = ("_error_row,session_id,email,note\n1,S,x" + quotes + ",n\n").getBytes(UTF_8);
    var input = open(ORIGINAL, more, Delimiter.COMMA, new ByteArrayInputStream(more));
    input.readAllBytes();

    assertThat(input.refused()).isNotNull();
    assertThat(input.refused().problem().code()).isEqualTo(FileProblemCode.RECORD_TOO_LONG);
  }

  @Test
  void aMillionRowsPassInPortions() throws Exception {
    var head = "_error_row,session_id,email,note\n".getBytes(UTF_8);
    var largest = new int[1];
    var count = new long[1];
    var header = CorrectionHeader.sniff(ORIGINAL, head, false, null);
    try (var input =
        CorrectionInput.open(
            new Rows(head, 1_000_000),
            header,
            ORIGINAL,
            Delimiter.COMMA,
            rows -> {
              largest[0] = Math.max(largest[0], rows.size());
              count[0] += rows.size();
              return true;
            })) {
      input.transferTo(OutputStream.nullOutputStream());
      assertThat(input.rows()).isEqualTo(1_000_000);
    }

    assertThat(count[0]).isEqualTo(1_000_000);
    assertThat(largest[0]).isLessThanOrEqualTo(5_000);
  }

  private record Stored(List<String> header, List<List<String>> rows) {}

  private Stored stored(byte[] sent, Delimiter delimiter) throws IOException, FileRefused {
    return stored(ORIGINAL, sent, delimiter);
  }

  private Stored stored(List<String> original, byte[] sent) throws IOException, FileRefused {
    return stored(original, sent, Delimiter.COMMA);
  }

  private Stored stored(List<String> original, byte[] sent, Delimiter delimiter)
      throws IOException, FileRefused {
    var input = open(original, sent, delimiter, new ByteArrayInputStream(sent));
    var bytes = input.readAllBytes();
    assertThat(input.refused()).isNull();
    try (var blocks =
        RecordBlocks.open(new ByteArrayInputStream(bytes), delimiter, 1_000, 1 << 20)) {
      var block = blocks.next();
      return new Stored(
          blocks.header(),
          block == null
              ? List.of()
              : block.rows().stream().map(RawRow::cells).collect(Collectors.toList()));
    }
  }

  private CorrectionInput open(
      List<String> original, byte[] sent, Delimiter delimiter, InputStream raw)
      throws IOException, FileRefused {
    return CorrectionInput.open(
        raw,
        CorrectionHeader.sniff(original, sent, true, null),
        original,
        delimiter,
        rows -> {
          taken.addAll(rows);
          return true;
        });
  }

  /** So many rows, made as they are read. */
  private static final class Rows extends InputStream {
    private final int rows;
    private byte[] current;
    private int next;
    private int made;

    Rows(byte[] head, int rows) {
      this.current = head;
      this.rows = rows;
    }

    @Override
    public int read() {
      while (next == current.length) {
        if (made == rows) {
          return -1;
        }
        made++;
        current = (made + ",S-" + made + ",p@example.org,note\n").getBytes(UTF_8);
        next = 0;
      }
      return current[next++] & 0xFF;
    }
  }
}
