package org.teei.csr.activities.imports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a row stands in the stored file.
 *
 * @param row its number there
 * @param ledgerRow its number in the ledger: another one in the file of a correction
 * @param match the match that the row is about, as the check of the file found out
 */
record Place(long row, long offset, int length, long ledgerRow, @Nullable UUID match) {
  /** Of staging, as {@link #of} reads them. */
  static final String COLUMNS =
      "row_number, byte_offset, byte_length, coalesce(ledger_row, row_number), match_id";

  static Place of(ResultSet row) throws SQLException {
    return new Place(
        row.getLong(1),
        row.getLong(2),
        row.getInt(3),
        row.getLong(4),
        row.getObject(5, UUID.class));
  }
}
