package org.teei.csr.engines.imports;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.CsvFormat.Delimiter;
import org.teei.csr.engines.imports.CsvFormat.Encoding;

/**
 * What the sender of a file says of how it is written. It wins over what the file looks like and
 * over the charset of its content type; where the file itself says something else, by its byte
 * order mark or separator line, it is refused.
 */
public record DeclaredFormat(
    @Nullable Charset encoding, @Nullable Delimiter delimiter, CellFormats cells) {
  public static final DeclaredFormat NONE = new DeclaredFormat(null, null, CellFormats.NONE);

  public static final String DATE_FORMAT = "dateFormat";
  public static final String TIME_ZONE = "timeZone";
  public static final String DECIMAL_SEPARATOR = "decimalSeparator";
  public static final String DELIMITER = "delimiter";
  public static final String ENCODING = "encoding";
  public static final String SPREADSHEET = "spreadsheet";

  private static final String EXCEL = "excel";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** An encoding that can be declared. */
  public enum Charset {
    UTF_8(Encoding.UTF_8, Encoding.UTF_8_BOM),
    /** Either byte order; the byte order mark must be there. */
    UTF_16(Encoding.UTF_16LE, Encoding.UTF_16BE),
    UTF_16LE(Encoding.UTF_16LE, Encoding.UTF_16LE),
    UTF_16BE(Encoding.UTF_16BE, Encoding.UTF_16BE),
    WINDOWS_1252(Encoding.WINDOWS_1252, null),
    ISO_8859_1(Encoding.ISO_8859_1, null),
    ISO_8859_15(Encoding.ISO_8859_15, null);

    private final Encoding unmarked;
    private final @Nullable Encoding marked;

    Charset(Encoding unmarked, @Nullable Encoding marked) {
      this.unmarked = unmarked;
      this.marked = marked;
    }

    /** As it is declared. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The encoding of a file.
     *
     * @param mark what its byte order mark says, or null
     * @throws FileRefused if the two contradict each other, or a mark is needed
     */
    Encoding of(@Nullable Encoding mark) throws FileRefused {
      if (mark == null) {
        if (this == UTF_16) {
          throw new FileRefused(FileProblem.of(FileProblemCode.UNSUPPORTED_CHARSET));
        }
        return unmarked;
      }
      if (mark == marked || (mark == unmarked && mark != Encoding.UTF_8)) {
        return mark;
      }
      throw new FileRefused(FileProblem.of(FileProblemCode.ENCODING_CONTRADICTED));
    }
  }

  /**
   * From what {@link #values} gives.
   *
   * @param values by name; other names are not looked at
   */
  public static DeclaredFormat of(Map<String, String> values) throws InvalidDeclaration {
    return new DeclaredFormat(
        value(
            values,
            ENCODING,
            "Is one of " + ids(Charset.values(), Charset::id) + ".",
            text -> constant(Charset.values(), Charset::id, text)),
        value(
            values,
            DELIMITER,
            "Is one of " + ids(Delimiter.values(), DeclaredFormat::word) + ".",
            text -> constant(Delimiter.values(), DeclaredFormat::word, text)),
        new CellFormats(
            value(
                values,
                DATE_FORMAT,
                "Is a pattern as dd.MM.yyyy, M/d/yy or yyyy-MM-dd HH:mm, or excel, or excel-1904.",
                DateFormat::of),
            value(
                values,
                TIME_ZONE,
                "Is the name of a time zone, as Europe/Oslo or UTC.",
                DeclaredFormat::zone),
            value(values, DECIMAL_SEPARATOR, "Is a point or a comma.", DecimalSeparator::of),
            value(values, SPREADSHEET, "Is excel.", DeclaredFormat::spreadsheet) != null));
  }

  /** What was declared, by name, as text; empty where nothing was. */
  public Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    put(values, DATE_FORMAT, cells.dateFormat() == null ? null : cells.dateFormat().id());
    put(values, TIME_ZONE, cells.timeZone() == null ? null : cells.timeZone().getId());
    put(
        values,
        DECIMAL_SEPARATOR,
        cells.decimalSeparator() == null ? null : cells.decimalSeparator().id());
    put(values, DELIMITER, delimiter == null ? null : word(delimiter));
    put(values, ENCODING, encoding == null ? null : encoding.id());
    put(values, SPREADSHEET, cells.excel() ? EXCEL : null);
    return values;
  }

  /** As {@link #values} in JSON, always in the same order. */
  public String json() {
    try {
      return JSON.writeValueAsString(values());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts can be written", e);
    }
  }

  /** From what {@link #json} gave. */
  static DeclaredFormat parse(String json) {
    try {
      return of(JSON.readValue(json, new TypeReference<Map<String, String>>() {}));
    } catch (JsonProcessingException | InvalidDeclaration e) {
      throw new IllegalStateException("What was declared was understood once", e);
    }
  }

  private static void put(Map<String, String> values, String name, @Nullable String value) {
    if (value != null) {
      values.put(name, value);
    }
  }

  private static <T> @Nullable T value(
      Map<String, String> values, String name, String rule, Function<String, T> reading)
      throws InvalidDeclaration {
    String text = values.get(name);
    try {
      return text == null ? null : reading.apply(text);
    } catch (IllegalArgumentException | DateTimeException notUnderstood) {
      throw new InvalidDeclaration(name, rule);
    }
  }

  private static String word(Delimiter delimiter) {
    return delimiter.name().toLowerCase(Locale.ROOT);
  }

  private static String spreadsheet(String text) {
    if (!text.equals(EXCEL)) {
      throw new IllegalArgumentException("not a spreadsheet");
    }
    return text;
  }

  /** Of the named zones, not of offsets, which no place keeps all year. */
  private static ZoneId zone(String id) {
    if (!ZoneId.getAvailableZoneIds().contains(id)) {
      throw new IllegalArgumentException("not a time zone");
    }
    return ZoneId.of(id);
  }

  private static <T> String ids(T[] constants, Function<T, String> id) {
    return Stream.of(constants).map(id).collect(joining(", "));
  }

  private static <T> T constant(T[] constants, Function<T, String> id, String text) {
    return Arrays.stream(constants)
        .filter(constant -> id.apply(constant).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a constant"));
  }
}
