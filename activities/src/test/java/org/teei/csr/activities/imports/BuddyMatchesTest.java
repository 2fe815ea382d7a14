package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.imports.ImportFixture.email;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.MergeRange;

/** What becomes of a row of a file of matches. */
class BuddyMatchesTest {
  private static final String HEADER =
      "participant_email,buddy_email,matched_at,status,ended_at,language,interests,location,external_key\n";

  @TempDir Path directory;

  private ImportFixture imports;
  private final String participant = email("participant");
  private final String buddy = email("buddy");

  @BeforeEach
  void prepare() {
    imports = new ImportFixture(directory);
  }

  @Test
  void aNewMatchIsAcceptedWithItsPeopleAndItsPlaceEncrypted() {
    ImportRef ref =
        imports.upload(
            ImportKind.MATCHES,
            HEADER
                + "%s,%s,2025-03-01T10:00:00+01:00,paused,,English,\"hiking, music\",Storgata 7,K-1\n"
                    .formatted(participant, buddy));

    ImportCounts counts = imports.run(ref);

    assertThat(counts).isEqualTo(new ImportCounts(1, 1, 0, 0, 0, 0));
    Map<String, Object> match = match();
    assertThat(imports.ledger(ref).getFirst()).containsEntry("entity_id", match.get("match_id"));
    assertThat(match)
        .containsEntry("participant_id", imports.person(participant))
        .containsEntry("buddy_id", imports.person(buddy))
        .containsEntry("status", "inactive")
        .containsEntry("ended_at", null)
        .containsEntry("language", "English")
        .containsEntry("external_key", "K-1");
    assertThat(instant(match.get("matched_at"))).isEqualTo(Instant.parse("2025-03-01T09:00:00Z"));
    assertThat((String[]) match.get("interests")).containsExactly("hiking", "music");
    assertThat(
            imports.decrypted(
                imports.person(participant),
                "buddy_matches",
                "location_ciphertext",
                (UUID) match.get("match_id"),
                match.get("location_ciphertext")))
        .isEqualTo("Storgata 7");
  }

  @Test
  void eventsOfAMatchHoldIdsAndDatesOnly() {
    run(
        row(
            "2025-03-01,completed,2025-05-01T12:00:00Z,secret tongue,veiled hobby,hidden street,K-1"));

    Map<String, Object> match = match();
    Map<String, Object> created =
        Map.of(
            "matchId", match.get("match_id").toString(),
            "participantId", imports.person(participant).toString(),
            "buddyId", imports.person(buddy).toString(),
            "matchedAt", "2025-03-01T00:00:00Z");
    assertThat(imports.eventTypes()).containsExactly("buddy.match.created", "buddy.match.ended");
    assertThat(imports.eventData("buddy.match.created")).containsExactly(created);
    assertThat(imports.eventData("buddy.match.ended"))
        .singleElement()
        .satisfies(ended ->
            assertThat(ended)
                .containsAllEntriesOf(created)
                .containsEntry("endedAt", "2025-05-01T12:00:00Z")
                .containsEntry("duration", 61)
                .containsEntry("reason", "completed")
                .hasSize(7));
  }

  @Test
  void aMatchEndsOnceHoweverOftenItIsSaid() {
    run(row("2025-03-01,active,,,,,"));
    run(row("2025-03-01,ended,2025-04-01,,,,"));
    run(row("2025-03-01,ended,2025-04-02,English,,,"));
    run(row("2025-03-01,cancelled,2025-04-02,English,,,"));

    assertThat(imports.eventTypes()).containsExactly("buddy.match.created", "buddy.match.ended");
    run(row("2025-03-01,active,,,,,"));
    run(row("2025-03-01,ended,2025-06-01,,,,"));
    assertThat(imports.eventTypes()).hasSize(3).last().isEqualTo("buddy.match.ended");
  }

  @Test
  void equalContentIsADuplicateHoweverItIsSpelled() {
    run(row("2025-03-01,paused,,English,\"a,b\",Oslo,K-1"));

    assertThat(
            imports.outcomes(
                ImportKind.MATCHES,
                HEADER
                    + row("2025-03-01T01:00:00+01:00,INACTIVE,, English ,\"a , b\",Oslo,K-1")
                        .replace(participant, participant.toUpperCase(Locale.ROOT))))
        .containsExactly("duplicate");
    assertThat(imports.eventTypes()).hasSize(1);
  }

  @Test
  void whatARowDoesNotSayOfTimeAndKeyStays() {
    run(row("2025-03-01,active,,English,,Oslo,K-1"));
    Map<String, Object> before = match();

    assertThat(
            imports.outcomes(
                ImportKind.MATCHES,
                "participant_email,buddy_email,status\n%s,%s,ended\n"
                    .formatted(participant, buddy)))
        .containsExactly("updated");

    Map<String, Object> after = match();
    assertThat(after)
        .containsEntry("match_id", before.get("match_id"))
        .containsEntry("matched_at", before.get("matched_at"))
        .containsEntry("external_key", "K-1")
        .containsEntry("status", "ended")
        .containsEntry("language", null)
        .containsEntry("location_ciphertext", null);
  }

