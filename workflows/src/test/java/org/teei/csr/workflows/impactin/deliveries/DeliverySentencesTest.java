package org.teei.csr.workflows.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.EnumSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.workflows.shared.TenantId;

class DeliverySentencesTest {

  private static final EnumSet<DeliveryStatus> ENDS =
      EnumSet.range(DeliveryStatus.DELIVERED, DeliveryStatus.FAILED);

  private static DeliveryEnd end(DeliveryStatus status, @Nullable String reason) {
    DeliveryRef ref = new DeliveryRef(new TenantId("demo"), new UUID(0, 1), "workday");
    return new DeliveryEnd(ref, status, reason);
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "EXPIRED", "CANCELLED"})
  void nothingThatMayHaveArrivedIsCalledGivenUp(DeliveryStatus status) {
    assertThat(DeliverySentences.ended(end(status, PlatformActivities.OUTCOME_UNKNOWN)))
        .startsWith("Ended, and it may have arrived.");
  }

  @Test
  void eachEndHasASentenceOfItsOwn() {
    assertThat(ENDS.stream().map(status -> DeliverySentences.ended(end(status, null))))
        .doesNotHaveDuplicates()
        .allMatch(sentence -> sentence.endsWith("."));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.INCLUDE,
      names = {"PENDING", "AWAITING_APPROVAL", "DELIVERING", "RETRYING", "UNKNOWN", "PARKED"})
  void whatGoesOnHasNoEnd(DeliveryStatus status) {
    assertThatThrownBy(() -> DeliverySentences.ended(end(status, null)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0    | 0     | no figure stands out, none is left out
          1    | 1     | 1 figure should be looked at, 1 is left out
          1200 | 12000 | 1,200 figures should be looked at, 12,000 are left out
          """)
  void saysWhatAPersonHasToLookAtAndUntilWhen(int changes, int leftOut, String sentence) {
    assertThat(
            DeliverySentences.awaitingApproval(
                Instant.parse("2027-02-08T07:05:00Z"), new Prepared(true, changes, leftOut)))
        .isEqualTo(
            "**Waits for approval**: "
                + sentence
                + ". Ends by itself on 8 February 2027, 07:05 UTC.");
  }
}
