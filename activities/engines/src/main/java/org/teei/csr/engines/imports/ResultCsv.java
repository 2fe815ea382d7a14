package org.teei.csr.engines.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a result file: the header and original cells of rows, with the ids of what they became or
 * with their errors. RFC 4180 with commas and CRLF whatever the upload used; cells are
 * formula-safe. A result file can be imported again and gives the values of the original.
 */
public final class ResultCsv implements AutoCloseable {
  public static final String ID = "_id";
  public static final String ERROR_ROW = "_error_row";
  public static final String ERROR_CODE = "_error_code";
  public static final String ERROR_COLUMN = "_error_column";
  public static final String ERROR_MESSAGE = "_error_message";

  private static final List<String> ERROR_COLUMNS =
      List.of(ERROR_ROW, ERROR_CODE, ERROR_COLUMN, ERROR_MESSAGE);

  private final CsvWriter csv;
  private final int width;

  /** Indexes of the columns that are written, in file order. */
  private final List<Integer> kept;

  private ResultCsv(Writer out, List<String> header, List<String> added) {
    this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out);
    this.width = header.size();
    this.kept = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      // The columns that an earlier result file had give way to the new ones.
      if (!added.contains(ImportSchemas.normalised(header.get(i)))) {
        kept.add(i);
      }
    }
    List<String> cells = original(header);
    cells.addAll(added);
    csv.writeRecord(cells);
  }

  /**
   * A file of rows without errors.
   *
   * @param header the raw cells of the original header
   */
  public static ResultCsv of(Writer out, List<String> header) {
    return new ResultCsv(out, header, List.of());
  }

  /** A file of rows that became something or were there already, with a column of its id. */
  public static ResultCsv withIds(Writer out, List<String> header) {
    return new ResultCsv(out, header, List.of(ID));
  }

  /** A file of rejected rows, with four columns that tell why. */
  public static ResultCsv ofRejected(Writer out, List<String> header) {
    return new ResultCsv(out, header, ERROR_COLUMNS);
  }

  /** Writes a row of a file made by {@link #of}. */
  public void write(List<String> cells) {
    List<String> row = original(cells);
    row.addAll(surplus(cells));
    csv.writeRecord(row);
  }

  /**
   * Writes a row of a file made by {@link #withIds}.
   *
   * @param id null where a later row counts instead
   */
  public void write(@Nullable UUID id, List<String> cells) {
    List<String> row = original(cells);
    row.add(id == null ? "" : id.toString());
    row.addAll(surplus(cells));
    csv.writeRecord(row);
  }

  /**
   * Writes a row of a file made by {@link #ofRejected}. Cells beyond the header follow the error
   * columns, so that these stand under their headers.
   *
   * @param number the data row in the original file, from 1
   */
  public void write(long number, List<String> cells, List<RowError> errors) {
    List<String> row = original(cells);
    row.add(Long.toString(number));
    row.add(joined(errors, error -> error.code().code()));
    row.add(joined(errors, RowError::column));
    row.add(joined(errors, RowError::message));
    row.addAll(surplus(cells));
    csv.writeRecord(row);
  }

  private List<String> original(List<String> cells) {
    List<String> row = new ArrayList<>(width + ERROR_COLUMNS.size());
    for (int i : kept) {
      row.add(i < cells.size() ? safe(cells.get(i)) : "");
    }
    return row;
  }

  private List<String> surplus(List<String> cells) {
    return cells.size() <= width
        ? List.of()
        : cells.subList(width, cells.size()).stream().map(ResultCsv::safe).toList();
  }

  private static String joined(List<RowError> errors, Function<RowError, String> part) {
    return FormulaSafety.protect(errors.stream().map(part).collect(Collectors.joining(";")));
  }

  private static String safe(String cell) {
    return FormulaSafety.protect(FormulaSafety.restore(cell));
  }

  /** Flushes and closes the writer beneath. */
  @Override
  public void close() throws IOException {
    csv.close();
  }
}
