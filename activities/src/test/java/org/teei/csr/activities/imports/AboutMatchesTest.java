package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.imports.ImportFixture.email;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.MergeRange;

/** What becomes of rows of files of events, check-ins and feedback. */
class AboutMatchesTest {
  private static final String NAMES = "match_id,match_key,participant_email,buddy_email,";
  private static final String EVENTS =
      NAMES + "event_type,event_date,description,location,attendees\n";
  private static final String CHECKINS = NAMES + "checkin_date,mood,notes,question_responses\n";
  private static final String FEEDBACK =
      NAMES + "from_role,submitted_at,rating,feedback_text,communication,helpfulness,engagement\n";

  @TempDir Path directory;

  private ImportFixture imports;
  private final String participant = email("participant");
  private final String buddy = email("buddy");
  private String match;

  @BeforeEach
  void prepare() {
    imports = new ImportFixture(directory);
    match = match(participant, buddy, "K-1");
  }

  @Test
  void anEventIsKeptWithItsWordsAndItsPlaceEncrypted() {
    String attendee = person(email("attendee"));

    ImportRef ref =
        imports.upload(
            ImportKind.EVENTS,
            EVENTS
                + match
                + ",,,,Workshop,2026-01-05T10:00:00.123456789Z,we cooked,Storgata 7,"
                + attendee
                + "\n");
    assertThat(imports.run(ref)).isEqualTo(new ImportCounts(1, 1, 0, 0, 0, 0));

    Map<String, Object> event = only("buddy_events");
    assertThat(imports.ledger(ref).getFirst()).containsEntry("entity_id", event.get("event_id"));
    assertThat(event)
        .containsEntry("match_id", UUID.fromString(match))
        .containsEntry("event_type", "workshop");
    assertThat((UUID[]) event.get("attendees")).containsExactly(UUID.fromString(attendee));
    UUID author = imports.person(participant);
    assertThat(imports.text(author, event.get("description_text_id")))
        .containsExactly("buddy_event_description", "we cooked");
    assertThat(
            imports.decrypted(
                author,
                "buddy_events",
                "location_ciphertext",
                (UUID) event.get("event_id"),
                event.get("location_ciphertext")))
        .isEqualTo("Storgata 7");
    assertThat(imports.eventData("buddy.event.logged"))
        .containsExactly(
            Map.of(
                "eventId", event.get("event_id").toString(),
                "matchId", match,
                "participantId", author.toString(),
                "buddyId", imports.person(buddy).toString(),
                "eventType", "workshop",
                "eventDate", "2026-01-05T10:00:00.123456Z",
                "descriptionTextId", event.get("description_text_id").toString(),
                "attendees", List.of(attendee)));
  }

  @Test
  void aCheckinIsKeptInTheWordsOfTheParticipant() {
    assertThat(
            imports.outcomes(
                ImportKind.CHECKINS,
                CHECKINS + ",K-1,,,2026-01-05,good,we get on,\"{\"\"b\"\": 1, \"\"a\"\": 2}\"\n"))
        .containsExactly("accepted");

    Map<String, Object> checkin = only("buddy_checkins");
    assertThat(checkin).containsEntry("mood", "good");
    UUID author = imports.person(participant);
    assertThat(imports.text(author, checkin.get("notes_text_id")))
        .containsExactly("buddy_checkin_notes", "we get on");
    assertThat(imports.text(author, checkin.get("responses_text_id")))
        .containsExactly("buddy_checkin_responses", "{\"a\":2,\"b\":1}");
    assertThat(imports.eventData("buddy.checkin.completed"))
        .containsExactly(
            Map.of(
                "checkinId", checkin.get("checkin_id").toString(),
                "matchId", match,
                "participantId", author.toString(),
                "buddyId", imports.person(buddy).toString(),
                "checkinDate", "2026-01-05T00:00:00Z",
                "mood", "good",
                "notesTextId", checkin.get("notes_text_id").toString(),
                "questionResponsesTextId", checkin.get("responses_text_id").toString()));
  }

