package org.teei.csr.workflows.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"ab", "a-b", "0a9z", "a123456789012345678901234567890123456789"})
  void takesShortNames(String value) {
    assertThat(new TenantId(value)).hasToString(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "-ab",
        "Ab",
        "a_b",
        "a/b",
        "a b",
        "a{",
        "a`",
        "a:",
        "å1",
        "a1234567890123456789012345678901234567890"
      })
  void refusesWhatDoesNotFitIntoIds(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> new TenantId(value));
  }
}
