package org.teei.csr.engines.imports;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which header of a file is which column of the format, where the names differ. Headers are
 * compared as those of files are: without surrounding blanks, in any case.
 *
 * @param fields header → canonical column, or null for a header that is to be no column although it
 *     is named as one; in the order given
 * @param everyHeader the mapping is for one file, which must have each of the headers and a format
 *     with each of the columns; otherwise what does not fit a file is left aside
 */
public record HeaderMapping(Map<String, @Nullable String> fields, boolean everyHeader) {
  public static final HeaderMapping NONE = new HeaderMapping(Map.of(), true);

  /** The most characters of a header. */
  public static final int LONGEST_HEADER = 255;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public HeaderMapping {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** For one file. */
  public static HeaderMapping of(Map<String, @Nullable String> fields) {
    return checked(fields, true);
  }

  /** For the files of a kind. */
  public static HeaderMapping remembered(Map<String, @Nullable String> fields) {
    return checked(fields, false);
  }

  /**
   * A mapping for one file from a JSON object of texts and nulls.
   *
   * @throws IllegalArgumentException if it is none; the message says what it should be
   */
  public static HeaderMapping parse(String json) {
    return of(read(json));
  }

  /** For one file, from what {@link #json} gave. */
  static HeaderMapping stored(String json) {
    return new HeaderMapping(read(json), true);
  }

  /** For the files of a kind, from what {@link #json} gave. */
  public static HeaderMapping parseRemembered(String json) {
    return remembered(read(json));
  }

  /** A JSON object of texts and nulls. */
  public String json() {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts can be written", e);
    }
  }

  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /** The columns that headers are mapped to. */
  public Stream<String> columns() {
    return fields.values().stream().flatMap(Stream::ofNullable);
  }

  /** By headers as they are compared. */
  Map<String, @Nullable String> byComparedHeader() {
    Map<String, @Nullable String> compared = new HashMap<>();
    fields.forEach((header, field) -> compared.put(ImportSchemas.compared(header), field));
    return compared;
  }

  private static Map<String, @Nullable String> read(String json) {
    try {
      JsonNode object = JSON.readTree(json);
      boolean texts = object.isObject();
      Map<String, @Nullable String> fields = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        texts &= entry.getValue().isTextual() || entry.getValue().isNull();
        fields.put(entry.getKey(), entry.getValue().isNull() ? null : entry.getValue().asText());
      }
      if (texts) {
        return fields;
      }
    } catch (JsonProcessingException notJson) {
      // As for other JSON: the parser's message may hold what was sent.
    }
    throw new IllegalArgumentException("Is a JSON object of header to column or null.");
  }

  /** Control characters, and halves of a pair. */
  private static boolean unwritable(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
  }

  private static HeaderMapping checked(Map<String, @Nullable String> fields, boolean everyHeader) {
    if (fields.size() > ImportSchemas.MAX_COLUMNS) {
      throw new IllegalArgumentException("Has at most " + ImportSchemas.MAX_COLUMNS + " headers.");
    }
    HeaderMapping mapping = new HeaderMapping(fields, everyHeader);
    for (String header : fields.keySet()) {
      String compared = ImportSchemas.compared(header);
      if (compared.isEmpty()
          || header.length() > LONGEST_HEADER
          || header.codePoints().anyMatch(HeaderMapping::unwritable)) {
        throw new IllegalArgumentException(
            "Each header has 1 to " + LONGEST_HEADER + " characters, none of them a control one.");
      }
    }
    if (mapping.byComparedHeader().size() < fields.size()) {
      throw new IllegalArgumentException("Names each header once, upper and lower case being one.");
    }
    return mapping;
  }
}
