package org.teei.csr.engines.imports;

import java.util.List;

/**
 * Rows that follow each other in a file.
 *
 * @param start where the block begins
 * @param next where reading goes on after it: kept as a cursor, it continues with {@link
 *     RecordBlocks#resume}
 * @param rows at least one
 */
public record Block(Position start, Position next, List<RawRow> rows) {

  /**
   * A place between two records of the normalised file.
   *
   * @param offset in bytes
   * @param row number of the data row that comes next
   * @param line physical line that comes next
   */
  public record Position(long offset, long row, long line) {}

  /** Number of the first data row. */
  public long firstRow() {
    return rows.getFirst().number();
  }

  /** Offset of the block's first byte in the normalised file. */
  public long startOffset() {
    return start.offset();
  }
}
