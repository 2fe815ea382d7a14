package org.teei.csr.engines.imports;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The scale of a file's ratings. Versioned formats leave it open; the whole file decides, because a
 * plain 1 is ambiguous: any value above 1 makes it 1–5.
 */
public enum RatingScale {
  ZERO_TO_ONE {
    @Override
    public boolean accepts(BigDecimal rating) {
      return rating.signum() >= 0 && rating.compareTo(BigDecimal.ONE) <= 0;
    }

    @Override
    public BigDecimal normalise(BigDecimal rating) {
      return rating.setScale(2, RoundingMode.HALF_UP);
    }
  },
  ONE_TO_FIVE {
    @Override
    public boolean accepts(BigDecimal rating) {
      return rating.compareTo(BigDecimal.ONE) >= 0 && rating.compareTo(FIVE) <= 0;
    }

    @Override
    public BigDecimal normalise(BigDecimal rating) {
      return rating.subtract(BigDecimal.ONE).divide(FOUR, 2, RoundingMode.HALF_UP);
    }
  };

  private static final BigDecimal FOUR = BigDecimal.valueOf(4);
  private static final BigDecimal FIVE = BigDecimal.valueOf(5);

  /** Whether the rating lies on this scale; {@link RowErrorCode#RATING_RANGE} otherwise. */
  public abstract boolean accepts(BigDecimal rating);

  /** The rating on the scale 0..1 with two decimals, half rounded up: (r-1)/4 for 1–5. */
  public abstract BigDecimal normalise(BigDecimal rating);

  /** The scale of a file of a versioned format. */
  public static RatingScale decide(boolean anyAboveOne) {
    return anyAboveOne ? ONE_TO_FIVE : ZERO_TO_ONE;
  }

  /** The scale of a file of this schema: fixed where the schema's range starts at 1. */
  public static RatingScale decide(ImportSchema schema, boolean anyAboveOne) {
    boolean fixed =
        schema.columns().stream()
            .filter(column -> column.name().equals("rating"))
            .map(column -> column.limits().minimum())
            .anyMatch(minimum -> minimum != null && minimum.signum() > 0);
    return fixed ? ONE_TO_FIVE : decide(anyAboveOne);
  }
}
