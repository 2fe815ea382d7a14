package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.imports.ImportFixture.email;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.activities.events.EventTypes;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportRef;

/** What a programme's file of users leaves behind. */
class UserImportTest {
  private static final String HEADER =
      "Email,Name,Role when joined,Verification_status,Linkedin_URL,grant_access,Joined_kg_at\n";

  @TempDir Path directory;

  private ImportFixture imports;
  private final String olena = email("olena");

  @BeforeEach
  void prepare() {
    imports = new ImportFixture(directory);
  }

  @Test
  void aNewUserIsAPersonWithARecordWhoseNamesNobodyCanReadWithoutTheKey() {
    ImportRef ref = upload(row(olena, "Olena Maria Example", "mentor"));

    assertThat(imports.run(ref)).isEqualTo(new ImportCounts(1, 1, 0, 0, 0, 0));
    Map<String, Object> user = user();
    assertThat(user)
        .containsEntry("role", "volunteer")
        .containsEntry("role_when_joined", "mentor")
        .containsEntry("verification_status", "verified")
        .containsEntry("grant_access", true);
    assertThat(user.get("joined_at").toString()).contains("2025-12-14");
    assertThat(plain(user, "first_name_ciphertext")).isEqualTo("Olena");
    assertThat(plain(user, "last_name_ciphertext")).isEqualTo("Maria Example");
    assertThat(plain(user, "linkedin_url_ciphertext"))
        .isEqualTo("https://www.linkedin.com/in/example");
    assertThat(new String((byte[]) user.get("first_name_ciphertext"), StandardCharsets.ISO_8859_1))
        .doesNotContain("Olena");
    assertThat(imports.ledger(ref).getFirst()).containsEntry("entity_id", user.get("person_id"));
  }

  @Test
  void equalContentInOtherSpellingsIsADuplicate() {
    imports.run(upload(row(olena, "Olena Maria Example", "mentor")));
    ImportRef again =
        imports.upload(
            ImportKind.USERS,
            "EMAIL;joined_at;name;role_when_joined;verification_status;linkedin_url;grant_access\n"
                + olena.toUpperCase(Locale.ROOT)
                + ";2025-12-14;Olena  Maria Example;MENTOR;VERIFIED;https://www.linkedin.com/in/example;yes\n");

    assertThat(imports.run(again)).isEqualTo(new ImportCounts(1, 0, 0, 0, 1, 0));
    assertThat(events()).hasSize(1);
  }

  @Test
  void anEventNamesWhatChangedAndNotWhatItSays() throws Exception {
    imports.run(upload(row(olena, "Olena Maria Example", "mentor")));
    imports.run(upload(row(olena, "Olena Petrenko", "learner")));

    List<Map<String, Object>> events = events();
    assertThat(events).hasSize(2);
    assertThat(fields(events.get(0)))
        .containsExactly(
            "firstName",
            "lastName",
            "role",
            "roleWhenJoined",
            "verificationStatus",
            "grantAccess",
            "joinedAt",
            "linkedinUrl");
    assertThat(fields(events.get(1))).containsExactly("lastName", "role", "roleWhenJoined");
    assertThat(events.toString()).doesNotContain("Petrenko", "example.org", olena);
    for (Map<String, Object> event : events) {
      assertThat(
              EventTypes.of("orchestration.profile.updated")
                  .orElseThrow()
                  .violations(new ObjectMapper().readTree(event.get("data").toString())))
          .isEmpty();
      assertThat(event).containsEntry("person_id", user().get("person_id"));
    }
  }

  @Test
  void aBlankCellTakesBackWhatWasKnown() {
    imports.run(upload(row(olena, "Olena Example", "mentor")));
    ImportRef ref = upload("%s,,,,,,\n".formatted(olena));

    assertThat(imports.run(ref)).isEqualTo(new ImportCounts(1, 1, 1, 0, 0, 0));
    assertThat(user())
        .containsEntry("role", "participant")
        .containsEntry("first_name_ciphertext", null)
        .containsEntry("grant_access", null)
        .containsEntry("joined_at", null);
  }

