package org.teei.csr.engines.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialRowCheckTest {
  @Test
  void aRowIsRead() throws Exception {
    assertThat(SampleRow.credential().valid(CredentialRow.class))
        .isEqualTo(
            new CredentialRow(
                UUID.fromString("550e8400-e29b-41d4-a716-446655440001"),
                PersonRef.of("p@example.org"),
                "ecornell",
                "EXEC-101",
                "Executive Leadership Program",
                CredentialType.CERTIFICATE,
                Instant.parse("2025-10-15T14:30:00Z"),
                Instant.parse("2028-10-15T14:30:00Z"),
                "https://ecornell.example.org/verify/1",
                "VERIFY-001"));
  }

  @ParameterizedTest
  @CsvSource({
    "certificate, CERTIFICATE",
    "Badge, BADGE",
    "DIPLOMA, DIPLOMA",
    "transcript, TRANSCRIPT",
  })
  void typesAreReadInAnyCase(String cell, CredentialType type) throws Exception {
    assertThat(
            SampleRow.credential().with("credential_type", cell).valid(CredentialRow.class).type())
        .isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "credential_id",
        "user_email",
        "provider",
        "course_id",
        "course_name",
        "credential_type",
        "issued_at"
      })
  void aBlankRequiredCellIsRejected(String column) throws Exception {
    assertThat(SampleRow.credential().with(column, "").codes()).isEqualTo("E002:" + column);
  }

  @Test
  void expiryAddressAndCodeMayBeBlank() throws Exception {
    CredentialRow row =
        SampleRow.credential()
            .with("expires_at", "")
            .with("credential_url", "")
            .with("verification_code", "")
            .valid(CredentialRow.class);

    assertThat(row.expiresAt()).isNull();
    assertThat(row.url()).isNull();
    assertThat(row.verificationCode()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "credential_id, 550e8400, E032:credential_id",
    "credential_id, 550e8400e29b41d4a716446655440001, E032:credential_id",
    "credential_id, 550e840-0e29b-41d4-a716-446655440001, E032:credential_id",
    "credential_type, licence, E008:credential_type",
    "issued_at, soon, E003:issued_at",
    "expires_at, never, E003:expires_at",
    "expires_at, 2025-10-15T14:29:59Z, E033:expires_at",
    "credential_url, ftp://example.org/1, E031:credential_url",
    "credential_url, //example.org/1, E031:credential_url",
    "user_email, @example.org, E001:user_email",
  })
  void eachRuleHasItsCode(String column, String cell, String codes) throws Exception {
    assertThat(SampleRow.credential().with(column, cell).codes()).isEqualTo(codes);
  }

  @Test
  void aCredentialMayExpireInTheMomentOfItsIssue() throws Exception {
    assertThat(SampleRow.credential().with("expires_at", "2025-10-15T14:30:00Z").codes()).isEmpty();
  }

  @Test
  void upperCaseIdsAreTheSameCredential() throws Exception {
    assertThat(
            SampleRow.credential()
                .with("credential_id", "550E8400-E29B-41D4-A716-446655440001")
                .valid(CredentialRow.class)
                .key())
        .isEqualTo(SampleRow.credential().valid(CredentialRow.class).key());
  }

  @Test
  void whoseItIsIsNoPartOfTheContent() throws Exception {
    assertThat(content("user_email", "other@example.org"))
        .isEqualTo(content("user_email", "p@example.org"));
  }

  @ParameterizedTest
  @CsvSource({
    "provider, itslearning",
    "course_id, EXEC-102",
    "course_name, Other",
    "credential_type, badge",
    "issued_at, 2025-10-15",
    "expires_at, ''",
    "credential_url, https://example.org/2",
    "verification_code, VERIFY-002",
  })
  void aChangedFactChangesTheContent(String column, String cell) throws Exception {
    assertThat(content(column, cell)).isNotEqualTo(content("user_email", "p@example.org"));
  }

  private static byte[] content(String column, String cell) throws FileRefused {
    return SampleRow.credential()
        .with(column, cell)
        .valid(CredentialRow.class)
        .canonicalContent(RatingScale.ZERO_TO_ONE);
  }
}
