package org.teei.csr.api.imports;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.teei.csr.schema.storage.Storage;

/**
 * Reads rows of a stored file in ascending order. Rows near each other are read in one go; over a
 * wide gap the file is opened anew behind it.
 */
final class StoredRows implements AutoCloseable {
  /** Reading on is cheaper than opening anew up to here: a segment of the store. */
  private static final long WIDE_GAP = 1 << 20;

  private static final int BUFFER = 1 << 16;

  private final Storage storage;
  private final String tenant;
  private final String name;
  private InputStream in;
  private long position;

  /**
   * @throws java.nio.file.NoSuchFileException if the file is not kept any more
   */
  StoredRows(Storage storage, String tenant, String name) throws IOException {
    this.storage = storage;
    this.tenant = tenant;
    this.name = name;
    this.in = open(0);
  }

  byte[] read(long offset, int length) throws IOException {
    var gap = offset - position;
    if (gap < 0 || gap > WIDE_GAP) {
      in.close();
      in = open(offset);
    } else {
      in.skipNBytes(gap);
    }
    var row = in.readNBytes(length);
    if (row.length < length) {
      throw new EOFException("The stored file ends within a row");
    }
    position = offset + length;
    return row;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private InputStream open(long offset) throws IOException {
    return new BufferedInputStream(storage.open(tenant, name, offset), BUFFER);
  }
}
