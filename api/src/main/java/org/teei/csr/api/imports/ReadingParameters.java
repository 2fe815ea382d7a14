package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.engines.imports.DeclaredFormat;
import org.teei.csr.engines.imports.HeaderMapping;
import org.teei.csr.engines.imports.InvalidDeclaration;

/** Query parameters that say how a file is to be read. What is left out is told by the file. */
record ReadingParameters(
    @Parameter(
            description =
                "JSON object of header to column, or to null for a header that is to be no column; replaces the remembered mapping of the kind.",
            example = "{\"Learner e-mail\":\"participant_email\"}")
        @Nullable String mapping,
    @Parameter(
            description =
                "How dates are written: day (d, dd), month (M, MM) and year (yy for 20yy, yyyy) as d-M-y, M-d-y or y-M-d, parted by . / or -, and where there is one the time behind a blank or T: HH:mm, H:mm, hh:mm a or h:mm a, with :ss or without. Or excel, excel-1904: serial numbers. ISO-8601 without it.",
            example = "dd.MM.yyyy")
        @Nullable String dateFormat,
    @Parameter(
            description = "Zone of dates and times that name none; UTC without it.",
            example = "Europe/Oslo")
        @Nullable String timeZone,
    @Parameter(description = "A point or a comma; a point without it.", example = ",")
        @Nullable String decimalSeparator,
    @Parameter(description = "comma, semicolon, tab or pipe.", example = "semicolon")
        @Nullable String delimiter,
    @Parameter(
            description =
                "utf-8, utf-16, utf-16le, utf-16be, windows-1252, iso-8859-1 or iso-8859-15; wins over the charset of the content type.",
            example = "windows-1252")
        @Nullable String encoding,
    @Parameter(
            description =
                "excel: numbers may have groups of thousands, whole numbers a fraction of zeros, rows may lack their last cells, and rows of empty cells are none.",
            example = "excel")
        @Nullable String spreadsheet) {

  /** Nothing is asked for. */
  static final ReadingParameters NONE =
      new ReadingParameters(null, null, null, null, null, null, null);

  /** The mapping of the request, or null where it has none. */
  @Nullable HeaderMapping requestedMapping() {
    try {
      return mapping == null ? null : HeaderMapping.parse(mapping);
    } catch (IllegalArgumentException invalid) {
      throw invalid("mapping", String.valueOf(invalid.getMessage()));
    }
  }

  DeclaredFormat declared() {
    try {
      return DeclaredFormat.of(declarations());
    } catch (InvalidDeclaration invalid) {
      throw invalid(invalid.name(), invalid.rule());
    }
  }

  /** What was sent, by name. */
  Map<String, String> values() {
    Map<String, String> values = new TreeMap<>(declarations());
    put(values, "mapping", mapping);
    return values;
  }

  private Map<String, String> declarations() {
    return declarations(dateFormat, timeZone, decimalSeparator, delimiter, encoding, spreadsheet);
  }

  /** What is declared, by name, without what is not. */
  static Map<String, String> declarations(
      @Nullable String dateFormat,
      @Nullable String timeZone,
      @Nullable String decimalSeparator,
      @Nullable String delimiter,
      @Nullable String encoding,
      @Nullable String spreadsheet) {
    Map<String, String> values = new LinkedHashMap<>();
    put(values, DeclaredFormat.DATE_FORMAT, dateFormat);
    put(values, DeclaredFormat.TIME_ZONE, timeZone);
    put(values, DeclaredFormat.DECIMAL_SEPARATOR, decimalSeparator);
    put(values, DeclaredFormat.DELIMITER, delimiter);
    put(values, DeclaredFormat.ENCODING, encoding);
    put(values, DeclaredFormat.SPREADSHEET, spreadsheet);
    return values;
  }

  private static void put(Map<String, String> values, String name, @Nullable String value) {
    if (value != null) {
      values.put(name, value);
    }
  }

  private static ProblemException invalid(String parameter, String rule) {
    return ProblemException.of(
        RequestProblem.INVALID_PARAMETER, List.of(Fault.ofParameter(parameter, "invalid", rule)));
  }
}
