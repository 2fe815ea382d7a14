package org.teei.csr.engines.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.engines.imports.CsvFormat.Delimiter;

/** The public collection of CSV files with odd but correct contents. */
class CsvSpectrumTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "comma_in_quotes",
        "empty",
        "empty_crlf",
        "escaped_quotes",
        "json",
        "newlines",
        "newlines_crlf",
        "quotes_and_newlines",
        "simple",
        "simple_crlf",
        "utf8"
      })
  void fileIsReadAsItsDescriptionSays(String name) throws Exception {
    List<Map<String, String>> expected;
    try (InputStream json = resource("json/" + name + ".json")) {
      expected = new JsonMapper().readValue(json, new TypeReference<>() {});
    }

    List<Map<String, String>> rows = new ArrayList<>();
    try (RecordBlocks blocks = RecordBlocks.open(csv(name), Delimiter.COMMA, 2, 1 << 20)) {
      for (Block block = blocks.next(); block != null; block = blocks.next()) {
        for (RawRow row : block.rows()) {
          Map<String, String> cells = new LinkedHashMap<>();
          for (int i = 0; i < row.cells().size(); i++) {
            cells.put(blocks.header().get(i), row.cells().get(i));
          }
          rows.add(cells);
        }
      }
    }
    assertThat(rows).isEqualTo(expected);
  }

  @Test
  void quotationMarksInsideUnquotedCellsAreRead() throws Exception {
    try (RecordBlocks blocks =
        RecordBlocks.open(csv("location_coordinates"), Delimiter.COMMA, 2, 1 << 20)) {
      assertThat(blocks.next().rows().getFirst().cells())
          .hasSize(4)
          .element(1)
          .asString()
          .endsWith("17.9\"W");
    }
  }

  /** The collection keeps its CRLF files with LF. */
  private static InputStream csv(String name) throws IOException {
    try (InputStream in = resource(name + ".csv")) {
      String text = new String(in.readAllBytes(), UTF_8);
      String read = name.endsWith("_crlf") ? text.replace("\n", "\r\n") : text;
      return new ByteArrayInputStream(read.getBytes(UTF_8));
    }
  }

  private static InputStream resource(String name) throws IOException {
    return CsvSpectrumTest.class.getResourceAsStream("/csv-spectrum/" + name);
  }
}