  @Test
  void feedbackBelongsToWhoGivesItAndItsFiguresAreAlwaysFromZeroToOne() {
    assertThat(
            imports.outcomes(
                ImportKind.FEEDBACK,
                FEEDBACK
                    + pair()
                    + "buddy,2026-01-05,0.125,kind words,1,,0.5\n"
                    + pair()
                    + "participant,2026-01-05,1,,,,\n"
                    + pair()
                    + "participant,2026-01-06,4,,,,\n"))
        .containsExactly("accepted", "accepted", "rejected E006:rating");

    Map<String, Object> given =
        imports.row(
            "select * from csr.buddy_feedback where tenant_id = ? and from_role = 'buddy'",
            imports.tenant);
    assertThat(given)
        .containsEntry("rating", new BigDecimal("0.13"))
        .containsEntry("communication", new BigDecimal("1.00"))
        .containsEntry("helpfulness", null)
        .containsEntry("engagement", new BigDecimal("0.50"));
    assertThat(imports.text(imports.person(buddy), given.get("feedback_text_id")))
        .containsExactly("buddy_feedback", "kind words");
    assertThat(imports.eventData("buddy.feedback.submitted"))
        .hasSize(2)
        .anySatisfy(data ->
            assertThat(data)
                .containsEntry("fromRole", "participant")
                .containsEntry("rating", 1.0)
                .doesNotContainKeys("feedbackTextId", "communication"))
        .anySatisfy(data ->
            assertThat(data)
                .containsEntry("fromRole", "buddy")
                .containsEntry("rating", 0.13)
                .containsEntry("engagement", 0.5)
                .containsEntry("feedbackTextId", given.get("feedback_text_id").toString()));
    assertThat(
            imports.count(
                "select count(*) from csr.outbox_events where tenant_id = ? and type = 'buddy.feedback.submitted' and person_id = ?",
                imports.tenant,
                imports.person(buddy)))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = ImportKind.class,
      names = {"EVENTS", "CHECKINS", "FEEDBACK"})
  void rowsThatNameOneMatchInDifferentWaysAreTheSame(ImportKind kind) {
    ImportRef ref =
        imports.upload(
            kind,
            header(kind)
                + match
                + ",,,,"
                + row(kind, "first")
                + ",K-1,,,"
                + row(kind, "second")
                + pair()
                + row(kind, "third")
                + match
                + ",K-1,"
                + participant
                + ","
                + buddy
                + ","
                + row(kind, "last"));

    imports.run(ref);

    assertThat(imports.outcomes(ref))
        .containsExactly("duplicate", "duplicate", "duplicate", "accepted");
    assertThat(imports.ledger(ref))
        .extracting(line -> line.get("superseded_by"))
        .containsExactly(4L, 4L, 4L, null);
    assertThat(imports.outcomes(kind, header(kind) + pair() + row(kind, "last")))
        .containsExactly("duplicate");
    assertThat(imports.outcomes(kind, header(kind) + ",K-1,,," + row(kind, "newer")))
        .containsExactly("updated");
    assertThat(imports.eventTypes()).hasSize(3);
    assertThat(imports.count("select count(*) from csr.texts where tenant_id = ?", imports.tenant))
        .as("the text before is gone")
        .isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = ImportKind.class,
      names = {"EVENTS", "CHECKINS", "FEEDBACK"})
  void aRowWhoseNamesLeadNowhereOrApartIsRejected(ImportKind kind) {
    String stranger = email("stranger");
    String others = match(email("p"), email("b"), "K-2");

    assertThat(
            imports.outcomes(
                kind,
                header(kind)
                    + (UUID.randomUUID() + ",,,," + row(kind, ""))
                    + (",K-9,,," + row(kind, ""))
                    + (",," + stranger + "," + buddy + "," + row(kind, ""))
                    + (",," + buddy + "," + participant + "," + row(kind, ""))
                    + (match + ",K-2,,," + row(kind, ""))
                    + (others + ",," + participant + "," + buddy + "," + row(kind, ""))
                    + (match + ",K-9,,," + row(kind, ""))
                    + (",,,," + row(kind, ""))
                    + (match + ",,,," + row(kind, ""))))
        .containsExactly(
            "rejected E018:match_id",
            "rejected E018:match_key",
            "rejected E018:participant_email;E018:buddy_email",
            "rejected E018:participant_email;E018:buddy_email",
            "rejected E019:match_id;E019:match_key",
            "rejected E019:match_id;E019:participant_email;E019:buddy_email",
            "rejected E018:match_key",
            "rejected E002:match_id",
            "accepted");
    assertThat(
            imports.count("select count(*) from csr.profiles where tenant_id = ?", imports.tenant))
        .as("nobody was made")
        .isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(
      value = ImportKind.class,
      names = {"EVENTS", "CHECKINS", "FEEDBACK"})
  void aRowOfAMatchWithAnErasedPersonIsRejectedHoweverItIsNamed(ImportKind kind) {
    ImportRef checkedBefore =
        imports.upload(kind, header(kind) + match + ",K-1,,," + row(kind, "words"));
    imports.activities().stage(checkedBefore);
    imports.activities().validate(checkedBefore);
    imports.erase(imports.person(buddy));

    assertThat(
            imports.outcomes(
                kind,
                header(kind)
                    + (match + ",,,," + row(kind, ""))
                    + (",K-1,,," + row(kind, ""))
                    + (pair() + row(kind, ""))))
        .containsExactly(
            "rejected E012:match_id", "rejected E012:match_key", "rejected E012:buddy_email");
    imports.activities().merge(new MergeRange(checkedBefore, 1, 1));
    assertThat(imports.outcomes(checkedBefore))
        .containsExactly("rejected E012:match_id;E012:match_key");
  }

  @ParameterizedTest
  @EnumSource(
      value = ImportKind.class,
      names = {"EVENTS", "CHECKINS", "FEEDBACK"})
  void aMatchThatWentBetweenCheckAndMergeIsUnknown(ImportKind kind) {
    ImportRef ref =
        imports.upload(
            kind, header(kind) + pair() + row(kind, "a") + ",K-1,,," + other(row(kind, "b")));
    imports.activities().stage(ref);
    imports.activities().validate(ref);
    imports.execute("delete from csr.buddy_matches where tenant_id = ?", imports.tenant);

    imports.activities().merge(new MergeRange(ref, 1, 2));

    assertThat(imports.outcomes(ref))
        .containsExactly(
            "rejected E018:participant_email;E018:buddy_email", "rejected E018:match_key");
    assertThat(imports.activities().finish(new Finish(ref, ImportStatus.COMPLETED, null, null)))
        .isEqualTo(new ImportCounts(2, 0, 0, 2, 0, 0));
  }

  @Test
  void whoAttendedHasToBeKnownToTheTenant() {
    String known = person(email("known"));
    String erasedAddress = email("erased");
    String erased = person(erasedAddress);
    imports.erase(imports.person(erasedAddress));
    ImportFixture others = new ImportFixture(directory.resolve("others"));
    others.run(
        others.upload(
            ImportKind.MATCHES,
            "participant_email,buddy_email\n%s,%s\n".formatted(participant, buddy)));
    String foreign = others.person(participant).toString();

    assertThat(
            imports.outcomes(
                ImportKind.EVENTS,
                EVENTS
                    + event("2026-01-01", known + "," + foreign)
                    + event("2026-01-02", UUID.randomUUID().toString())
                    + event("2026-01-03", known + "," + erased)
                    + event("2026-01-04", known)))
        .containsExactly(
            "rejected E010:attendees",
            "rejected E010:attendees",
            "rejected E012:attendees",
            "accepted");
  }

  @Test
  void aPersonWhoAttendedAndWasErasedMeanwhileIsLeftOut() {
    String address = email("attendee");
    String attendee = person(address);
    ImportRef ref = imports.upload(ImportKind.EVENTS, EVENTS + event("2026-01-01", attendee));
    imports.activities().stage(ref);
    imports.activities().validate(ref);
    imports.erase(imports.person(address));

    imports.activities().merge(new MergeRange(ref, 1, 1));

    assertThat(imports.outcomes(ref)).containsExactly("rejected E012:attendees");
  }

  @ParameterizedTest
  @EnumSource(
      value = ImportKind.class,
      names = {"EVENTS", "CHECKINS", "FEEDBACK"})
  void aMatchOfAnotherTenantIsUnknown(ImportKind kind) {
    ImportFixture others = new ImportFixture(directory.resolve("others"));

    assertThat(
            others.outcomes(
                kind,
                header(kind)
                    + (match + ",,,," + row(kind, ""))
                    + (",K-1,,," + row(kind, ""))
                    + (pair() + row(kind, ""))))
        .allMatch(outcome -> outcome.startsWith("rejected E018:"));
    assertThat(others.eventTypes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = ImportKind.class,
      names = {"EVENTS", "CHECKINS", "FEEDBACK"})
  void rowsOfTheSameMatchAtOtherTimesAreOthers(ImportKind kind) {
    assertThat(
            imports.outcomes(
                kind, header(kind) + pair() + row(kind, "a") + pair() + other(row(kind, "a"))))
        .containsExactly("accepted", "accepted");
  }

  @ParameterizedTest
  @EnumSource(
      value = ImportKind.class,
      names = {"EVENTS", "CHECKINS", "FEEDBACK"})
  void twentyImportsOfTheSameRowsAtOnceEndAsIfInSomeOrder(ImportKind kind) throws Exception {
    int matches = 12;
    int times = 4;
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < matches; i++) {
      ids.add(match("p%d@example.org".formatted(i), "b%d@example.org".formatted(i), "M-" + i));
    }
    List<ImportRef> refs = new ArrayList<>();
    for (int writer = 0; writer < 20; writer++) {
      List<String> rows = new ArrayList<>();
      for (int i = 0; i < matches; i++) {
        String name =
            switch (writer % 3) {
              case 0 -> ids.get(i) + ",,,,";
              case 1 -> ",M-" + i + ",,,";
              default -> ",,p%d@example.org,b%d@example.org,".formatted(i, i);
            };
        for (int day = 1; day <= times; day++) {
          rows.add(name + row(kind, "words of " + writer).replace("2026-01-05", "2026-02-0" + day));
        }
      }
      Collections.shuffle(rows, new Random(writer));
      refs.add(imports.upload(kind, header(kind) + String.join("", rows)));
    }
    int rows = matches * times;

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ImportCounts>> runs = new ArrayList<>();
      for (ImportRef ref : refs) {
        runs.add(
            threads.submit(() -> {
              var activities = imports.activities();
              activities.stage(ref);
              activities.validate(ref);
              for (long from = 1; from <= rows; from += 16) {
                activities.merge(new MergeRange(ref, from, from + 15));
              }
              return activities.finish(new Finish(ref, ImportStatus.COMPLETED, null, null));
            }));
      }
      for (Future<ImportCounts> run : runs) {
        assertThat(run.get().accepted()).isEqualTo(rows);
      }
    }

    assertThat(
            imports.rows(
                "select * from csr." + table(kind) + " where tenant_id = ?", imports.tenant))
        .hasSize(rows);
    assertThat(imports.count("select count(*) from csr.texts where tenant_id = ?", imports.tenant))
        .as("no text is left over")
        .isEqualTo(rows);
    assertThat(
            imports.count(
                "select count(*) from csr.outbox_events where tenant_id = ? and type not like 'buddy.match.%'",
                imports.tenant))
        .as("an event for each row that took effect")
        .isEqualTo(20L * rows);
  }

