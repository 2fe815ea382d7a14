package org.teei.csr.activities.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a period as it is kept.
 *
 * @param value null where it cannot be computed; then there is a reason
 * @param unit {@code people}, {@code count}, {@code hours}, {@code share}, {@code score} or {@code
 *     ratio}
 * @param people on whose rows it rests; null where it is about no people
 * @param formula name and version
 * @param reason why there is no value: {@code no-rows}, {@code outcome-scores-missing} or {@code
 *     assumption-missing} and the names behind it
 * @param notes what the value leaves out: {@code sessions-without-duration} or {@code
 *     employment-unknown}
 * @param inputs of the formula, by name
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Figure(
    String name,
    @Nullable BigDecimal value,
    String unit,
    @Nullable Long people,
    String formula,
    @Nullable String reason,
    List<String> notes,
    Map<String, Object> inputs) {

  static Figure counted(String name, long value, String unit) {
    return new Figure(
        name,
        BigDecimal.valueOf(value),
        unit,
        unit.equals("people") ? value : null,
        "count/1",
        null,
        List.of(),
        Map.of());
  }
}
