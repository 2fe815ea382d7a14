package org.teei.csr.engines.imports;

import java.util.List;

/**
 * A row of a corrected file. {@link #toString()} shows no cell.
 *
 * @param line physical line of the corrected file, from 1
 * @param number the row of the import that it stands for; 0 where {@code _error_row} is not a
 *     number of a row
 * @param cells in the columns of the import's own file
 */
public record CorrectedRow(long line, long number, List<String> cells) {

  @Override
  public String toString() {
    return "CorrectedRow[line=" + line + ", number=" + number + "]";
  }
}