  @Test
  void withoutATimeAMatchHasThatOfTheUploadAndARepeatIsADuplicate() {
    String csv = "participant_email,buddy_email\n%s,%s\n".formatted(participant, buddy);
    ImportRef ref = imports.upload(ImportKind.MATCHES, csv);
    imports.run(ref);

    assertThat(match()).containsEntry("matched_at", imports.job(ref).get("created_at"));
    assertThat(imports.outcomes(ImportKind.MATCHES, csv)).containsExactly("duplicate");
  }

  @Test
  void aMatchKeepsItsEndWhenARowTellsNoTime() {
    run(row("2025-03-01,ended,2025-04-01,,,,"));
    run(row("2025-03-01,ended,,English,,,"));

    assertThat(instant(match().get("ended_at"))).isEqualTo(Instant.parse("2025-04-01T00:00:00Z"));
  }

  @Test
  void anEndBeforeTheBeginningThatIsOnRecordIsRejected() {
    run(row("2025-03-01,active,,,,,"));

    assertThat(outcomes(row(",ended,2025-02-28,,,,"))).containsExactly("rejected E020:ended_at");
    assertThat(
            imports.outcomes(
                ImportKind.MATCHES,
                HEADER + "%s,%s,,ended,2025-02-28,,,,\n".formatted(email("new"), buddy)))
        .as("a new match begins with the upload")
        .containsExactly("rejected E020:ended_at");
    assertThat(match()).containsEntry("status", "active");
  }

  @Test
  void inOneFileTheLaterRowOfAPairCountsAndTheOrderOfAPairMatters() {
    ImportRef ref =
        imports.upload(
            ImportKind.MATCHES,
            HEADER
                + row("2025-03-01,active,,early,,,")
                + "%s,%s,2025-03-01,active,,,,,\n".formatted(buddy, participant)
                + row("2025-03-01,active,,late,,,"));

    ImportCounts counts = imports.run(ref);

    assertThat(counts).isEqualTo(new ImportCounts(3, 2, 0, 0, 1, 0));
    assertThat(imports.outcomes(ref)).containsExactly("duplicate", "accepted", "accepted");
    assertThat(imports.ledger(ref).getFirst()).containsEntry("superseded_by", 3L);
  }

  @Test
  void aKeyBelongsToOneMatch() {
    String other = email("other");
    run(row("2025-03-01,active,,,,,K-1"));

    assertThat(
            imports.outcomes(
                ImportKind.MATCHES,
                HEADER
                    + "%s,%s,2025-03-01,,,,,,K-1\n".formatted(other, buddy)
                    + "%s,%s,2025-03-01,,,,,,K-2\n".formatted(other, participant)
                    + "%s,%s,2025-03-01,,,,,,K-2\n".formatted(buddy, other)
                    + row("2025-03-02,active,,,,,K-1")))
        .containsExactly(
            "rejected E022:external_key", "accepted", "rejected E022:external_key", "updated");
  }

  @Test
  void addressesOfOnePersonMakeNoMatchAndOfOnePairTheLastRowCounts() {
    run(row("2025-03-01,active,,,,,"));
    String second = email("second");
    secondAddress(participant, second);

    assertThat(
            imports.outcomes(
                ImportKind.MATCHES,
                HEADER
                    + "%s,%s,2025-03-01,,,,,,\n".formatted(participant, second)
                    + row("2025-03-02,active,,,,,")
                    + "%s,%s,2025-03-03,,,,,,\n".formatted(second, buddy)))
        .containsExactly("rejected E014:buddy_email", "duplicate", "updated");
  }

  @Test
  void unknownPeopleAreRejectedWhereAsked() {
    run(row("2025-03-01,active,,,,,"));
    ImportRef ref =
        imports.upload(
            ImportKind.MATCHES,
            HEADER
                + "%s,%s,2025-03-01,,,,,,\n".formatted(buddy, participant)
                + "%s,%s,2025-03-01,,,,,,\n".formatted(email("stranger"), buddy),
            "reject");

    imports.run(ref);

    assertThat(imports.outcomes(ref))
        .containsExactly("accepted", "rejected E010:participant_email");
  }

