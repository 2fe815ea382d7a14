package org.teei.csr.workflows.operations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.workflows.shared.FailureClass;

class ParkingSentencesTest {

  @ParameterizedTest
  @ValueSource(strings = {"imports/storage-full", "imports/database-full"})
  void aFullDiskIsCalledAFullDisk(String failureType) {
    assertThat(ParkingSentences.cause(FailureClass.TRANSIENT, failureType))
        .startsWith("There is no space left");
  }

  /** Nobody on the other side was asked, so nobody refused. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "impactin/not-connected",
        "impactin/no-credentials",
        "impactin/switched-off",
        "impactin/platform-disabled"
      })
  void whatWasNotEvenTriedIsNotCalledARefusal(String failureType) {
    assertThat(ParkingSentences.cause(FailureClass.PERMANENT, failureType))
        .contains("Trying again helps once it is")
        .doesNotContain("refused");
  }

  @ParameterizedTest
  @EnumSource
  void everythingElseIsToldByWhatHelps(FailureClass failureClass) {
    assertThat(ParkingSentences.cause(failureClass, "imports/something"))
        .contains("Trying again")
        .doesNotContain("space");
  }

  @Test
  void classesAreToldApart() {
    assertThat(FailureClass.values())
        .extracting(failureClass -> ParkingSentences.cause(failureClass, "imports/something"))
        .doesNotHaveDuplicates();
  }
}
