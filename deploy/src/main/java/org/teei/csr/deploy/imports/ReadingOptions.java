package org.teei.csr.deploy.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say how a file is written, where it does not say so itself. */
final class ReadingOptions {
  @Option(
      names = "--column",
      paramLabel = "HEADER=COLUMN",
      description =
          "A header of the file that is this column of the format; may be given several times.")
  private Map<String, String> columns = new LinkedHashMap<>();

  @Option(
      names = "--date-format",
      paramLabel = "FORMAT",
      description = "How dates are written, as in dd.MM.yyyy; or excel, excel-1904.")
  private @Nullable String dateFormat;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      description = "Zone of times that name none, as in Europe/Oslo.")
  private @Nullable String timeZone;

  @Option(
      names = "--decimal-separator",
      paramLabel = "CHARACTER",
      description = "A point or a comma.")
  private @Nullable String decimalSeparator;

  @Option(
      names = "--delimiter",
      paramLabel = "NAME",
      description = "comma, semicolon, tab or pipe.")
  private @Nullable String delimiter;

  @Option(names = "--encoding", paramLabel = "NAME", description = "As in utf-8, windows-1252.")
  private @Nullable String encoding;

  @Option(
      names = "--spreadsheet",
      paramLabel = "NAME",
      description = "excel: reads numbers and rows as it writes them.")
  private @Nullable String spreadsheet;

  /** The query parameters of the upload. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (!columns.isEmpty()) {
      ObjectNode mapping = JsonNodeFactory.instance.objectNode();
      columns.forEach(mapping::put);
      parameters.put("mapping", mapping.toString());
    }
    put(parameters, "dateFormat", dateFormat);
    put(parameters, "timeZone", timeZone);
    put(parameters, "decimalSeparator", decimalSeparator);
    put(parameters, "delimiter", delimiter);
    put(parameters, "encoding", encoding);
    put(parameters, "spreadsheet", spreadsheet);
    return parameters;
  }

  static void put(Map<String, String> parameters, String name, @Nullable Object value) {
    if (value != null) {
      parameters.put(name, value.toString());
    }
  }
}
