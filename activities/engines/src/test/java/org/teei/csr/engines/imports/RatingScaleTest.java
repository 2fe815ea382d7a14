package org.teei.csr.engines.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingScaleTest {

  @ParameterizedTest
  @CsvSource({
    "ONE_TO_FIVE, 1, 0.00",
    "ONE_TO_FIVE, 2, 0.25",
    "ONE_TO_FIVE, 4.3, 0.83",
    "ONE_TO_FIVE, 5, 1.00",
    "ZERO_TO_ONE, 0, 0.00",
    "ZERO_TO_ONE, 0.005, 0.01",
    "ZERO_TO_ONE, 0.8, 0.80",
    "ZERO_TO_ONE, 1, 1.00",
  })
  void ratingIsBroughtToTwoDecimalsBetweenZeroAndOne(
      RatingScale scale, BigDecimal rating, BigDecimal normalised) {
    assertThat(scale.normalise(rating)).isEqualTo(normalised);
  }

  @ParameterizedTest
  @CsvSource({
    "ONE_TO_FIVE, 0.99, false",
    "ONE_TO_FIVE, 1, true",
    "ONE_TO_FIVE, 5, true",
    "ONE_TO_FIVE, 5.01, false",
    "ZERO_TO_ONE, -0.01, false",
    "ZERO_TO_ONE, 0, true",
    "ZERO_TO_ONE, 1, true",
    "ZERO_TO_ONE, 1.01, false",
  })
  void ratingOutsideTheScaleIsNotAccepted(RatingScale scale, BigDecimal rating, boolean accepted) {
    assertThat(scale.accepts(rating)).isEqualTo(accepted);
  }
}
