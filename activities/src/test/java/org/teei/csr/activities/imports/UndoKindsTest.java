package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.imports.ImportFixture.email;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.UndoCounts;

/** Files of each kind are taken back; for sessions see {@link UndoTest}. */
class UndoKindsTest {
  private static final String MATCHES =
      "participant_email,buddy_email,matched_at,status,ended_at,language,interests,location,external_key\n";
  private static final String CHECKINS = "match_key,checkin_date,mood,notes,question_responses\n";
  private static final String EVENTS =
      "match_key,event_type,event_date,description,location,attendees\n";

  @TempDir Path directory;
  private ImportFixture imports;
  private Undos undos;
  private final String person = email("person");
  private final String other = email("other");

  /** A row of a kind as a first file has it and as a second one does, about person and other. */
  private enum Sample {
    USERS(
        "user_records",
        "orchestration.profile.updated",
        "email,name,role_when_joined,verification_status\n",
        "PERSON,Olena Example,mentor,verified",
        "PERSON,Olena Other,learner,"),
    MATCHES(
        "buddy_matches",
        "buddy.match.created",
        UndoKindsTest.MATCHES,
        "PERSON,OTHER,2025-03-01,active,,English,\"hiking,music\",Storgata 7,K-1",
        "PERSON,OTHER,2025-03-02,ended,2025-06-01,Norwegian,,Oslo,K-2"),
    EVENTS(
        "buddy_events",
        "buddy.event.logged",
        UndoKindsTest.EVENTS,
        "K-0,workshop,2026-01-05T10:00:00Z,we cooked,Storgata 7,ATTENDEE",
        "K-0,workshop,2026-01-05T10:00:00Z,we sang,,"),
    CHECKINS(
        "buddy_checkins",
        "buddy.checkin.completed",
        UndoKindsTest.CHECKINS,
        "K-0,2026-01-05,good,we get on,\"{\"\"a\"\": 1}\"",
        "K-0,2026-01-05,great,,"),
    FEEDBACK(
        "buddy_feedback",
        "buddy.feedback.submitted",
        "match_key,from_role,submitted_at,rating,feedback_text,communication,helpfulness,engagement\n",
        "K-0,buddy,2026-01-05T10:00:00Z,0.5,kind words,0.6,,0.7",
        "K-0,buddy,2026-01-05T10:00:00Z,0.9,other words,,0.8,"),
    COMPLETIONS(
        "course_completions",
        "upskilling.course.completed",
        "user_email,provider,course_id,course_name,completed_at,final_score,credential_ref\n",
        "PERSON,ecornell,C-1,A course,2026-01-05,92.5,CERT-1",
        "PERSON,ecornell,C-1,Another name,2026-02-05,,"),
    CREDENTIALS(
        "credentials",
        "upskilling.credential.issued",
        "credential_id,user_email,provider,course_id,course_name,credential_type,issued_at,expires_at,"
            + "credential_url,verification_code\n",
        "0198c0de-0000-7000-8000-000000000001,PERSON,ecornell,C-1,A course,badge,2026-01-05,2028-01-05,"
            + "https://ecornell.example.org/verify/1,CODE-1",
        "0198c0de-0000-7000-8000-000000000001,OTHER,ecornell,C-2,Another,diploma,2026-02-05,,,");

    private final String table;
    private final String standing;
    private final String header;
    private final String first;
    private final String second;

    Sample(String table, String standing, String header, String first, String second) {
      this.table = table;
      this.standing = standing;
      this.header = header;
      this.first = first;
      this.second = second;
    }

    ImportKind kind() {
      return ImportKind.valueOf(name());
    }

    boolean isAboutMatch() {
      return this == EVENTS || this == CHECKINS || this == FEEDBACK;
    }
  }

  @BeforeEach
  void setUp() {
    imports = new ImportFixture(directory);
    undos = new Undos(imports);
  }

  @ParameterizedTest
  @EnumSource
  void whatAFileMadeIsGoneWithItsTextsAndThePeopleOfItAlone(Sample sample) {
    prepare(sample);
    long peopleBefore = undos.count("profiles");
    ImportRef ref = run(sample, sample.first);

    assertThat(undos.undo(ref)).isEqualTo(new UndoCounts(1, 1, 0, 0));

    assertThat(List.of(sample.table, "texts"))
        .allSatisfy(table -> assertThat(undos.count(table)).as(table).isZero());
    assertThat(undos.count("profiles")).isEqualTo(peopleBefore);
    assertThat(undos.count("person_keys")).isEqualTo(peopleBefore);
    assertThat(imports.eventData("imports.row.reversed"))
        .singleElement()
        .satisfies(event ->
            assertThat(event)
                .containsEntry("kind", sample.kind().id())
                .containsEntry("reversal", "removed"));
  }

  @ParameterizedTest
  @EnumSource
  void whatAFileChangedStandsAgainAsBefore(Sample sample) {
    prepare(sample);
    run(sample, sample.first);
    Map<String, Object> before = row(sample);
    List<Map<String, Object>> texts = texts();
    ImportRef second = run(sample, sample.second);
    assertThat(row(sample).get("content_fingerprint"))
        .isNotEqualTo(before.get("content_fingerprint"));

    assertThat(undos.undo(second)).isEqualTo(new UndoCounts(1, 1, 0, 0));

    assertThat(row(sample)).usingRecursiveComparison().isEqualTo(before);
    assertThat(texts()).usingRecursiveComparison().isEqualTo(texts);
    assertThat(imports.eventTypes().reversed().subList(0, 2))
        .containsExactly(sample.standing, "imports.row.reversed");
    assertThat(undos.count("import_undo_images")).isZero();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "USERS")
  void theEventOfAFormerStateSaysWhatTheFirstOneSaid(Sample sample) {
    prepare(sample);
    run(sample, sample.first);
    Map<String, Object> said = imports.eventData(sample.standing).getLast();
    ImportRef second = run(sample, sample.second);

    undos.undo(second);

    assertThat(imports.eventData(sample.standing).getLast()).isEqualTo(said);
  }

