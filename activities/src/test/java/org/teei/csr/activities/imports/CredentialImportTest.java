package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.imports.ImportFixture.email;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.activities.events.EventTypes;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportRef;

/** What a file of credentials leaves behind. */
class CredentialImportTest {
  private static final String HEADER =
      "credential_id,user_email,provider,course_id,course_name,credential_type,issued_at,expires_at,credential_url,verification_code\n";

  @TempDir Path directory;

  private ImportFixture imports;
  private final String holder = email("holder");
  private final UUID id = UUID.randomUUID();

  @BeforeEach
  void prepare() {
    imports = new ImportFixture(directory);
  }

  @Test
  void aNewCredentialIsKeptWithItsExpiryAndEncryptedProof() {
    ImportRef ref = upload(row(holder, "2028-10-15T14:30:00Z", "VERIFY-001"));

    assertThat(imports.run(ref)).isEqualTo(new ImportCounts(1, 1, 0, 0, 0, 0));
    Map<String, Object> credential = credential();
    assertThat(credential)
        .containsEntry("credential_id", id)
        .containsEntry("provider", "ecornell")
        .containsEntry("credential_type", "certificate");
    assertThat(credential.get("expires_at").toString()).contains("2028-10-15");
    assertThat(plain("url_ciphertext")).isEqualTo("https://ecornell.example.org/verify/1");
    assertThat(plain("verification_code_ciphertext")).isEqualTo("VERIFY-001");
    assertThat(imports.ledger(ref).getFirst()).containsEntry("entity_id", id);
  }

  @Test
  void anEventTellsTheExpiryAndNeitherAddressNorCode() throws Exception {
    imports.run(upload(row(holder, "2028-10-15T14:30:00Z", "VERIFY-001")));

    String data = events().getFirst().get("data").toString();
    assertThat(
            EventTypes.of("upskilling.credential.issued")
                .orElseThrow()
                .violations(new ObjectMapper().readTree(data)))
        .isEmpty();
    assertThat(data)
        .contains(id.toString(), "2028-10-15T14:30:00Z")
        .doesNotContain("VERIFY-001", "verify/1", "Leadership", holder);
  }

  @Test
  void equalContentIsADuplicateAndSetsNothingOff() {
    imports.run(upload(row(holder, "", "VERIFY-001")));

    String other =
        row(holder, "", "VERIFY-001")
            .replace("certificate", "Certificate")
            .replace("eCornell", "ECORNELL")
            .replace("2025-10-15T14:30:00Z", "2025-10-15T16:30:00+02:00");

    assertThat(imports.run(upload(other))).isEqualTo(new ImportCounts(1, 0, 0, 0, 1, 0));
    assertThat(events()).hasSize(1);
  }

  @Test
  void anotherExpiryUpdatesTheCredential() {
    imports.run(upload(row(holder, "", "VERIFY-001")));

    assertThat(imports.run(upload(row(holder, "2030-01-01", "VERIFY-002"))))
        .isEqualTo(new ImportCounts(1, 1, 1, 0, 0, 0));
    assertThat(credential().get("expires_at").toString()).contains("2030-01-01");
    assertThat(plain("verification_code_ciphertext")).isEqualTo("VERIFY-002");
    assertThat(events()).hasSize(2);
  }

  @Test
  void aCredentialOfTheWrongPersonMovesWithItsSecretsToTheRightOne() {
    imports.run(upload(row(holder, "", "VERIFY-001")));
    Object wrong = credential().get("person_id");

    assertThat(imports.run(upload(row(email("right"), "", "VERIFY-001"))))
        .isEqualTo(new ImportCounts(1, 1, 1, 0, 0, 0));
    assertThat(credential().get("person_id")).isNotEqualTo(wrong);
    assertThat(plain("verification_code_ciphertext")).isEqualTo("VERIFY-001");
  }

  @Test
  void anotherAddressOfTheSamePersonChangesNothing() {
    String other = email("holder");
    imports.run(
        imports.upload(
            ImportKind.USERS, "email,kintell_id\n%s,K-1\n%s,K-1\n".formatted(holder, other)));
    imports.run(upload(row(holder, "", "VERIFY-001")));

    assertThat(imports.run(upload(row(other, "", "VERIFY-001"))))
        .isEqualTo(new ImportCounts(1, 0, 0, 0, 1, 0));
  }

  @Test
  void ofTwoRowsOfOneCredentialTheLaterCounts() {
    ImportRef ref =
        upload(row(holder, "2029-01-01", "VERIFY-001") + row(holder, "2030-01-01", "VERIFY-001"));

    imports.run(ref);

    assertThat(imports.outcomes(ref)).containsExactly("duplicate", "accepted");
    assertThat(credential().get("expires_at").toString()).contains("2030-01-01");
  }

  @Test
  void rowsOfErasedPeopleAreRejectedAndTheirProofCannotBeReadAnyMore() {
    imports.run(upload(row(holder, "", "VERIFY-001")));
    imports.erase((UUID) credential().get("person_id"));
    ImportRef ref = upload(row(holder, "", "VERIFY-001"));

    imports.run(ref);

    assertThat(imports.outcomes(ref)).containsExactly("rejected E012:user_email");
    assertThat(
            imports.count(
                "select count(*) from csr.person_keys where tenant_id = ?", imports.tenant))
        .isZero();
  }

  @Test
  void theSameIdAtAnotherTenantIsAnotherCredential() {
    imports.run(upload(row(holder, "", "VERIFY-001")));
    ImportFixture others = new ImportFixture(directory.resolve("other"));

    assertThat(
            others.run(
                others.upload(
                    ImportKind.CREDENTIALS, HEADER + row(email("x"), "2030-01-01", "VERIFY-9"))))
        .isEqualTo(new ImportCounts(1, 1, 0, 0, 0, 0));
    assertThat(credential().get("expires_at")).isNull();
  }

  private ImportRef upload(String rows) {
    return imports.upload(ImportKind.CREDENTIALS, HEADER + rows);
  }

  private String row(String email, String expires, String code) {
    return "%s,%s,eCornell,EXEC-101,Executive Leadership,certificate,2025-10-15T14:30:00Z,%s,https://ecornell.example.org/verify/1,%s\n"
        .formatted(id, email, expires, code);
  }

  private Map<String, Object> credential() {
    return imports.row("select * from csr.credentials where tenant_id = ?", imports.tenant);
  }

  private String plain(String column) {
    return imports.decrypted("credentials", column, credential(), "person_id", "credential_id");
  }

  private List<Map<String, Object>> events() {
    return imports.rows(
        """
        select person_id, data from csr.outbox_events
        where tenant_id = ? and type = 'upskilling.credential.issued' order by position
        """,
        imports.tenant);
  }
}
