package org.teei.csr.engines.impactin;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A figure that looks wrong beside what the same company delivered before: more than twice or less
 * than half of what is usual, which is the median of earlier periods of the same length. A figure
 * of fewer than three earlier periods has no usual value, and a count that differs by less than
 * five is never conspicuous.
 *
 * @param usual the median of the earlier periods
 */
public record Deviation(String figure, BigDecimal value, BigDecimal usual) {
  /** Fewer earlier periods say nothing. */
  static final int FEWEST_PERIODS = 3;

  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal SMALL_COUNT = BigDecimal.valueOf(5);

  /**
   * @param earlier figures of earlier periods, in any order
   * @return in the order of their names
   */
  public static List<Deviation> of(ReportedFigures now, List<ReportedFigures> earlier) {
    return now.figures().stream().flatMap(figure -> of(figure, earlier).stream()).toList();
  }

  private static Optional<Deviation> of(ReportedFigure figure, List<ReportedFigures> earlier) {
    List<BigDecimal> before =
        earlier.stream()
            .flatMap(period -> period.figure(figure.name()).stream())
            .map(ReportedFigure::value)
            .filter(Objects::nonNull)
            .sorted()
            .toList();
    if (figure.value() == null || before.size() < FEWEST_PERIODS) {
      return Optional.empty();
    }
    BigDecimal usual = median(before);
    return isConspicuous(figure, figure.value(), usual)
        ? Optional.of(new Deviation(figure.name(), figure.value(), usual))
        : Optional.empty();
  }

  private static boolean isConspicuous(ReportedFigure figure, BigDecimal value, BigDecimal usual) {
    BigDecimal difference = value.subtract(usual).abs();
    if (!figure.isOutcome() && difference.compareTo(SMALL_COUNT) < 0) {
      return false;
    }
    BigDecimal larger = value.abs().max(usual.abs());
    BigDecimal smaller = value.abs().min(usual.abs());
    return value.signum() * usual.signum() < 0 || larger.compareTo(smaller.multiply(TWO)) > 0;
  }

  private static BigDecimal median(List<BigDecimal> sorted) {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : sorted.get(middle - 1).add(sorted.get(middle)).divide(TWO, 6, RoundingMode.HALF_UP);
  }
}
