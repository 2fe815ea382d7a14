package org.teei.csr.engines.imports;

/**
 * One thing that is wrong with a row.
 *
 * @param column the canonical column, the header of an extra column, or empty where the row as a
 *     whole is to blame
 */
public record RowError(RowErrorCode code, String column) {

  public String message() {
    return code.message(column);
  }
}
