package org.teei.csr.bench.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.RowError;
import org.teei.csr.engines.imports.SessionRow;
import org.teei.csr.schema.personaldata.BlindIndex;

/**
 * A row after its checks: sound, or with errors.
 *
 * @param number of the row in the file; it is {@code length} bytes from {@code offset} on
 */
record CheckedRow(
    long number, long offset, int length, List<RowError> errors, @Nullable Sound sound) {

  /**
   * What a sound row says.
   *
   * @param participant blind index of the address
   * @param volunteer blind index of the address
   */
  record Sound(
      SessionRow session,
      BlindIndex.Index participant,
      BlindIndex.Index volunteer,
      byte[] contentFingerprint,
      byte[] ratingFingerprint) {

    @Override
    public String toString() {
      return "Sound[]";
    }
  }
}
