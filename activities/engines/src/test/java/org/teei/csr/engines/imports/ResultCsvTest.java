package org.teei.csr.engines.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.teei.csr.engines.imports.CsvFormat.Delimiter;

class ResultCsvTest {
  private static final List<String> HEADER = List.of("a", "b", "c", "=d");

  @Test
  void acceptedRowsKeepTheirOriginalCells() throws IOException {
    StringWriter text = new StringWriter();
    try (ResultCsv csv = ResultCsv.of(text, List.of("Session_ID", "note"))) {
      csv.write(List.of(" 1 ", "say \"hi\", twice"));
    }

    assertThat(text.toString()).isEqualTo("Session_ID,note\r\n 1 ,\"say \"\"hi\"\", twice\"\r\n");
  }

  @Test
  void rejectedRowTellsItsErrors() throws IOException {
    StringWriter text = new StringWriter();
    try (ResultCsv csv = ResultCsv.ofRejected(text, List.of("date", "rating"))) {
      csv.write(
          7,
          List.of("soon", "=9"),
          List.of(
              new RowError(RowErrorCode.MISSING, "date"),
              new RowError(RowErrorCode.RATING_RANGE, "rating")));
    }

    assertThat(text.toString())
        .isEqualTo(
            "date,rating,_error_row,_error_code,_error_column,_error_message\r\n"
                + "soon,'=9,7,E002;E006,date;rating,"
                + "date is required and blank.;rating is not a rating on the scale of the file."
                + "\r\n");
  }

  @Test
  void errorsStandUnderTheirHeadersWhateverTheNumberOfCells() throws Exception {
    List<RowError> errors = List.of(new RowError(RowErrorCode.WRONG_CELL_COUNT, ""));
    StringWriter text = new StringWriter();
    try (ResultCsv csv = ResultCsv.ofRejected(text, List.of("a", "b"))) {
      csv.write(1, List.of("1"), errors);
      csv.write(2, List.of("1", "2", "3"), errors);
    }

    assertThat(read(text.toString()))
        .satisfiesExactly(
            header -> assertThat(header.indexOf("_error_row")).isEqualTo(2),
            fewer -> assertThat(fewer).startsWith("1", "", "1", "E013"),
            more -> assertThat(more).startsWith("1", "2", "2", "E013").endsWith("3"));
  }

  @Test
  void errorColumnsOfAnEarlierResultGiveWayToTheNewOnes() throws Exception {
    List<String> header =
        List.of("a", "_error_row", "_error_code", "_Error_Column", "_error_message", "b");
    StringWriter text = new StringWriter();
    try (ResultCsv csv = ResultCsv.ofRejected(text, header)) {
      csv.write(
          3,
          List.of("1", "9", "E001", "x", "old", "2"),
          List.of(new RowError(RowErrorCode.MISSING, "a")));
    }

    assertThat(read(text.toString()))
        .containsExactly(
            List.of("a", "b", "_error_row", "_error_code", "_error_column", "_error_message"),
            List.of("1", "2", "3", "E002", "a", "a is required and blank."));
  }

  @Property(tries = 1000)
  void importOfAResultFileGivesTheSameValuesAndTheSameResultFile(
      @ForAll("rows") List<List<String>> rows) throws Exception {
    String first = written(HEADER, rows);

    List<List<String>> read = read(first);

    assertThat(values(read.subList(1, read.size()))).isEqualTo(values(rows));
    assertThat(written(read.getFirst(), read.subList(1, read.size()))).isEqualTo(first);
  }

  @Property(tries = 1000)
  void noCellOfAResultFileStartsAFormula(@ForAll("rows") List<List<String>> rows) throws Exception {
    assertThat(read(written(HEADER, rows)).stream().flatMap(List::stream))
        .allMatch(cell -> cell.isEmpty() || "=+-@\t\r".indexOf(cell.charAt(0)) < 0);
  }

  @Provide
  Arbitrary<List<List<String>>> rows() {
    return GeneratedCells.texts().list().ofSize(HEADER.size()).list().ofMaxSize(4);
  }

  private static List<List<String>> values(List<List<String>> rows) {
    return rows.stream().map(row -> row.stream().map(FormulaSafety::restore).toList()).toList();
  }

  private static String written(List<String> header, List<List<String>> rows) throws IOException {
    StringWriter text = new StringWriter();
    try (ResultCsv csv = ResultCsv.of(text, header)) {
      rows.forEach(csv::write);
    }
    return text.toString();
  }

  private static List<List<String>> read(String text) throws Exception {
    List<List<String>> records = new ArrayList<>();
    try (RecordBlocks blocks =
        RecordBlocks.open(
            new ByteArrayInputStream(text.getBytes(UTF_8)), Delimiter.COMMA, 100, 1 << 20)) {
      records.add(blocks.header());
      for (Block block = blocks.next(); block != null; block = blocks.next()) {
        block.rows().forEach(row -> records.add(row.cells()));
      }
    }
    return records;
  }
}
