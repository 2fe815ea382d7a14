package org.teei.csr.schema.imports;

import static org.teei.csr.schema.jooq.Tables.UPLOAD_PARTS;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.teei.csr.schema.storage.Storage;

/** The bytes of uploads that came in pieces. */
public final class StoredUploads {
  /** The folder of parts among a tenant's objects. */
  public static final String FOLDER = "uploads/";

  private final Storage storage;

  public StoredUploads(Storage storage) {
    this.storage = storage;
  }

  /** Names of the stored parts of an upload, in order. */
  public static List<String> parts(DSLContext db, String tenant, UUID uploadId) {
    return db.select(UPLOAD_PARTS.STORED_OBJECT)
        .from(UPLOAD_PARTS)
        .where(UPLOAD_PARTS.TENANT_ID.eq(tenant), UPLOAD_PARTS.UPLOAD_ID.eq(uploadId))
        .orderBy(UPLOAD_PARTS.BYTE_OFFSET)
        .fetch(UPLOAD_PARTS.STORED_OBJECT);
  }

  /** Reads parts one behind the other, as the bytes that were sent. */
  public InputStream open(String tenant, List<String> parts) {
    return new Joined(tenant, parts.iterator());
  }

  /** Has one part open at a time. */
  private final class Joined extends InputStream {
    private final String tenant;
    private final Iterator<String> parts;
    private InputStream part = InputStream.nullInputStream();

    Joined(String tenant, Iterator<String> parts) {
      this.tenant = tenant;
      this.parts = parts;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = part.read(bytes, offset, length);
      while (read < 0 && parts.hasNext()) {
        part.close();
        part = storage.open(tenant, parts.next(), 0);
        read = part.read(bytes, offset, length);
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      part.close();
    }
  }
}
