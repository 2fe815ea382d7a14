package org.teei.csr.engines.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the normalised file of a correction: before the columns of the import's own file, in their
 * order, stands the number of the row that a row corrects. UTF-8, LF, the delimiter of the import.
 */
public final class CorrectionCsv {
  private final StringWriter text = new StringWriter();
  private final CsvWriter csv;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  /**
   * @param header the raw cells of the header of the import's own file
   */
  public CorrectionCsv(List<String> header, CsvFormat.Delimiter delimiter) {
    this.csv =
        CsvWriter.builder()
            .fieldSeparator(delimiter.character())
            .lineDelimiter(LineDelimiter.LF)
            .build(text);
    record(ResultCsv.ERROR_ROW, header);
  }

  /**
   * @return false, and nothing is written, where the record would be longer than one may be
   */
  public boolean write(long number, List<String> cells) {
    return record(Long.toString(number), cells);
  }

  /** What was written since the last call. */
  public byte[] take() {
    byte[] bytes = written.toByteArray();
    written.reset();
    return bytes;
  }

  private boolean record(String first, List<String> cells) {
    List<String> record = new ArrayList<>(cells.size() + 1);
    record.add(first);
    record.addAll(cells);
    csv.writeRecord(record);
    flush();
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    text.getBuffer().setLength(0);
    if (bytes.length > RecordBlocks.MAX_RECORD_BYTES) {
      return false;
    }
    written.writeBytes(bytes);
    return true;
  }

  private void flush() {
    try {
      csv.flush();
    } catch (IOException e) {
      throw new IllegalStateException("a string was not writable");
    }
  }

  /** A row of the file of a correction as it stood in the import's own. */
  public static List<String> cells(List<String> record) {
    return record.subList(1, record.size());
  }

  /**
   * The row that a row of the file of a correction stands for.
   *
   * @param record raw cells as {@link #write} wrote them
   */
  public static long number(List<String> record) {
    return Long.parseLong(record.getFirst());
  }
}
