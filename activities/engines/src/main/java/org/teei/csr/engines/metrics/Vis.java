package org.teei.csr.engines.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Volunteer impact score, 0 to 100: .30 · min(100, hours / 1000 · 100) + .30 · quality · 100 + .25
 * · outcome lift · 100 + .15 · placement rate · 100. Formula A of the origin platform's metrics
 * catalogue, whose bands leave gaps between whole numbers; here a band begins where the one before
 * it ends.
 */
public final class Vis {
  public static final String FORMULA = "vis-weighted/1";

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal FULL_HOURS = BigDecimal.valueOf(1000);

  private Vis() {}

  /**
   * What goes in.
   *
   * @param hours volunteered, from 0 on
   * @param quality mean of the outcome scores, 0 to 1
   * @param outcomeLift share of people who improved, 0 to 1
   * @param placementRate share of those ready for a job who have one, 0 to 1
   */
  public record Inputs(
      BigDecimal hours, BigDecimal quality, BigDecimal outcomeLift, BigDecimal placementRate) {

    public Inputs {
      if (hours.signum() < 0) {
        throw new IllegalArgumentException("hours is out of its range");
      }
      share(quality, "quality");
      share(outcomeLift, "outcomeLift");
      share(placementRate, "placementRate");
    }

    private static void share(BigDecimal value, String input) {
      if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
        throw new IllegalArgumentException(input + " is out of its range");
      }
    }
  }

  /**
   * @param score 2 decimals
   */
  public record Result(BigDecimal score, Band band) {}

  /** How a score is called. */
  public enum Band {
    DEVELOPING,
    GOOD,
    EXCELLENT,
    OUTSTANDING,
    TRANSFORMATIONAL;

    static Band of(BigDecimal score) {
      double value = score.doubleValue();
      if (value <= 30) {
        return DEVELOPING;
      }
      if (value <= 50) {
        return GOOD;
      }
      if (value <= 70) {
        return EXCELLENT;
      }
      return value <= 85 ? OUTSTANDING : TRANSFORMATIONAL;
    }
  }

  public static Result of(Inputs in) {
    BigDecimal hours = in.hours().multiply(HUNDRED).divide(FULL_HOURS).min(HUNDRED);
    BigDecimal score =
        weighted(hours, "0.30")
            .add(weighted(in.quality().multiply(HUNDRED), "0.30"))
            .add(weighted(in.outcomeLift().multiply(HUNDRED), "0.25"))
            .add(weighted(in.placementRate().multiply(HUNDRED), "0.15"))
            .setScale(2, RoundingMode.HALF_UP);
    return new Result(score, Band.of(score));
  }

  private static BigDecimal weighted(BigDecimal points, String weight) {
    return points.multiply(new BigDecimal(weight));
  }
}
