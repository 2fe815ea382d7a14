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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportRef;

/** Whom rows mean that name people in more than one way. */
class PersonIdentifiersTest {
  private static final String SESSIONS =
      "session_id,participant_email,participant_kintell_id,volunteer_email,volunteer_kintell_id,scheduled_at\n";

  @TempDir Path directory;

  private ImportFixture imports;
  private final String first = email("first");
  private final String second = email("second");

  @BeforeEach
  void prepare() {
    imports = new ImportFixture(directory);
  }

  @Test
  void aNewPersonHasAllIdentifiersOfTheRow() {
    run(users(first + ",K-1,"));

    assertThat(identifiers()).containsExactly("email", "kintell");
    assertThat(persons()).isEqualTo(1);
    Map<String, Object> kintell =
        imports.row(
            "select * from csr.profile_identifiers where tenant_id = ? and kind = 'kintell'",
            imports.tenant);
    assertThat(
            imports.decrypted(
                "profile_identifiers", "value_ciphertext", kintell, "person_id", "identifier_id"))
        .isEqualTo("K-1");
  }

  @Test
  void aKnownExternalIdWithANewAddressGivesThatPersonAFurtherAddress() {
    run(users(first + ",K-1,"));
    ImportRef ref = run(users(second + ",K-1,"));

    assertThat(imports.outcomes(ref)).containsExactly("duplicate");
    assertThat(identifiers()).containsExactly("email", "email", "kintell");
    assertThat(persons()).isEqualTo(1);
    assertThat(imports.outcomes(run(users(second + ",,")))).containsExactly("duplicate");
  }

  @Test
  void aKnownAddressWithANewExternalIdGivesThatPersonTheId() {
    run(users(first + ",,"));
    run(users(first + ",K-1,"));

    assertThat(identifiers()).containsExactly("email", "kintell");
    assertThat(persons()).isEqualTo(1);
  }

  @Test
  void ourIdGivesThePersonWhatTheRowSaysBeside() {
    run(users(first + ",,"));
    UUID person = person();
    ImportRef ref = run(users(second + ",K-1," + person));

    assertThat(imports.outcomes(ref)).containsExactly("duplicate");
    assertThat(identifiers()).containsExactly("email", "email", "kintell");
    assertThat(persons()).isEqualTo(1);
  }

  @Test
  void aRowWhoseIdentifiersAreOfTwoPeopleIsRejectedWithBothIds() throws Exception {
    run(users(first + ",K-1,", second + ",K-2,"));
    ImportRef ref = run(users(first + ",K-2,"));

    assertThat(imports.outcomes(ref)).containsExactly("rejected E011:email");
    assertThat(people(ref)).containsExactlyInAnyOrderElementsOf(ids());
    assertThat(identifiers()).containsExactly("email", "email", "kintell", "kintell");
  }

  @Test
  void allThreeIdentifiersOfThreePeopleAreNamed() throws Exception {
    String third = email("third");
    run(users(first + ",K-1,", second + ",K-2,", third + ",K-3,"));
    UUID other =
        (UUID)
            imports
                .row(
                    """
                    select e.person_id from csr.profile_identifiers e
                    where e.tenant_id = ? and e.kind = 'kintell' and e.blind_index = ?
                    """,
                    imports.tenant,
                    imports.tenantKeys.blindIndex(imports.tenant).of("kintell", "K-3").bytes())
                .get("person_id");

    assertThat(people(run(users(first + ",K-2," + other)))).hasSize(3);
  }

  @Test
  void anIdOfOursThatDoesNotExistIsRejected() {
    assertThat(imports.outcomes(run(users(first + ",," + UUID.randomUUID()))))
        .containsExactly("rejected E010:person_id");
    assertThat(persons()).isZero();
  }

  @Test
  void anIdOfOursOfAnotherTenantDoesNotExist() {
    ImportFixture others = new ImportFixture(directory.resolve("other"));
    others.run(others.upload(ImportKind.USERS, users(first + ",,")));
    Object foreign =
        others
            .row("select person_id from csr.profiles where tenant_id = ?", others.tenant)
            .get("person_id");

    assertThat(imports.outcomes(run(users(first + ",," + foreign))))
        .containsExactly("rejected E010:person_id");
  }

  @Test
  void noIdentifierOfAnErasedPersonComesBack() {
    run(users(first + ",K-1,"));
    UUID person = person();
    imports.erase(person);

    ImportRef ref = run(users(first + ",,", second + ",K-1,", email("third") + ",," + person));

    assertThat(imports.outcomes(ref))
        .containsExactly(
            "rejected E012:email", "rejected E012:external_id", "rejected E012:person_id");
    assertThat(identifiers()).isEmpty();
  }

