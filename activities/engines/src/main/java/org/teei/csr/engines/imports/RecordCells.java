package org.teei.csr.engines.imports;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The one way in which FastCSV is set up to read cells. */
final class RecordCells extends AbstractBaseCsvCallbackHandler<List<String>> {
  private final int most;
  private String[] cells = new String[32];
  private int count;

  private RecordCells(int most) {
    this.most = most;
  }

  /**
   * Reads each record of the text, an empty line as one empty cell.
   *
   * @param most so many cells of a record are kept, and of those behind them the last one that is
   *     not blank
   */
  static CsvReader<List<String>> read(String text, CsvFormat.Delimiter delimiter, int most) {
    return CsvReader.builder()
        .fieldSeparator(delimiter.character())
        .skipEmptyLines(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .build(new RecordCells(most), text);
  }

  @Override
  protected void handleBegin(long startingLineNumber) {
    count = 0;
  }

  @Override
  protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
    add(length == 0 ? "" : new String(buffer, offset, length));
  }

  @Override
  protected void handleEmpty() {
    add("");
  }

  private void add(String cell) {
    if (count >= most) {
      if (CellText.strip(cell).isEmpty()) {
        return;
      }
      count = most;
    }
    if (count == cells.length) {
      cells = Arrays.copyOf(cells, count * 2);
    }
    cells[count++] = cell;
  }

  @Override
  protected List<String> buildRecord() {
    return Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(cells, count)));
  }
}