  @Test
  void theEventOfARecordOfAUserNamesAllThatIsToBeReadAnew() {
    run(Sample.USERS, Sample.USERS.first);
    ImportRef second = run(Sample.USERS, Sample.USERS.second);

    undos.undo(second);

    assertThat(imports.eventData("orchestration.profile.updated").getLast())
        .containsEntry("userId", imports.person(person).toString())
        .doesNotContainKey("trigger")
        .extractingByKey("updatedFields")
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(8);
  }

  @Test
  void aMatchThatAnEndedOneBecameAgainIsToldAsEnded() {
    run(Sample.MATCHES, Sample.MATCHES.second);
    ImportRef second = run(Sample.MATCHES, Sample.MATCHES.first);

    undos.undo(second);

    assertThat(imports.eventTypes()).last().isEqualTo("buddy.match.ended");
    assertThat(imports.eventData("buddy.match.ended").getLast())
        .containsEntry("endedAt", "2025-06-01T00:00:00Z")
        .containsEntry("reason", row(Sample.MATCHES).get("end_reason"));
  }

  @Test
  void aMatchThatCheckinsAreAboutIsKeptUntilTheyAreTakenBack() {
    ImportRef matches = run(Sample.MATCHES, Sample.MATCHES.first);
    ImportRef checkins =
        run(ImportKind.CHECKINS, CHECKINS + Sample.CHECKINS.first.replace("K-0", "K-1"));

    assertThat(undos.undo(matches)).isEqualTo(new UndoCounts(1, 0, 1, 0));
    assertThat(undos.reversals(matches)).containsExactly("kept in-use");
    assertThat(undos.problem(matches)).isEqualTo("imports/rows-kept");
    assertThat(undos.undo(checkins)).isEqualTo(new UndoCounts(1, 1, 0, 0));

    assertThat(undos.count("buddy_checkins")).isZero();
    assertThat(undos.count("buddy_matches")).as("decided is decided").isEqualTo(1);
  }

  @Test
  void aMatchWhoseFormerKeyAnotherBearsByNowStays() {
    run(Sample.MATCHES, Sample.MATCHES.first);
    ImportRef second = run(Sample.MATCHES, Sample.MATCHES.second);
    run(ImportKind.MATCHES, MATCHES + "%s,%s,,,,,,,K-1".formatted(email("third"), other));

    assertThat(undos.undo(second)).isEqualTo(new UndoCounts(1, 0, 1, 0));

    assertThat(undos.reversals(second)).containsExactly("kept name-taken");
    assertThat(
            imports.count(
                "select count(*) from csr.buddy_matches where tenant_id = ? and external_key = 'K-2'",
                imports.tenant))
        .isEqualTo(1);
  }

  @Test
  void whoAttendedAnEventOfOthersStays() {
    run(ImportKind.MATCHES, MATCHES + "%s,%s,,,,,,,K-0".formatted(email("a"), email("b")));
    ImportRef users = run(Sample.USERS, Sample.USERS.first);
    UUID attendee = imports.person(person);
    run(
        ImportKind.EVENTS,
        EVENTS + "K-0,workshop,2026-01-05T10:00:00Z,we cooked,,%s".formatted(attendee));

    assertThat(undos.undo(users)).isEqualTo(new UndoCounts(1, 1, 0, 0));

    assertThat(undos.count("user_records")).isZero();
    assertThat(imports.person(person)).isEqualTo(attendee);
  }

  /** The match, with its own people, that rows about one name; and who attended. */
  private void prepare(Sample sample) {
    if (sample.isAboutMatch()) {
      run(
          ImportKind.MATCHES,
          MATCHES
              + "%s,%s,,,,,,,K-0\n%s,%s,,,,,,,"
                  .formatted(email("a"), email("b"), person, email("c")));
    }
  }

  private ImportRef run(Sample sample, String row) {
    String attendee = row.contains("ATTENDEE") ? imports.person(person).toString() : "";
    return run(
        sample.kind(),
        sample.header
            + row.replace("PERSON", person).replace("OTHER", other).replace("ATTENDEE", attendee));
  }

  private ImportRef run(ImportKind kind, String csv) {
    ImportRef ref = imports.upload(kind, csv.replace("PERSON", person) + "\n");
    imports.run(ref);
    assertThat(imports.outcomes(ref)).noneMatch(outcome -> outcome.startsWith("rejected"));
    return ref;
  }

  private Map<String, Object> row(Sample sample) {
    Map<String, Object> row =
        imports.row(
            "select * from csr.%s where tenant_id = ?".formatted(sample.table), imports.tenant);
    row.remove("updated_at");
    return row;
  }

  private List<Map<String, Object>> texts() {
    return imports.rows(
        "select * from csr.texts where tenant_id = ? order by text_id", imports.tenant);
  }
}