  @Test
  void aRowSeesWhatTheRowsBeforeItAdded() {
    ImportRef ref =
        run(
            sessions(
                "S-1," + first + ",K-1,v@example.org,", "S-2," + second + ",K-1,v@example.org,"));

    assertThat(imports.outcomes(ref)).containsExactly("accepted", "accepted");
    assertThat(
            imports.count(
                "select count(distinct participant_id) from csr.sessions where tenant_id = ?",
                imports.tenant))
        .isEqualTo(1);
    assertThat(identifiers()).containsExactly("email", "email", "email", "kintell");
  }

  @Test
  void aRejectedRowAddsNothing() {
    run(users(first + ",K-1,", second + ",K-2,"));

    run(sessions("S-1," + first + ",K-2,new@example.org,K-9"));

    assertThat(identifiers()).containsExactly("email", "email", "kintell", "kintell");
  }

  @Test
  void participantAndVolunteerWhoAreOnePersonByAnotherNameAreRejected() {
    run(users(first + ",K-1,"));

    ImportRef ref =
        run(
            sessions(
                "S-1," + second + ",K-1," + first + ",",
                "S-2," + second + "," + "," + first + ","));

    assertThat(imports.outcomes(ref)).containsExactly("rejected E014:volunteer_email", "accepted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "reject"})
  void whoIsKnownByTheExternalIdIsNotUnknown(String unknownPeople) {
    run(users(first + ",K-1,"));

    ImportRef ref = imports.upload(ImportKind.USERS, users(second + ",K-1,"), unknownPeople);
    imports.run(ref);

    assertThat(imports.outcomes(ref)).containsExactly("duplicate");
  }

  @Test
  void whoIsUnknownByAllIdentifiersIsRejectedWhereThatIsAskedFor() {
    ImportRef ref = imports.upload(ImportKind.USERS, users(first + ",K-1,"), "reject");

    imports.run(ref);

    assertThat(imports.outcomes(ref)).containsExactly("rejected E010:email");
    assertThat(persons()).isZero();
  }

  @Test
  void whoTurnedOutToBeAnotherIsNoOtherPerson() {
    run(users(first + ",K-1,", second + ",K-2,", email("third") + ",K-3,"));
    List<UUID> ids = ids();
    for (int i = 0; i < 2; i++) {
      imports.execute(
          "update csr.profiles set merged_into = ? where tenant_id = ? and person_id = ?",
          ids.get(i + 1),
          imports.tenant,
          ids.get(i));
    }

    ImportRef ref = run(users(first + ",K-2,"));

    assertThat(imports.outcomes(ref)).containsExactly("duplicate");
  }

  @Test
  void aSessionOfTheSecondVersionIsTheSessionOfTheFirst() {
    imports.run(
        "session_id,participant_email,volunteer_email,scheduled_at\nS-1,%s,%s,2026-03-01\n"
            .formatted(first, second));

    ImportRef ref = run(sessions("S-1," + first + ",K-1," + second + ",K-2"));

    assertThat(imports.outcomes(ref)).containsExactly("duplicate");
    assertThat(identifiers()).containsExactly("email", "email", "kintell", "kintell");
  }

  @Test
  void aRepeatedRunAddsNothing() {
    String file = users(first + ",K-1,", second + ",K-1,");
    run(file);

    assertThat(imports.run(imports.upload(ImportKind.USERS, file)))
        .isEqualTo(new ImportCounts(2, 0, 0, 0, 2, 0));
    assertThat(identifiers()).containsExactly("email", "email", "kintell");
  }

  private ImportRef run(String csv) {
    ImportRef ref =
        imports.upload(csv.startsWith("email") ? ImportKind.USERS : ImportKind.SESSIONS, csv);
    imports.run(ref);
    return ref;
  }

  private static String users(String... rows) {
    return "email,kintell_id,person_id\n" + String.join("\n", rows) + "\n";
  }

  private static String sessions(String... rows) {
    return SESSIONS + String.join(",2026-03-01\n", rows) + ",2026-03-01\n";
  }

  private List<String> identifiers() {
    return imports
        .rows(
            "select kind from csr.profile_identifiers where tenant_id = ? order by kind",
            imports.tenant)
        .stream()
        .map(row -> (String) row.get("kind"))
        .toList();
  }

  private long persons() {
    return imports.count("select count(*) from csr.profiles where tenant_id = ?", imports.tenant);
  }

  private UUID person() {
    return ids().getFirst();
  }

  private List<UUID> ids() {
    return imports
        .rows(
            "select person_id from csr.profiles where tenant_id = ? order by person_id",
            imports.tenant)
        .stream()
        .map(row -> (UUID) row.get("person_id"))
        .toList();
  }

  private List<UUID> people(ImportRef ref) throws Exception {
    return new ObjectMapper()
        .readTree(imports.ledger(ref).getFirst().get("errors").toString())
        .get(0)
        .get("people")
        .valueStream()
        .map(id -> UUID.fromString(id.asText()))
        .toList();
  }
}
