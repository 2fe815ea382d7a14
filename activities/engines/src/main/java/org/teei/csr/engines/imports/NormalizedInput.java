package org.teei.csr.engines.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An upload as UTF-8 without byte order mark, in constant memory. UTF-8 passes through unchecked.
 * UTF-16 and the encodings of one byte are transcoded strictly: each malformed sequence becomes the
 * byte {@link #INVALID}, which no UTF-8 text has, so that reading the file finds it at its line and
 * nothing is replaced.
 */
public final class NormalizedInput {
  static final byte INVALID = (byte) 0xFF;

  static final byte[] BOM_8 = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  static final byte[] BOM_16LE = {(byte) 0xFF, (byte) 0xFE};
  static final byte[] BOM_16BE = {(byte) 0xFE, (byte) 0xFF};

  private NormalizedInput() {}

  /**
   * Wraps the bytes of an upload; closing the result closes them.
   *
   * @param encoding as sniffed from the head
   */
  public static InputStream of(InputStream raw, CsvFormat.Encoding encoding) throws IOException {
    return switch (encoding) {
      case UTF_8 -> raw;
      case UTF_8_BOM -> without(BOM_8, raw);
      case UTF_16LE -> new Transcoded(without(BOM_16LE, raw), StandardCharsets.UTF_16LE);
      case UTF_16BE -> new Transcoded(without(BOM_16BE, raw), StandardCharsets.UTF_16BE);
      case WINDOWS_1252 -> new SingleByteInput(raw, Charset.forName("windows-1252"));
      case ISO_8859_1 -> new SingleByteInput(raw, StandardCharsets.ISO_8859_1);
      case ISO_8859_15 -> new SingleByteInput(raw, Charset.forName("ISO-8859-15"));
    };
  }

  /** As {@link #of(InputStream, CsvFormat.Encoding)}, with a blank line for the separator line. */
  public static InputStream of(InputStream raw, CsvFormat format) throws IOException {
    InputStream normalised = of(raw, format.encoding());
    if (format.separatorLine()) {
      normalised.skipNBytes(SeparatorLine.LENGTH);
    }
    return normalised;
  }

  private static InputStream without(byte[] bom, InputStream raw) throws IOException {
    PushbackInputStream in = new PushbackInputStream(raw, bom.length);
    byte[] first = in.readNBytes(bom.length);
    if (!Arrays.equals(first, bom)) {
      in.unread(first);
    }
    return in;
  }

  private static final class Transcoded extends InputStream {
    private final InputStream in;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final ByteBuffer source = ByteBuffer.allocate(8192).flip();
    private final CharBuffer chars = CharBuffer.allocate(8192);
    private final ByteBuffer target = ByteBuffer.allocate(3 * 8192 + 1).flip();
    private boolean ended;

    Transcoded(InputStream in, Charset charset) {
      this.in = in;
      this.decoder =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read() throws IOException {
      return advance() ? target.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!advance()) {
        return -1;
      }
      int count = Math.min(length, target.remaining());
      target.get(bytes, offset, count);
      return count;
    }

    /** Makes sure that a byte is ready; false at the end. */
    private boolean advance() throws IOException {
      while (!target.hasRemaining()) {
        if (ended && !source.hasRemaining()) {
          return false;
        }
        refill();
        CoderResult result = decoder.decode(source, chars.clear(), ended);
        target.clear();
        encoder.reset().encode(chars.flip(), target, true);
        if (result.isError()) {
          target.put(INVALID);
          // One code unit, not the one behind it that did not complete a pair.
          source.position(source.position() + Math.min(2, result.length()));
          decoder.reset();
        }
        target.flip();
      }
      return true;
    }

    private void refill() throws IOException {
      if (ended) {
        return;
      }
      source.compact();
      int count = in.read(source.array(), source.position(), source.remaining());
      if (count < 0) {
        ended = true;
      } else {
        source.position(source.position() + count);
      }
      source.flip();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
