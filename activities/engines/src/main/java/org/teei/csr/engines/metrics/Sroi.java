package org.teei.csr.engines.metrics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Social return on investment: what an outcome is worth to the people who had it, over some years
 * and discounted, beside what the programme cost. Formula A of the origin platform's metrics
 * catalogue: NPV = Σ<sub>y=1..Y</sub> people · lift · multiplier / (1 + d)<sup>y</sup>, ratio =
 * (NPV − cost) / cost. That catalogue's own example leaves the multiplier out; the vectors of the
 * tests do not.
 */
public final class Sroi {
  public static final String FORMULA = "sroi-economic/1";

  private static final MathContext EXACT = MathContext.DECIMAL128;

  private Sroi() {}

  /**
   * What goes in.
   *
   * @param people who had the outcome
   * @param wageLift a person's gain in a year, in the currency of the cost
   * @param multiplier of the gain, for what it does around the person
   * @param discountRate of a year, from 0 to below 1
   * @param years that the gain lasts, from 1 on
   * @param cost of the programme, above 0
   */
  public record Inputs(
      long people,
      BigDecimal wageLift,
      BigDecimal multiplier,
      BigDecimal discountRate,
      int years,
      BigDecimal cost) {

    public Inputs {
      require(people >= 0, "people");
      require(wageLift.signum() >= 0, "wageLift");
      require(multiplier.signum() > 0, "multiplier");
      require(
          discountRate.signum() >= 0 && discountRate.compareTo(BigDecimal.ONE) < 0, "discountRate");
      require(years > 0, "years");
      require(cost.signum() > 0, "cost");
    }

    private static void require(boolean holds, String input) {
      if (!holds) {
        throw new IllegalArgumentException(input + " is out of its range");
      }
    }
  }

  /**
   * What comes out.
   *
   * @param netPresentValue of all years, 1 decimal
   * @param totalBenefit of all years, not discounted, 1 decimal
   * @param ratio 2 decimals
   */
  public record Result(
      BigDecimal netPresentValue, BigDecimal totalBenefit, BigDecimal ratio, Band band) {}

  /** How a ratio is called. */
  public enum Band {
    BELOW_COST,
    MODEST,
    STRONG,
    EXCEPTIONAL;

    static Band of(BigDecimal ratio) {
      if (ratio.compareTo(BigDecimal.ONE) < 0) {
        return BELOW_COST;
      }
      if (ratio.compareTo(BigDecimal.valueOf(3)) <= 0) {
        return MODEST;
      }
      return ratio.compareTo(BigDecimal.valueOf(7)) <= 0 ? STRONG : EXCEPTIONAL;
    }
  }

  public static Result of(Inputs in) {
    BigDecimal yearly =
        in.wageLift().multiply(in.multiplier()).multiply(new BigDecimal(in.people()));
    BigDecimal present = BigDecimal.ZERO;
    for (BigDecimal discounted : discounted(yearly, in)) {
      present = present.add(discounted);
    }
    BigDecimal ratio =
        present.subtract(in.cost()).divide(in.cost(), EXACT).setScale(2, RoundingMode.HALF_UP);
    return new Result(
        present.setScale(1, RoundingMode.HALF_UP),
        yearly.multiply(BigDecimal.valueOf(in.years())).setScale(1, RoundingMode.HALF_UP),
        ratio,
        Band.of(ratio));
  }

  private static List<BigDecimal> discounted(BigDecimal yearly, Inputs in) {
    List<BigDecimal> years = new ArrayList<>(in.years());
    for (int year = 1; year <= in.years(); year++) {
      years.add(yearly.divide(in.discountRate().add(BigDecimal.ONE).pow(year, EXACT), EXACT));
    }
    return years;
  }
}
