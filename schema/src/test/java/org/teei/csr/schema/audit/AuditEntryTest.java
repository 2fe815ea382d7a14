package org.teei.csr.schema.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEntryTest {

  @ParameterizedTest
  @CsvSource({
    "company_admin, imports.cancel, programme",
    "company_admin, profiles.viewed, programme",
    "company_admin, metrics.read, reporting",
    "company_admin, operations.drain, administration",
    "company_admin, identity.signed-in, administration",
    "company_admin, privacy.requested, privacy",
    "privacy_officer, profiles.viewed, privacy",
    "safety_reviewer, profiles.viewed, safety",
    "system, nothing, administration"
  })
  void thePurposeFollowsFromWhoDoesWhat(String role, String action, String purpose) {
    assertThat(AuditEntry.of("t", "a", role, action, "thing", "1").purpose().spelling())
        .isEqualTo(purpose);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"queued", "7", "2026-11-21T10:00:00.000Z", "imports/demo/1", "0198c0de-0000"})
  void aChangeHoldsWordsIdsFiguresAndTimes(String token) {
    assertThat(new Change("status", token, null).before()).isEqualTo(token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"p@example.org", "two words", "+4712345678", "Ærlig", "", "a\nb", "'"})
  void aChangeRefusesWhatMayBePersonal(String value) {
    assertThatThrownBy(() -> new Change("contact", null, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("contact");
    assertThatThrownBy(() -> new Change("contact", value, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Change(value, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTokenHasALimit() {
    assertThatThrownBy(() -> new Change("status", null, "x".repeat(201)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
