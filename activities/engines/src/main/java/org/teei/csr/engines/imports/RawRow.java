package org.teei.csr.engines.imports;

import java.util.List;

/**
 * One data row as it stands in the normalised file. Cells are raw: neither trimmed nor restored
 * from {@link FormulaSafety}. {@link #toString()} shows no cell.
 *
 * @param number data row from 1; header and blank lines are not counted, a quoted cell with line
 *     breaks is one row
 * @param line physical line from 1 on which the row starts
 * @param offset of the row's first byte in the normalised file
 * @param length in bytes, without the line ending
 */
public record RawRow(long number, long line, long offset, int length, List<String> cells) {

  /** Where the row stands; {@link RecordBlocks#resume} reads on from there. */
  public Block.Position position() {
    return new Block.Position(offset, number, line);
  }

  @Override
  public String toString() {
    return "RawRow[number=" + number + ", line=" + line + "]";
  }
}
