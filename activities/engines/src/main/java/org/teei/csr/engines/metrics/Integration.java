package org.teei.csr.engines.metrics;

import java.math.BigDecimal;

/**
 * How far people have come into a society, 0 to 1: 40 % language, 30 % social ties, 30 % access to
 * jobs. The parts are those of the origin platform: the CEFR level as a share of six; .4 for a
 * match, .3 for five events, .3 for ten check-ins; .15 for each completed course, .6 at most.
 * Whoever is known to have a job has full access; where no source tells, nobody counts as employed,
 * and the figure says that it is a lower bound.
 */
public final class Integration {
  public static final String FORMULA = "integration-parts/1";

  public static final BigDecimal LANGUAGE = new BigDecimal("0.4");
  public static final BigDecimal SOCIAL = new BigDecimal("0.3");
  public static final BigDecimal JOBS = new BigDecimal("0.3");

  private Integration() {}

  /** How a score is called. */
  public enum Band {
    LOW,
    MEDIUM,
    HIGH;

    /**
     * @param score 0 to 1
     */
    public static Band of(BigDecimal score) {
      if (score.compareTo(new BigDecimal("0.34")) < 0) {
        return LOW;
      }
      return score.compareTo(new BigDecimal("0.67")) < 0 ? MEDIUM : HIGH;
    }
  }
}
