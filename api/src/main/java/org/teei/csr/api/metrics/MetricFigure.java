package org.teei.csr.api.metrics;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a period.
 *
 * @param value null where it cannot be computed; then {@code reason} says why
 * @param unit {@code people}, {@code count}, {@code hours}, {@code share}, {@code score} or {@code
 *     ratio}
 * @param people on whose rows it rests
 * @param formula name and version
 * @param reason {@code no-rows}, {@code outcome-scores-missing}, or {@code assumption-missing} with
 *     the names of what has to be set
 * @param notes what the value leaves out: {@code sessions-without-duration}, {@code
 *     employment-unknown}
 * @param inputs of the formula and what it came to on the way
 */
@Schema(name = "MetricFigure")
record MetricFigure(
    @Schema(example = "sroi") String name,
    @Schema(example = "2.35") @Nullable BigDecimal value,
    @Schema(example = "ratio") String unit,
    @Schema(example = "25") @Nullable Long people,
    @Schema(example = "sroi-economic/1") String formula,
    @Nullable String reason,
    List<String> notes,
    @Schema(example = "{\"peopleWithOutcome\": 25, \"cost\": 100000}") Map<String, Object> inputs) {

  MetricFigure {
    notes = notes == null ? List.of() : List.copyOf(notes);
    inputs = inputs == null ? Map.of() : inputs;
  }
}
