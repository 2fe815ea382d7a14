package org.teei.csr.tests.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.shared.SessionsFile;

/**
 * Two privacy officers erase a person by {@code ./csr}, and no file brings the person back before
 * two let them.
 */
class ErasureJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient imports = stack.imports();
  private final SessionsFile file = SessionsFile.ofRows(2);

  @Test
  void twoOfficersEraseAPersonWhomTheNextFileDoesNotBringBack() throws Exception {
    imports.ended(imports.accepted("", file.bytes()), SOON);
    String person = found().path(0).path("id").asText();

    String erasure =
        idOf(
            stack.csr(
                "privacy", "erase-person", person, "--reason", "objection", "--name", "anna"));
    assertThatThrownBy(
            () -> stack.csr("privacy", "approve-erasure", erasure, "--watch", "--name", "anna"))
        .hasMessageContaining("ended with 3")
        .hasMessageContaining("privacy/same-person");
    assertThat(imports.get("/v1/profile/" + person).status()).isEqualTo(200);
    String told = stack.csr("privacy", "approve-erasure", erasure, "--watch", "--name", "bob");

    assertThat(told).contains("erased, 1 profiles");
    assertThat(imports.get("/v1/profile/" + person).status()).isEqualTo(404);
    assertThat(found()).isEmpty();
    assertThat(stack.value("select count(*) from person_keys where person_id = '" + person + "'"))
        .isEqualTo("0");

    file.session(3, "4", "Once more");
    String again = imports.accepted("", file.bytes());
    JsonNode counts = imports.ended(again, SOON).path("counts");
    assertThat(counts.path("rejected").asLong()).isEqualTo(3);
    assertThat(counts.path("accepted").asLong()).isZero();
    assertThat(imports.get("/v1/imports/" + again + "/rejected.csv").body())
        .contains("E012,participant_email");
    assertThat(found()).isEmpty();
    assertThat(
            imports
                .get(
                    "/v1/audit?action=privacy.erase-person&resourceType=person&resourceId="
                        + person)
                .json()
                .path("items"))
        .hasSize(1);
  }

  @Test
  void afterALiftByTwoOfficersTheNextFileMakesTheErasedPersonAnew() throws Exception {
    imports.ended(imports.accepted("", file.bytes()), SOON);
    String erased = found().path(0).path("id").asText();
    String erasure =
        idOf(
            stack.csr(
                "privacy", "erase-person", erased, "--reason", "objection", "--name", "anna"));
    stack.csr("privacy", "approve-erasure", erasure, "--watch", "--name", "bob");
    file.session(3, "4", "Here again");
    assertThat(rejected(file)).isEqualTo(3);

    String told =
        stack.csrTold(
            file.participant() + "\n", "privacy", "lift", "--reason", "rejoined", "--name", "anna");
    String lift = told.substring(told.indexOf("Lift ") + 5, told.indexOf(": waits"));
    assertThatThrownBy(() -> stack.csr("privacy", "approve-lift", lift, "--name", "anna"))
        .hasMessageContaining("privacy/same-person");
    file.session(4, "4", "Still not");
    assertThat(rejected(file)).isEqualTo(4);
    assertThat(stack.csr("privacy", "approve-lift", lift, "--name", "bob")).contains("lifted");

    file.session(5, "5", "Back");
    assertThat(rejected(file)).isZero();
    assertThat(found()).hasSize(1);
    assertThat(found().path(0).path("id").asText()).isNotEqualTo(erased);
    assertThat(imports.get("/v1/profile/" + erased).status()).isEqualTo(404);
    assertThat(
            imports
                .get(
                    "/v1/audit?action=privacy.lift-tombstone&resourceType=tombstone-lift&resourceId="
                        + lift)
                .json()
                .path("items"))
        .hasSize(1);
  }

  private long rejected(SessionsFile file) {
    return imports
        .ended(imports.accepted("", file.bytes()), SOON)
        .path("counts")
        .path("rejected")
        .asLong();
  }

  @Test
  void anAdministratorOfTheCompanyErasesNobody() {
    assertThat(
            imports
                .post(
                    "/v1/privacy/erasures",
                    "{\"personId\":\"%s\",\"reason\":\"objection\"}".formatted(UUID.randomUUID()))
                .status())
        .isEqualTo(403);
  }

  private JsonNode found() {
    return imports
        .post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(file.participant()))
        .json()
        .path("items");
  }

  /** The command says: Erasure ID of person … */
  private static String idOf(String told) {
    return UUID.fromString(told.substring("Erasure ".length(), told.indexOf(" of person")))
        .toString();
  }
}
