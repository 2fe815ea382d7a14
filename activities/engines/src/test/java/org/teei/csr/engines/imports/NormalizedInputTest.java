package org.teei.csr.engines.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.engines.imports.CsvFormat.Encoding;

class NormalizedInputTest {

  @Property
  void textOfEachEncodingComesOutAsUtf8WithoutByteOrderMark(
      @ForAll("texts") String text,
      @ForAll Encoding encoding,
      @ForAll @IntRange(min = 1, max = 9) int chunk)
      throws IOException {
    String writable = writable(text, encoding);

    byte[] out = normalised(encoded(writable, encoding), encoding, chunk);

    assertThat(new String(out, UTF_8)).isEqualTo(writable);
  }

  @ParameterizedTest
  @CsvSource({
    "UTF_16LE, FFFE610000D86200, 61FF62", // a high surrogate alone
    "UTF_16LE, FFFE610000DC6200, 61FF62", // a low surrogate alone
    "UTF_16BE, FEFF0061D8000062, 61FF62",
    "UTF_16BE, FEFF006100, 61FF", // half a code unit at the end
    "UTF_16BE, FEFF0061D800, 61FF", // half a pair at the end
    "WINDOWS_1252, 618062819D, 61E282AC62FFFF", // two of the five bytes without a character
    "ISO_8859_1, 61E58062, 61C3A5FF62", // a euro sign of Windows-1252
    "ISO_8859_15, 61A48062, 61E282ACFF62",
  })
  void malformedSequenceBecomesOneInvalidByte(Encoding encoding, String in, String out)
      throws IOException {
    assertThat(
            HexFormat.of()
                .withUpperCase()
                .formatHex(normalised(HexFormat.of().parseHex(in), encoding, 100)))
        .isEqualTo(out);
  }

  @Test
  void malformedSequenceIsFoundAtItsLineWhenTheFileIsRead() throws Exception {
    byte[] raw = encoded("h\r\n1\r\n\"2\r\n?\"\r\n3\r\n", Encoding.UTF_16LE);
    int mark = new String(raw, StandardCharsets.ISO_8859_1).indexOf('?');
    raw[mark + 1] = (byte) 0xD8;
    InputStream in = NormalizedInput.of(new ByteArrayInputStream(raw), Encoding.UTF_16LE);

    try (RecordBlocks blocks = RecordBlocks.open(in, CsvFormat.Delimiter.COMMA, 100, 1000)) {
      assertThat(blocks.next().rows()).hasSize(1);
      assertThatThrownBy(blocks::next)
          .isInstanceOf(FileRefused.class)
          .hasMessage("invalid-encoding at line 4");
    }
  }

  @Test
  void utf8PassesUnchecked() throws IOException {
    byte[] bytes = {'a', (byte) 0xFF, 0};

    assertThat(normalised(bytes, Encoding.UTF_8, 2)).isEqualTo(bytes);
  }

  @Test
  void onlyTheFirstByteOrderMarkIsTakenOff() throws IOException {
    assertThat(normalised(encoded("\uFEFFa", Encoding.UTF_8_BOM), Encoding.UTF_8_BOM, 1))
        .isEqualTo("\uFEFFa".getBytes(UTF_8));
  }

  @Test
  void utf16WithoutMarkIsReadInFull() throws IOException {
    assertThat(normalised("ab".getBytes(StandardCharsets.UTF_16LE), Encoding.UTF_16LE, 1))
        .isEqualTo("ab".getBytes(UTF_8));
  }

  @Test
  void longTextIsTranscodedAcrossBufferEnds() throws IOException {
    String text = "x\ud83d\ude00\u20ac".repeat(20_000);

    assertThat(normalised(encoded(text, Encoding.UTF_16BE), Encoding.UTF_16BE, 1001))
        .isEqualTo(text.getBytes(UTF_8));
  }

  @Provide
  Arbitrary<String> texts() {
    return GeneratedCells.texts().map(text -> text.startsWith("\uFEFF") ? "" : text);
  }

  /** What of a text can be written in an encoding. */
  static String writable(String text, Encoding encoding) {
    return switch (encoding) {
      case UTF_8, UTF_8_BOM, UTF_16LE, UTF_16BE -> text;
      case WINDOWS_1252, ISO_8859_1, ISO_8859_15 -> {
        CharsetEncoder encoder = Charset.forName(encoding.id()).newEncoder();
        StringBuilder written = new StringBuilder();
        text.chars()
            .filter(c -> c < 128 || (encoder.canEncode((char) c) && !Character.isISOControl(c)))
            .forEach(c -> written.append((char) c));
        yield written.toString();
      }
    };
  }

  static byte[] encoded(String text, Encoding encoding) {
    Charset charset =
        switch (encoding) {
          case UTF_8, UTF_8_BOM -> UTF_8;
          case UTF_16LE -> StandardCharsets.UTF_16LE;
          case UTF_16BE -> StandardCharsets.UTF_16BE;
          case WINDOWS_1252, ISO_8859_1, ISO_8859_15 -> Charset.forName(encoding.id());
        };
    boolean marked =
        switch (encoding) {
          case UTF_8, WINDOWS_1252, ISO_8859_1, ISO_8859_15 -> false;
          case UTF_8_BOM, UTF_16LE, UTF_16BE -> true;
        };
    return (marked ? "\uFEFF" + text : text).getBytes(charset);
  }

  private static byte[] normalised(byte[] raw, Encoding encoding, int chunk) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = NormalizedInput.of(new ByteArrayInputStream(raw), encoding)) {
      byte[] part = new byte[chunk];
      for (int count = in.read(part); count >= 0; count = in.read(part)) {
        out.write(part, 0, count);
      }
    }
    return out.toByteArray();
  }
}
