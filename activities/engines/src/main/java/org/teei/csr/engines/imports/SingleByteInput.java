package org.teei.csr.engines.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 of a text in an encoding of one byte for each character. Bytes without a character, and the
 * control characters from 128 on, become {@link NormalizedInput#INVALID}: no table has these, and
 * in ISO 8859 they are letters of Windows-1252 that was declared to be something else.
 */
final class SingleByteInput extends InputStream {
  private static final byte[] NOT_A_CHARACTER = {NormalizedInput.INVALID};

  private final InputStream in;
  private final byte[][] utf8 = new byte[256][];
  private final byte[] source = new byte[8192];
  private final byte[] target = new byte[3 * 8192];
  private int next;
  private int filled;

  SingleByteInput(InputStream in, Charset charset) {
    this.in = in;
    for (int b = 0; b < utf8.length; b++) {
      utf8[b] = utf8(b, charset);
    }
  }

  private static byte[] utf8(int b, Charset charset) {
    try {
      String character =
          charset.newDecoder().decode(ByteBuffer.wrap(new byte[] {(byte) b})).toString();
      boolean control = b > 127 && Character.isISOControl(character.charAt(0));
      return control ? NOT_A_CHARACTER : character.getBytes(StandardCharsets.UTF_8);
    } catch (CharacterCodingException none) {
      return NOT_A_CHARACTER;
    }
  }

  @Override
  public int read() throws IOException {
    return advance() ? target[next++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int count = Math.min(length, filled - next);
    System.arraycopy(target, next, bytes, offset, count);
    next += count;
    return count;
  }

  /** Makes sure that a byte is ready; false at the end. */
  private boolean advance() throws IOException {
    while (next == filled) {
      int count = in.read(source, 0, source.length);
      if (count < 0) {
        return false;
      }
      next = 0;
      filled = 0;
      for (int i = 0; i < count; i++) {
        for (byte b : utf8[source[i] & 0xFF]) {
          target[filled++] = b;
        }
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
