package org.teei.csr.api.imports.uploads;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.ProblemException;

/**
 * The body of a request, cut into parts. Where the connection breaks, the part ends: what has
 * arrived is kept, and {@link #broken} says that more was to come.
 */
final class PieceInput extends InputStream {
  private final InputStream body;
  private final @Nullable Checksum checksum;
  private long left;
  private int leftInPart;
  private int next = -1;
  private @Nullable IOException broken;

  /**
   * @param left how many bytes the upload lacks; one more is refused
   */
  PieceInput(InputStream body, long left, @Nullable Checksum checksum) {
    this.body = body;
    this.left = left;
    this.checksum = checksum;
  }

  /** Begins the next part of at most so many bytes; false where nothing is left to read. */
  boolean begin(int largest) {
    next = readBody();
    leftInPart = largest;
    return next >= 0;
  }

  /** Why the body ended before its end. */
  @Nullable IOException broken() {
    return broken;
  }

  private int readBody() {
    var one = new byte[1];
    return readBody(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  private int readBody(byte[] bytes, int offset, int length) {
    int read;
    try {
      read = broken == null ? body.read(bytes, offset, length) : -1;
    } catch (IOException e) {
      broken = e;
      read = -1;
    }
    if (read > 0) {
      left -= read;
      if (left < 0) {
        throw ProblemException.of(UploadProblem.UPLOAD_TOO_LARGE);
      }
      if (checksum != null) {
        checksum.digest().update(bytes, offset, read);
      }
    }
    return read;
  }

  @Override
  public int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (leftInPart == 0) {
      return -1;
    }
    int read;
    if (next >= 0) {
      bytes[offset] = (byte) next;
      next = -1;
      read = 1;
    } else {
      read = readBody(bytes, offset, Math.min(length, leftInPart));
    }
    leftInPart -= Math.max(0, read);
    return read;
  }
}
