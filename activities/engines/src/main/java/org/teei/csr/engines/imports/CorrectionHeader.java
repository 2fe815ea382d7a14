package org.teei.csr.engines.imports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.FileProblem.Column;

/**
 * Where the columns of an import stand in a corrected file of its rejected rows. The file has those
 * of {@link ResultCsv#ofRejected}, in any order, as a spreadsheet may have written it: with another
 * delimiter or encoding, with empty columns behind the last. A column that is missing, or that the
 * import has not, is refused: neither may vanish silently.
 *
 * @param errorRow index of {@code _error_row}
 * @param columns for each column of the import's file its index here; -1 for the error columns of
 *     an earlier result file, which such a file does not repeat
 * @param width of the header, without empty cells at its end
 */
public record CorrectionHeader(
    CsvFormat.Encoding encoding,
    CsvFormat.Delimiter delimiter,
    int errorRow,
    List<Integer> columns,
    int width) {
  static final Set<String> ERROR_COLUMNS =
      Set.of(
          ResultCsv.ERROR_ROW,
          ResultCsv.ERROR_CODE,
          ResultCsv.ERROR_COLUMN,
          ResultCsv.ERROR_MESSAGE);

  private static final int MOST_COLUMNS = ImportSchemas.MAX_COLUMNS + ERROR_COLUMNS.size();

  public CorrectionHeader {
    columns = List.copyOf(columns);
  }

  /**
   * Looks at the first bytes of a corrected file, as {@link CsvSniffer#sniff} does.
   *
   * @param original the raw header of the import's file
   */
  public static CorrectionHeader sniff(
      List<String> original, byte[] head, boolean wholeFile, @Nullable Charset declared)
      throws FileRefused {
    byte[] bytes = Arrays.copyOf(head, Math.min(head.length, CsvSniffer.HEAD_BYTES));
    boolean whole = wholeFile && bytes.length == head.length;
    CsvFormat.Encoding encoding = CsvSniffer.textEncoding(bytes, declared, null);
    byte[] text = CsvSniffer.text(bytes, whole, encoding);
    Set<String> wanted = Set.copyOf(names(original));
    // The first of equals: the comma, as result files have it.
    Table table =
        Stream.of(CsvFormat.Delimiter.values())
            .map(delimiter -> Table.read(text, whole, delimiter))
            .max(Comparator.comparingLong(read -> read.known(wanted)))
            .orElseThrow();
    if (table.refused != null) {
      throw table.refused;
    }
    return match(original, table.header, encoding, table.delimiter);
  }

  private static CorrectionHeader match(
      List<String> original,
      List<String> header,
      CsvFormat.Encoding encoding,
      CsvFormat.Delimiter delimiter)
      throws FileRefused {
    Map<String, List<Integer>> places = new HashMap<>();
    List<String> names = names(header);
    int width = names.size();
    while (width > 0 && names.get(width - 1).isEmpty()) {
      width--;
    }
    if (width > MOST_COLUMNS) {
      throw new FileRefused(
          new FileProblem(FileProblemCode.TOO_MANY_COLUMNS, null, List.of(), (long) MOST_COLUMNS));
    }
    for (int i = 0; i < names.size(); i++) {
      places.computeIfAbsent(names.get(i), _ -> new ArrayList<>()).add(i);
    }
    List<Column> missing = new ArrayList<>();
    int errorRow = taken(places, ResultCsv.ERROR_ROW);
    if (errorRow < 0) {
      missing.add(new Column(ResultCsv.ERROR_ROW, null));
    }
    List<Integer> columns = new ArrayList<>(original.size());
    List<String> wanted = names(original);
    for (String name : wanted) {
      int index = ERROR_COLUMNS.contains(name) ? -1 : taken(places, name);
      columns.add(index);
      if (index < 0 && !ERROR_COLUMNS.contains(name)) {
        missing.add(new Column(ImportSchemas.shortened(name), null));
      }
      width = Math.max(width, index + 1);
    }
    refuse(FileProblemCode.MISSING_HEADER, missing);
    List<Column> unknown = new ArrayList<>();
    List<Column> twice = new ArrayList<>();
    places.forEach((name, left) -> {
      boolean optional = name.isEmpty() || ERROR_COLUMNS.contains(name) && !ofRow(name);
      if (!left.isEmpty() && !optional) {
        Column column = new Column(ImportSchemas.shortened(name), null);
        (ofRow(name) || wanted.contains(name) ? twice : unknown).add(column);
      }
    });
    refuse(FileProblemCode.DUPLICATE_HEADER, twice);
    refuse(FileProblemCode.UNKNOWN_HEADER, unknown);
    return new CorrectionHeader(encoding, delimiter, errorRow, columns, width);
  }

  /** The index of a column by its header, as headers are compared; -1 where there is none. */
  public static int indexOf(List<String> header, String name) {
    String wanted = ImportSchemas.normalised(name);
    return wanted.isEmpty() || ERROR_COLUMNS.contains(wanted) ? -1 : names(header).indexOf(wanted);
  }

  private static boolean ofRow(String name) {
    return name.equals(ResultCsv.ERROR_ROW);
  }

  /** Takes the first place of a name that is left; several columns may have no name. */
  private static int taken(Map<String, List<Integer>> places, String name) {
    List<Integer> left = places.getOrDefault(name, List.of());
    return left.isEmpty() ? -1 : left.removeFirst();
  }

  private static void refuse(FileProblemCode code, List<Column> columns) throws FileRefused {
    if (!columns.isEmpty()) {
      throw new FileRefused(FileProblem.in(code, columns));
    }
  }

  private static List<String> names(List<String> header) {
    return header.stream().map(ImportSchemas::normalised).toList();
  }

  /** The row as it stands in the columns of the import; the cells of error columns are empty. */
  CorrectedRow row(RawRow row) {
    List<String> cells = new ArrayList<>(columns.size());
    for (int index : columns) {
      if (index >= row.cells().size()) {
        // A row that is too short stays so: what it lacks was not meant to be empty.
        return new CorrectedRow(row.line(), number(row), cells);
      }
      cells.add(index < 0 ? "" : row.cells().get(index));
    }
    List<String> surplus =
        row.cells().subList(Math.min(width, row.cells().size()), row.cells().size());
    if (surplus.stream().anyMatch(cell -> !blank(cell))) {
      cells.addAll(surplus);
    }
    return new CorrectedRow(row.line(), number(row), cells);
  }

  /** Whether a row is what a spreadsheet leaves of a line whose cells were emptied. */
  static boolean empty(RawRow row) {
    return row.cells().stream().allMatch(CorrectionHeader::blank);
  }

  private static boolean blank(String cell) {
    return CellText.strip(cell).isEmpty();
  }

  private long number(RawRow row) {
    if (errorRow >= row.cells().size()) {
      return 0;
    }
    String text = CellText.strip(FormulaSafety.restore(row.cells().get(errorRow)));
    boolean number =
        !text.isEmpty() && text.length() <= 18 && CellText.digits(text, 0, text.length());
    return number ? Long.parseLong(text) : 0;
  }

  private record Table(
      CsvFormat.Delimiter delimiter, List<String> header, @Nullable FileRefused refused) {

    static Table read(byte[] text, boolean whole, CsvFormat.Delimiter delimiter) {
      try (RecordBlocks blocks =
          RecordBlocks.open(new ByteArrayInputStream(text), delimiter, 1, 1)) {
        boolean cut = !whole && blocks.position().offset() == text.length && !endsALine(text);
        return new Table(delimiter, blocks.header(), cut ? tooLong(text) : null);
      } catch (FileRefused refused) {
        boolean cut = !whole && refused.problem().code() == FileProblemCode.EMPTY;
        return new Table(delimiter, List.of(), cut ? tooLong(text) : refused);
      } catch (IOException e) {
        throw new IllegalStateException("an array was not readable");
      }
    }

    private static boolean endsALine(byte[] text) {
      byte last = text[text.length - 1];
      return last == '\n' || last == '\r';
    }

    private static FileRefused tooLong(byte[] text) {
      long line = 1 + RecordScanner.lineBreaks(text, 0, text.length);
      return new FileRefused(
          FileProblem.over(FileProblemCode.HEADER_TOO_LONG, line, CsvSniffer.HEAD_BYTES));
    }

    long known(Set<String> wanted) {
      return names(header).stream()
          .filter(name -> !name.isEmpty())
          .filter(name -> wanted.contains(name) || ERROR_COLUMNS.contains(name))
          .count();
    }
  }
}