  @Test
  void erasedPersonsDoNotComeBackNotEvenBetweenCheckAndMerge() {
    run(row("2025-03-01,active,,,,,"));
    ImportRef checkedBefore = imports.upload(ImportKind.MATCHES, HEADER + row(",,,,,,"));
    imports.activities().stage(checkedBefore);
    imports.activities().validate(checkedBefore);
    imports.erase(imports.person(participant));

    assertThat(outcomes(row("2025-03-02,active,,,,,")))
        .containsExactly("rejected E012:participant_email");
    imports.activities().merge(new MergeRange(checkedBefore, 1, 10));
    assertThat(imports.outcomes(checkedBefore)).containsExactly("rejected E012:participant_email");
  }

  @Test
  void anotherTenantIsUntouched() {
    run(row("2025-03-01,active,,,,,K-1"));
    String unchanged =
        "select match_id, status, updated_at from csr.buddy_matches where tenant_id = ?";
    Map<String, Object> before = imports.row(unchanged, imports.tenant);
    ImportFixture others = new ImportFixture(directory.resolve("others"));

    assertThat(
            others.outcomes(ImportKind.MATCHES, HEADER + row("2025-03-01,ended,2025-04-01,,,,K-1")))
        .containsExactly("accepted");

    assertThat(imports.row(unchanged, imports.tenant)).isEqualTo(before);
    assertThat(others.person(participant)).isNotEqualTo(imports.person(participant));
  }

  /** Twenty files with the same pairs in another order: as if one came after the other. */
  @RepeatedTest(2)
  void twentyImportsOfTheSamePairsAtOnceEndAsIfInSomeOrder() throws Exception {
    int pairs = 60;
    List<ImportRef> refs = new ArrayList<>();
    for (int writer = 0; writer < 20; writer++) {
      List<String> rows = new ArrayList<>();
      for (int i = 0; i < pairs; i++) {
        rows.add(
            "p%d@example.org,b%d@example.org,2025-03-01,ended,2025-04-01,tongue %d,,street %d,K-%d\n"
                .formatted(i, i % 7, writer, writer, i));
      }
      Collections.shuffle(rows, new Random(writer));
      refs.add(imports.upload(ImportKind.MATCHES, HEADER + String.join("", rows)));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ImportCounts>> runs = new ArrayList<>();
      for (ImportRef ref : refs) {
        runs.add(
            threads.submit(() -> {
              var activities = imports.activities();
              activities.stage(ref);
              activities.validate(ref);
              for (long from = 1; from <= pairs; from += 20) {
                activities.merge(new MergeRange(ref, from, from + 19));
              }
              return activities.finish(new Finish(ref, ImportStatus.COMPLETED, null, null));
            }));
      }
      for (Future<ImportCounts> run : runs) {
        assertThat(run.get().accepted()).isEqualTo(pairs);
      }
    }

    assertThat(count("buddy_matches")).isEqualTo(pairs);
    assertThat(count("profiles")).isEqualTo(pairs + 7);
    assertThat(imports.eventTypes()).filteredOn("buddy.match.created"::equals).hasSize(pairs);
    assertThat(imports.eventTypes()).filteredOn("buddy.match.ended"::equals).hasSize(pairs);
    for (Map<String, Object> match :
        imports.rows("select * from csr.buddy_matches where tenant_id = ?", imports.tenant)) {
      assertThat(
              imports.decrypted(
                  (UUID) match.get("participant_id"),
                  "buddy_matches",
                  "location_ciphertext",
                  (UUID) match.get("match_id"),
                  match.get("location_ciphertext")))
          .as("place and language are of one writer")
          .isEqualTo(match.get("language").toString().replace("tongue", "street"));
    }
  }

  private String row(String rest) {
    return participant + "," + buddy + "," + rest + "\n";
  }

  private void run(String rows) {
    imports.run(imports.upload(ImportKind.MATCHES, HEADER + rows));
  }

  private List<String> outcomes(String rows) {
    return imports.outcomes(ImportKind.MATCHES, HEADER + rows);
  }

  private Map<String, Object> match() {
    return imports.row("select * from csr.buddy_matches where tenant_id = ?", imports.tenant);
  }

  private long count(String table) {
    return imports.count(
        "select count(*) from csr.%s where tenant_id = ?".formatted(table), imports.tenant);
  }

  private void secondAddress(String address, String second) {
    var index = imports.tenantKeys.blindIndex(imports.tenant).of("email", second);
    imports.execute(
        """
        insert into csr.profile_identifiers
          (tenant_id, kind, index_key_version, blind_index, identifier_id, person_id, value_ciphertext)
        values (?, 'email', ?, ?, ?, ?, '')
        """,
        imports.tenant,
        index.version(),
        index.bytes(),
        UUID.randomUUID(),
        imports.person(address));
  }

  private static Instant instant(Object value) {
    return switch (value) {
      case OffsetDateTime time -> time.toInstant();
      case Timestamp time -> time.toInstant();
      default -> throw new AssertionError(value.getClass());
    };
  }
}