  @RepeatedTest(2)
  void rowsAndTheirMatchesWrittenAtOnceDoNotWaitForEachOther() throws Exception {
    List<String> matchRows = new ArrayList<>();
    StringBuilder checkins = new StringBuilder(CHECKINS);
    for (int i = 0; i < 40; i++) {
      match("p%d@example.org".formatted(i), "b@example.org", "M-" + i);
      matchRows.add("p%d@example.org,b@example.org,inactive,M-%d\n".formatted(i, i));
      checkins.append(",M-%d,,,2026-01-05,good,fine,\n".formatted(i));
    }
    Collections.shuffle(matchRows);
    ImportRef matches =
        imports.upload(
            ImportKind.MATCHES,
            "participant_email,buddy_email,status,external_key\n" + String.join("", matchRows));
    ImportRef rows = imports.upload(ImportKind.CHECKINS, checkins.toString());

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ImportCounts> first = threads.submit(() -> imports.run(matches));
      Future<ImportCounts> second = threads.submit(() -> imports.run(rows));
      assertThat(first.get().updated()).isEqualTo(40);
      assertThat(second.get().accepted()).isEqualTo(40);
    }
  }

  private static String header(ImportKind kind) {
    return switch (kind) {
      case EVENTS -> EVENTS;
      case CHECKINS -> CHECKINS;
      case FEEDBACK -> FEEDBACK;
      default -> throw new AssertionError(kind);
    };
  }

  private static String row(ImportKind kind, String words) {
    return switch (kind) {
      case EVENTS -> "hangout,2026-01-05,%s,,\n".formatted(words);
      case CHECKINS -> "2026-01-05,good,%s,\n".formatted(words);
      case FEEDBACK -> "buddy,2026-01-05,0.5,%s,,,\n".formatted(words);
      default -> throw new AssertionError(kind);
    };
  }

  /** At another time. */
  private static String other(String row) {
    return row.replace("2026-01-05", "2026-01-05T00:00:00.000001Z");
  }

  private static String table(ImportKind kind) {
    return "buddy_" + kind.id();
  }

  private String event(String date, String attendees) {
    return pair() + "hangout," + date + ",,,\"" + attendees + "\"\n";
  }

  private String pair() {
    return ",," + participant + "," + buddy + ",";
  }

  /** Makes a match and gives its id. */
  private String match(String first, String second, String key) {
    ImportRef ref =
        imports.upload(
            ImportKind.MATCHES,
            "participant_email,buddy_email,external_key\n%s,%s,%s\n".formatted(first, second, key));
    imports.run(ref);
    return imports.ledger(ref).getFirst().get("entity_id").toString();
  }

  private String person(String address) {
    imports.run(
        ImportFixture.SIMPLE + imports.simpleRow(address, address, email("volunteer"), 4, ""));
    return imports.person(address).toString();
  }

  private Map<String, Object> only(String table) {
    return imports.row("select * from csr." + table + " where tenant_id = ?", imports.tenant);
  }
}
