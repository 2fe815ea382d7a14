package org.teei.csr.engines.impactin;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A figure as a snapshot keeps it, as far as a payload is concerned.
 *
 * @param value null where it could not be computed
 * @param unit {@code people}, {@code count}, {@code hours}, {@code share}, {@code score} or {@code
 *     ratio}
 * @param people on whose rows it rests; null where that is not known
 * @param formula name and version
 * @param reason why there is no value; null where there is one
 */
public record ReportedFigure(
    String name,
    @Nullable BigDecimal value,
    String unit,
    @Nullable Long people,
    String formula,
    @Nullable String reason) {

  /** Whether it tells how people fared, and not how many or how much there was. */
  boolean isOutcome() {
    return switch (unit) {
      case "people", "count", "hours" -> false;
      default -> true;
    };
  }
}