  @Test
  void ofTwoRowsOfOnePersonTheLaterCounts() {
    ImportRef ref = upload(row(olena, "First", "mentor") + row(olena, "Second", "mentor"));

    imports.run(ref);

    assertThat(imports.outcomes(ref)).containsExactly("duplicate", "accepted");
    assertThat(plain(user(), "first_name_ciphertext")).isEqualTo("Second");
  }

  @Test
  void ofTwoAddressesOfOnePersonInAFileTheLaterCounts() {
    String other = email("olena");
    imports.run(
        imports.upload(
            ImportKind.USERS, "email,kintell_id\n%s,K-1\n%s,K-1\n".formatted(olena, other)));
    ImportRef ref = upload(row(olena, "First", "mentor") + row(other, "Second", "mentor"));

    assertThat(imports.run(ref)).isEqualTo(new ImportCounts(2, 1, 1, 0, 1, 0));
    assertThat(imports.outcomes(ref)).containsExactly("duplicate", "updated");
    assertThat(imports.ledger(ref))
        .extracting(row -> row.get("entity_id"))
        .containsOnly(user().get("person_id"));
    assertThat(plain(user(), "first_name_ciphertext")).isEqualTo("Second");
  }

  @Test
  void shortRowsAreTakenAndLongOnesAreNot() {
    ImportRef ref =
        upload(
            olena
                + ",Olena\n"
                + email("b")
                + ",Bo,mentor,verified,,true,Dec 14, 2025\n"
                + email("c")
                + "\n");

    imports.run(ref);

    assertThat(imports.outcomes(ref)).containsExactly("accepted", "rejected E013:", "accepted");
  }

  @Test
  void anErasedPersonDoesNotComeBack() {
    imports.run(upload(row(olena, "Olena", "mentor")));
    imports.erase((UUID) user().get("person_id"));
    ImportRef ref = upload(row(olena, "Olena", "mentor"));

    imports.run(ref);

    assertThat(imports.outcomes(ref)).containsExactly("rejected E012:email");
  }

  @Test
  void usersOfAnotherTenantAreOthers() {
    imports.run(upload(row(olena, "Olena", "mentor")));
    ImportFixture others = new ImportFixture(directory.resolve("other"));

    assertThat(others.run(others.upload(ImportKind.USERS, HEADER + row(olena, "X", "learner"))))
        .isEqualTo(new ImportCounts(1, 1, 0, 0, 0, 0));
    assertThat(plain(user(), "first_name_ciphertext")).isEqualTo("Olena");
  }

  @Test
  void whoIsUnknownIsRejectedWhereThatIsAskedFor() {
    ImportRef ref =
        imports.upload(ImportKind.USERS, HEADER + row(olena, "Olena", "mentor"), "reject");

    imports.run(ref);

    assertThat(imports.outcomes(ref)).containsExactly("rejected E010:email");
  }

  private ImportRef upload(String rows) {
    return imports.upload(ImportKind.USERS, HEADER + rows);
  }

  private static String row(String email, String name, String role) {
    return "%s,%s,%s,Verified,https://www.linkedin.com/in/example,true,\"Dec 14, 2025\"\n"
        .formatted(email, name, role);
  }

  private Map<String, Object> user() {
    return imports.row("select * from csr.user_records where tenant_id = ?", imports.tenant);
  }

  private String plain(Map<String, Object> user, String column) {
    return imports.decrypted("user_records", column, user, "person_id", "person_id");
  }

  private List<Map<String, Object>> events() {
    return imports.rows(
        """
        select person_id, data from csr.outbox_events
        where tenant_id = ? and type = 'orchestration.profile.updated' order by position
        """,
        imports.tenant);
  }

  private static List<String> fields(Map<String, Object> event) throws Exception {
    JsonNode data = new ObjectMapper().readTree(event.get("data").toString());
    return data.get("updatedFields").valueStream().map(JsonNode::asText).toList();
  }
}
