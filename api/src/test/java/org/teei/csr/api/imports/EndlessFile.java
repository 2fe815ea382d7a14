package org.teei.csr.api.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.List;

/**
 * A file that comes from nowhere as it is sent, of any size: a text, then another again and again,
 * then an end. Its bytes are those of ISO 8859-1.
 *
 * @param bytes how long the repetition is
 */
record EndlessFile(String begin, String again, long bytes, String end) {

  long length() {
    return begin.length() + bytes + end.length();
  }

  /** Its length is not declared. */
  BodyPublisher body() {
    return BodyPublishers.ofInputStream(this::open);
  }

  private InputStream open() {
    return new SequenceInputStream(
        Collections.enumeration(
            List.of(text(begin), new Repeated(again.getBytes(ISO_8859_1), bytes), text(end))));
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }

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
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (left == 0) {
        return length == 0 ? 0 : -1;
      }
      var count = (int) Math.min(length, left);
      for (int i = 0; i < count; i++) {
        bytes[offset + i] = text[next];
        next = next + 1 == text.length ? 0 : next + 1;
      }
      left -= count;
      return count;
    }
  }
}
