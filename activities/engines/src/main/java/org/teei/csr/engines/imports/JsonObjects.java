package org.teei.csr.engines.imports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON objects in cells, strictly read and written in one form. */
final class JsonObjects {
  /** Numbers beyond this are no measure of anything, and no database reads them. */
  private static final int MAX_SCALE = 300;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private JsonObjects() {}

  /**
   * The object with sorted keys and without blanks, or null if the text is no JSON object or one
   * that could not be kept: a key twice, NUL or half a surrogate pair in a text, huge exponents.
   */
  static @Nullable String canonical(String text) {
    try {
      Object value = MAPPER.readValue(text, Object.class);
      return value instanceof Map<?, ?> && keepable(value)
          ? MAPPER.writeValueAsString(value)
          : null;
    } catch (JsonProcessingException notJson) {
      return null;
    }
  }

  private static boolean keepable(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .allMatch(entry -> keepable(entry.getKey()) && keepable(entry.getValue()));
      case List<?> list -> list.stream().allMatch(JsonObjects::keepable);
      case String string ->
          string.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(string);
      case BigDecimal number -> Math.abs((long) number.scale()) <= MAX_SCALE;
      case null, default -> true;
    };
  }
}
