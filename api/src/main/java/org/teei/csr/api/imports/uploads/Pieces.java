package org.teei.csr.api.imports.uploads;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.imports.uploads.Uploads.Part;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.schema.imports.StoredUploads;
import org.teei.csr.schema.jooq.tables.records.UploadsRecord;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.storage.Storage;

/**
 * Adds pieces to uploads, in constant memory. A piece is stored in parts, and each part counts as
 * soon as it is stored, so that a break loses little; with a checksum all count together at the
 * end, or none.
 */
@Component
final class Pieces {
  private static final int PART = 8 << 20;

  private final Uploads uploads;
  private final Storage storage;

  Pieces(Uploads uploads, Storage storage) {
    this.uploads = uploads;
    this.storage = storage;
  }

  /**
   * Reads a piece to its end, or to where the connection breaks.
   *
   * @return where the upload ends now
   * @throws IOException where the connection broke; what had arrived was kept
   */
  long append(UploadsRecord upload, long offset, @Nullable Checksum checksum, InputStream body)
      throws IOException {
    var writer = UUID.randomUUID();
    uploads.enter(upload.getUploadId(), offset, writer);
    var piece = new PieceInput(body, upload.getLength() - offset, checksum);
    List<Part> uncounted = new ArrayList<>();
    var end = offset;
    try {
      while (piece.begin(PART)) {
        var name = StoredUploads.FOLDER + upload.getUploadId() + "/" + Ids.next();
        var stored = storage.write(upload.getTenantId(), name, piece);
        uncounted.add(new Part(end, stored.length(), name));
        end += stored.length();
        if (checksum == null) {
          count(upload, writer, uncounted);
        }
      }
      if (piece.broken() != null) {
        throw piece.broken();
      }
      if (checksum != null) {
        if (!checksum.met()) {
          throw ProblemException.of(UploadProblem.CHECKSUM_MISMATCH);
        }
        count(upload, writer, uncounted);
      }
      return end;
    } finally {
      uncounted.forEach(part -> uploads.discard(upload.getTenantId(), part.name()));
    }
  }

  /**
   * Where the database does not say whether the parts count, they stay: housekeeping finds out
   * later.
   */
  private void count(UploadsRecord upload, UUID writer, List<Part> parts) {
    if (parts.isEmpty()) {
      return;
    }
    var counted = List.copyOf(parts);
    parts.clear();
    if (!uploads.add(upload.getUploadId(), writer, counted)) {
      parts.addAll(counted);
      throw ProblemException.of(UploadProblem.TAKEN_OVER);
    }
  }
}
