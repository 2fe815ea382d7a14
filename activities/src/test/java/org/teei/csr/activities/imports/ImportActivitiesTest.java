package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.activities.imports.ImportFixture.LANGUAGE;
import static org.teei.csr.activities.imports.ImportFixture.MENTORSHIP;
import static org.teei.csr.activities.imports.ImportFixture.SIMPLE;
import static org.teei.csr.activities.imports.ImportFixture.email;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.schema.personaldata.DecryptionException;
import org.teei.csr.schema.personaldata.PersonKey;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportPlan;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.MergeRange;
import org.teei.csr.workflows.imports.Merged;
import org.teei.csr.workflows.imports.StageOutcome;
import org.teei.csr.workflows.imports.StatusChange;
import org.teei.csr.workflows.imports.Validated;

/** Each outcome of a row, and what it leaves behind. */
class ImportActivitiesTest {
  @TempDir Path directory;

  private ImportFixture imports;
  private final String participant = email("participant");
  private final String volunteer = email("volunteer");

  @BeforeEach
  void prepare() {
    imports = new ImportFixture(directory);
  }

  @Test
  void aNewSessionIsAcceptedWithItsPersonsTextAndRating() {
    ImportCounts counts =
        imports.run(SIMPLE + imports.simpleRow("S-1", participant, volunteer, 5, "kind words"));

    assertThat(counts).isEqualTo(new ImportCounts(1, 1, 0, 0, 0, 0));
    Map<String, Object> session = session("S-1");
    assertThat(session)
        .containsEntry("session_type", "language")
        .containsEntry("duration_minutes", 45)
        .containsEntry("rating", new BigDecimal("1.00"))
        .containsEntry("language_level", "B1");
    assertThat(session.get("rating_id")).isNotNull();
    assertThat(decrypted("participant_id", session, "feedback_text_id")).isEqualTo("kind words");
    assertThat(
            imports.count("select count(*) from csr.profiles where tenant_id = ?", imports.tenant))
        .isEqualTo(2);
  }

  @Test
  void freeTextIsUnscreenedAndBelongsToTheParticipant() {
    imports.run(SIMPLE + imports.simpleRow("S-1", participant, volunteer, 5, "kind words"));

    assertThat(
            imports.rows(
                "select kind, state, person_id from csr.texts where tenant_id = ?", imports.tenant))
        .containsExactly(
            Map.of(
                "kind",
                "session_feedback",
                "state",
                "UNSCREENED",
                "person_id",
                session("S-1").get("participant_id")));
  }

  @Test
  void mentorshipGoalsAreATextAndMetadataIsEncrypted() {
    imports.run(
        MENTORSHIP
            + "M-1,%s,%s,2026-03-01T10:00:00Z,,30,,,career,find a job\n"
                .formatted(participant, volunteer));
    imports.run(
        LANGUAGE
            + "L-1,%s,%s,2026-03-01,2026-03-02,30,,,a2,\"food, travel\",\"{\"\"room\"\": \"\"7\"\"}\"\n"
                .formatted(participant, volunteer));

    Map<String, Object> mentorship = session("M-1");
    Map<String, Object> language = session("L-1");
    assertThat(decrypted("participant_id", mentorship, "goals_text_id")).isEqualTo("find a job");
    assertThat(mentorship).containsEntry("focus_area", "career").containsEntry("rating", null);
    assertThat((String[]) language.get("topics")).containsExactly("food", "travel");
    byte[] metadata =
        key((UUID) language.get("participant_id"))
            .decrypt(
                "sessions",
                "metadata_ciphertext",
                (UUID) language.get("session_id"),
                (byte[]) language.get("metadata_ciphertext"));
    assertThat(new String(metadata, StandardCharsets.UTF_8)).isEqualTo("{\"room\":\"7\"}");
  }

  @Test
  void rowsWithErrorsAreRejectedWithAllTheirCodes() {
    ImportRef ref =
        imports.upload(
            SIMPLE
                + "S-1,chess,%s,nobody,2026-03-01,45,3,,\n".formatted(participant)
                + imports.simpleRow("S-2", participant, volunteer, 3, ""));

    ImportCounts counts = imports.run(ref);

    assertThat(imports.outcomes(ref))
        .containsExactly("rejected E008:session_type;E001:volunteer_email", "accepted");
    assertThat(counts).isEqualTo(new ImportCounts(2, 1, 0, 1, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E-999999999", "0E-999999999", "1E-16400", "1E999999999"})
  void aRatingThatWouldBeAGigabyteOfDigitsIsARejectedRowAndNoMore(String rating) {
    ImportRef ref = imports.upload(LANGUAGE + language("L-1", rating) + language("L-2", "0.5"));

    imports.run(ref);

    assertThat(imports.outcomes(ref)).containsExactly("rejected E006:rating", "accepted");
  }

  @Test
  void equalContentIsADuplicateOfTheSession() {
    String csv = SIMPLE + imports.simpleRow("S-1", participant, volunteer, 4, "same");
    imports.run(csv);
    ImportRef again = imports.upload(csv);

    ImportCounts counts = imports.run(again);

    assertThat(counts).isEqualTo(new ImportCounts(1, 0, 0, 0, 1, 0));
    assertThat(imports.ledger(again).getFirst())
        .containsEntry("entity_id", session("S-1").get("session_id"))
        .containsEntry("superseded_by", null);
    assertThat(events()).hasSize(2);
  }

  @Test
  void changedContentUpdatesTheSessionAndKeepsItsRatingId() {
    imports.run(SIMPLE + imports.simpleRow("S-1", participant, volunteer, 4, "first"));
    Map<String, Object> before = session("S-1");
    ImportRef ref =
        imports.upload(SIMPLE + imports.simpleRow("S-1", participant, volunteer, 5, "second"));

    ImportCounts counts = imports.run(ref);

    Map<String, Object> after = session("S-1");
    assertThat(counts).isEqualTo(new ImportCounts(1, 1, 1, 0, 0, 0));
    assertThat(imports.outcomes(ref)).containsExactly("updated");
    assertThat(after)
        .containsEntry("session_id", before.get("session_id"))
        .containsEntry("rating_id", before.get("rating_id"))
        .containsEntry("rating", new BigDecimal("1.00"))
        .containsEntry("import_id", ref.importId());
    assertThat(decrypted("participant_id", after, "feedback_text_id")).isEqualTo("second");
    assertThat(imports.count("select count(*) from csr.texts where tenant_id = ?", imports.tenant))
        .as("the text before is gone")
        .isEqualTo(1);
  }

  @Test
  void anUpdateThatLeavesTheFeedbackKeepsTheTextAndRaisesNoRating() {
    imports.run(SIMPLE + imports.simpleRow("S-1", participant, volunteer, 4, "same"));
    Object text = session("S-1").get("feedback_text_id");

    imports.run(
        SIMPLE + "S-1,language,%s,%s,2026-03-01,50,4,same,B1\n".formatted(participant, volunteer));

    assertThat(session("S-1"))
        .containsEntry("feedback_text_id", text)
        .containsEntry("duration_minutes", 50);
    assertThat(events())
        .containsExactly(
            "kintell.session.completed", "kintell.rating.created", "kintell.session.completed");
  }

  @Test
  void anUpdateToAnotherParticipantMovesTheTextUnderTheirKey() {
    String other = email("other");
    imports.run(SIMPLE + imports.simpleRow("S-1", participant, volunteer, 4, "same"));
    Object before = session("S-1").get("participant_id");

    imports.run(SIMPLE + imports.simpleRow("S-1", other, volunteer, 4, "same"));

    Map<String, Object> after = session("S-1");
    assertThat(after.get("participant_id")).isNotEqualTo(before);
    assertThat(decrypted("participant_id", after, "feedback_text_id")).isEqualTo("same");
    assertThat(
            imports.count(
                "select count(*) from csr.texts where tenant_id = ? and person_id = ?",
                imports.tenant,
                before))
        .isZero();
  }

  @Test
  void inOneFileTheLaterRowWins() {
    ImportRef ref =
        imports.upload(
            SIMPLE
                + imports.simpleRow("S-1", participant, volunteer, 2, "early")
                + imports.simpleRow("S-2", participant, volunteer, 2, "")
                + imports.simpleRow("S-1", participant, volunteer, 5, "late"));

    ImportCounts counts = imports.run(ref);

    assertThat(counts).isEqualTo(new ImportCounts(3, 2, 0, 0, 1, 0));
    assertThat(imports.outcomes(ref)).containsExactly("duplicate", "accepted", "accepted");
    assertThat(imports.ledger(ref).getFirst()).containsEntry("superseded_by", 3L);
    assertThat(decrypted("participant_id", session("S-1"), "feedback_text_id")).isEqualTo("late");
  }

  @Test
  void aRejectedRowSupersedesNothing() {
    ImportRef ref =
        imports.upload(
            SIMPLE
                + imports.simpleRow("S-1", participant, volunteer, 2, "sound")
                + imports.simpleRow("S-1", "not-an-address", volunteer, 5, "broken"));

    imports.run(ref);

    assertThat(imports.outcomes(ref))
        .containsExactly("accepted", "rejected E001:participant_email");
  }

  @Test
  void aFileWithAnyRatingAboveOneIsReadFromOneToFive() {
    ImportRef ref =
        imports.upload(
            LANGUAGE + language("L-1", "1") + language("L-2", "4") + language("L-3", "0.5"));

    imports.run(ref);

    assertThat(imports.job(ref)).containsEntry("rating_scale", "one-to-five");
    assertThat(imports.outcomes(ref))
        .containsExactly("accepted", "accepted", "rejected E006:rating");
    assertThat(session("L-1")).containsEntry("rating", new BigDecimal("0.00"));
    assertThat(session("L-2")).containsEntry("rating", new BigDecimal("0.75"));
  }

  @Test
  void aFileWithoutRatingAboveOneIsReadFromZeroToOne() {
    ImportRef ref = imports.upload(LANGUAGE + language("L-1", "1") + language("L-2", "0.25"));

    imports.run(ref);

    assertThat(imports.job(ref)).containsEntry("rating_scale", "unit");
    assertThat(session("L-1")).containsEntry("rating", new BigDecimal("1.00"));
    assertThat(session("L-2")).containsEntry("rating", new BigDecimal("0.25"));
  }

  @Test
  void aRejectedRowStillTellsTheScale() {
    ImportRef ref =
        imports.upload(
            LANGUAGE
                + language("L-1", "1")
                + "L-2,nobody,%s,2026-03-01,,30,4,,,,\n".formatted(volunteer));

    imports.run(ref);

    assertThat(session("L-1")).containsEntry("rating", new BigDecimal("0.00"));
  }

  @Test
  void unknownPeopleAreRejectedWhereAsked() {
    imports.run(SIMPLE + imports.simpleRow("S-0", participant, volunteer, 4, ""));
    ImportRef ref =
        imports.upload(
            SIMPLE
                + imports.simpleRow("S-1", participant, volunteer, 4, "")
                + imports.simpleRow("S-2", email("stranger"), volunteer, 4, "")
                + imports.simpleRow("S-3", participant, email("stranger"), 4, ""),
            "reject");

    imports.run(ref);

    assertThat(imports.outcomes(ref))
        .containsExactly(
            "accepted", "rejected E010:participant_email", "rejected E010:volunteer_email");
    assertThat(
            imports.count("select count(*) from csr.profiles where tenant_id = ?", imports.tenant))
        .isEqualTo(2);
  }

  @Test
  void erasedPersonsDoNotComeBack() {
    erase(participant);
    ImportRef ref =
        imports.upload(
            SIMPLE
                + imports.simpleRow("S-1", participant, volunteer, 4, "")
                + imports.simpleRow("S-2", volunteer, participant, 4, "")
                + imports.simpleRow("S-3", volunteer, email("other"), 4, ""));

    imports.run(ref);

    assertThat(imports.outcomes(ref))
        .containsExactly(
            "rejected E012:participant_email", "rejected E012:volunteer_email", "accepted");
  }

  @Test
  void aPersonErasedBetweenValidationAndMergeDoesNotComeBack() {
    ImportRef ref =
        imports.upload(
            SIMPLE
                + imports.simpleRow("S-1", participant, volunteer, 4, "")
                + imports.simpleRow("S-2", "no-address", volunteer, 4, ""));
    var activities = imports.activities();
    activities.stage(ref);
    activities.validate(ref);
    erase(participant);

    Merged merged = activities.merge(new MergeRange(ref, 1, 10));

    assertThat(merged).isEqualTo(new Merged(0, 0, 1, 0));
    assertThat(activities.merge(new MergeRange(ref, 1, 10)))
        .as("repeated")
        .isEqualTo(new Merged(0, 0, 0, 0));
    assertThat(imports.outcomes(ref).getFirst()).isEqualTo("rejected E012:participant_email");
    assertThat(activities.finish(new Finish(ref, ImportStatus.COMPLETED, null, null)))
        .isEqualTo(new ImportCounts(2, 0, 0, 2, 0, 0));
  }

  @Test
  void theSamePersonInManyRowsIsOnePerson() {
    StringBuilder csv = new StringBuilder(SIMPLE);
    for (int i = 0; i < 50; i++) {
      csv.append(imports.simpleRow("S-" + i, participant, volunteer, 4, "text " + i));
    }

    imports.run(csv.toString());

    assertThat(
            imports.count(
                "select count(*) from csr.profile_identifiers where tenant_id = ?", imports.tenant))
        .isEqualTo(2);
    assertThat(
            imports.row(
                "select version from csr.profiles where tenant_id = ? and person_id = ?",
                imports.tenant,
                session("S-1").get("participant_id")))
        .containsEntry("version", 100L);
  }

  @Test
  void eventsHoldIdsDatesAndFiguresOnly() {
    imports.run(
        LANGUAGE
            + "L-1,%s,%s,2026-03-01T10:00:00+01:00,2026-03-01T11:00:00+01:00,60,0.8,secret words,c1,hidden topic,\"{\"\"k\"\":\"\"veiled\"\"}\"\n"
                .formatted(participant, volunteer));

    Map<String, Object> session = session("L-1");
    assertThat(data("kintell.session.completed"))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("sessionId", session.get("session_id").toString()),
                Map.entry("externalSessionId", "L-1"),
                Map.entry("sessionType", "language"),
                Map.entry("participantId", session.get("participant_id").toString()),
                Map.entry("volunteerId", session.get("volunteer_id").toString()),
                Map.entry("scheduledAt", "2026-03-01T09:00:00Z"),
                Map.entry("completedAt", "2026-03-01T10:00:00Z"),
                Map.entry("durationMinutes", "60"),
                Map.entry("languageLevel", "C1"),
                Map.entry("ratingId", session.get("rating_id").toString()),
                Map.entry("rating", "0.80")));
    assertThat(data("kintell.rating.created"))
        .isEqualTo(
            Map.of(
                "ratingId",
                session.get("rating_id").toString(),
                "sessionId",
                session.get("session_id").toString(),
                "fromRole",
                "participant",
                "rating",
                "0.80",
                "feedbackTextId",
                session.get("feedback_text_id").toString(),
                "createdAt",
                "2026-03-01T10:00:00Z"));
  }

  @Test
  void aSessionWithoutCompletionIsScheduled() {
    imports.run(LANGUAGE + "L-1,%s,%s,2027-03-01,,,,,,,\n".formatted(participant, volunteer));

    assertThat(events()).containsExactly("kintell.session.scheduled");
  }

  @Test
  void ciphertextOpensForItsPersonOnly() {
    imports.run(SIMPLE + imports.simpleRow("S-1", participant, volunteer, 5, "kind words"));

    Map<String, Object> session = session("S-1");
    Map<String, Object> text =
        imports.row(
            "select text_id, ciphertext from csr.texts where tenant_id = ?", imports.tenant);
    PersonKey other = key((UUID) session.get("volunteer_id"));
    assertThatThrownBy(() ->
            other.decrypt(
                "texts", "ciphertext", (UUID) text.get("text_id"), (byte[]) text.get("ciphertext")))
        .isInstanceOf(DecryptionException.class);
    Map<String, Object> identifier =
        imports.row(
            "select * from csr.profile_identifiers where tenant_id = ? and person_id = ?",
            imports.tenant,
            session.get("participant_id"));
    byte[] address =
        key((UUID) session.get("participant_id"))
            .decrypt(
                "profile_identifiers",
                "value_ciphertext",
                (UUID) identifier.get("identifier_id"),
                (byte[]) identifier.get("value_ciphertext"));
    assertThat(new String(address, StandardCharsets.UTF_8)).isEqualTo(participant);
  }

  @Test
  void theStatusIsShownUntilTheEnd() {
    ImportRef ref =
        imports.upload(SIMPLE + imports.simpleRow("S-1", participant, volunteer, 5, ""));

    imports.activities().show(new StatusChange(ref, ImportStatus.MERGING));
    assertThat(imports.job(ref)).containsEntry("status", "merging");
    imports.run(ref);
    imports.activities().show(new StatusChange(ref, ImportStatus.MERGING));

    assertThat(imports.job(ref))
        .containsEntry("status", "completed")
        .containsEntry("finished_stage", "merged");
  }

  @Test
  void theEndIsAuditedOnce() {
    ImportRef ref =
        imports.upload(SIMPLE + imports.simpleRow("S-1", participant, volunteer, 5, ""));
    imports.run(ref);

    imports.activities().finish(new Finish(ref, ImportStatus.COMPLETED, null, null));

    assertThat(
            imports.rows(
                "select actor, action, resource_id from csr.audit_entries where tenant_id = ?",
                imports.tenant))
        .containsExactly(
            Map.of(
                "actor", "system",
                "action", "imports.finished",
                "resource_id", ref.importId().toString()));
  }

  @Test
  void stagingIsEmptyAtTheEnd() {
    imports.run(SIMPLE + imports.simpleRow("S-1", participant, volunteer, 5, ""));

    assertThat(
            imports.count(
                "select count(*) from csr.import_staging where tenant_id = ?", imports.tenant))
        .isZero();
  }

  @Test
  void anUnreadableFileLandsNoRowAndCountsEachRowReadAsUnprocessed() {
    ImportRef ref =
        imports.upload(
            SIMPLE
                + imports.simpleRow("S-1", participant, volunteer, 5, "")
                + imports.simpleRow("S-2", participant, volunteer, 5, "")
                + imports.simpleRow("S-3", participant, volunteer, 5, "\"never closed"));
    StageOutcome outcome = imports.activities().stage(ref);

    assertThat(outcome).isEqualTo(new StageOutcome.Unreadable("imports/unclosed-quote", 4L, 2));
    ImportCounts counts =
        imports
            .activities()
            .finish(new Finish(ref, ImportStatus.FAILED, "imports/unclosed-quote", 4L));

    assertThat(counts).isEqualTo(new ImportCounts(2, 0, 0, 0, 0, 2));
    assertThat(imports.outcomes(ref)).containsExactly("unprocessed", "unprocessed");
    assertThat(
            imports.row(
                "select problem ->> 'type' as type, problem ->> 'line' as line from csr.import_jobs where import_id = ?",
                ref.importId()))
        .isEqualTo(Map.of("type", "imports/unclosed-quote", "line", "4"));
    assertThat(
            imports.count("select count(*) from csr.sessions where tenant_id = ?", imports.tenant))
        .isZero();
    assertThat(
            imports.count(
                "select count(*) from csr.import_staging where tenant_id = ?", imports.tenant))
        .isZero();
  }

  @Test
  void aCancelledImportKeepsWhatWasMergedAndCountsTheRestAsUnprocessed() {
    StringBuilder csv = new StringBuilder(SIMPLE);
    for (int i = 1; i <= 10; i++) {
      csv.append(imports.simpleRow("S-" + i, participant, volunteer, 4, ""));
    }
    ImportRef ref = imports.upload(csv.toString());
    var activities = imports.activities();
    activities.stage(ref);
    activities.validate(ref);
    activities.merge(new MergeRange(ref, 1, 4));

    ImportCounts counts = activities.finish(new Finish(ref, ImportStatus.CANCELLED, null, null));

    assertThat(counts).isEqualTo(new ImportCounts(10, 4, 0, 0, 0, 6));
    assertThat(
            imports.count("select count(*) from csr.sessions where tenant_id = ?", imports.tenant))
        .isEqualTo(4);
  }

  @Test
  void thousandsOfRowsLeftAtTheEndAreClosedInPortions() {
    StringBuilder csv = new StringBuilder(SIMPLE);
    for (int i = 1; i <= 45_000; i++) {
      csv.append(imports.simpleRow("S-" + i, participant, volunteer, 4, ""));
    }
    ImportRef ref = imports.upload(csv.toString());
    imports.activities().stage(ref);
    Finish finish = new Finish(ref, ImportStatus.EXPIRED, null, null);
    ImportCounts expected = new ImportCounts(45_000, 0, 0, 0, 0, 45_000);

    assertThat(imports.activities().finish(finish)).isEqualTo(expected);
    restart(ref);
    imports.activities().stage(ref);

    assertThat(imports.activities().finish(new Finish(ref, ImportStatus.CANCELLED, null, null)))
        .isEqualTo(expected);
  }

  @Test
  void anExpiredImportGoesOnAfterARestart() {
    StringBuilder csv = new StringBuilder(SIMPLE);
    for (int i = 1; i <= 10; i++) {
      csv.append(imports.simpleRow("S-" + i, participant, volunteer, 4, ""));
    }
    ImportRef ref = imports.upload(csv.toString());
    var activities = imports.activities();
    activities.stage(ref);
    activities.validate(ref);
    activities.merge(new MergeRange(ref, 1, 4));
    assertThat(activities.finish(new Finish(ref, ImportStatus.EXPIRED, null, null)))
        .isEqualTo(new ImportCounts(10, 4, 0, 0, 0, 6));
    assertThat(imports.outcomes(ref)).filteredOn("unprocessed"::equals).hasSize(6);

    restart(ref);

    assertThat(imports.run(ref)).isEqualTo(new ImportCounts(10, 10, 0, 0, 0, 0));
    assertThat(imports.outcomes(ref)).containsOnly("accepted").hasSize(10);
  }

  @Test
  void eachAttemptNotesOnceWhereItBegan() {
    ImportRef ref =
        imports.upload(
            SIMPLE
                + imports.simpleRow("S-1", participant, volunteer, 4, "")
                + imports.simpleRow("S-2", participant, volunteer, 4, ""));
    var activities = imports.activities();
    activities.stage(ref);
    activities.stage(ref);
    Map<String, Object> first = run(ref);
    assertThat(first)
        .containsEntry("run_attempt", 1)
        .containsEntry("run_read_rows", 0L)
        .containsEntry("run_decided_rows", 0L);
    activities.validate(ref);
    activities.merge(new MergeRange(ref, 1, 1));
    activities.finish(new Finish(ref, ImportStatus.EXPIRED, null, null));

    restart(ref);
    activities.stage(ref);

    Map<String, Object> second = run(ref);
    assertThat(second)
        .containsEntry("run_attempt", 2)
        .containsEntry("run_read_rows", 2L)
        .containsEntry("run_decided_rows", 1L)
        .containsEntry("run_staged_bytes", second.get("staged_bytes"));
    assertThat(second.get("run_started_at")).isNotEqualTo(first.get("run_started_at"));
  }

  private Map<String, Object> run(ImportRef ref) {
    return imports.row("select * from csr.import_jobs where import_id = ?", ref.importId());
  }

  @Test
  void repeatedStepsReturnWhatTheFirstOnesDid() {
    ImportRef ref =
        imports.upload(
            SIMPLE
                + imports.simpleRow("S-1", participant, volunteer, 4, "a")
                + imports.simpleRow("S-1", participant, volunteer, 4, "b")
                + imports.simpleRow("S-2", "bad", volunteer, 4, "c")
                + imports.simpleRow("S-3", participant, volunteer, 4, "d"));
    var activities = imports.activities();

    assertThat(List.of(activities.stage(ref), activities.stage(ref)))
        .containsOnly(new StageOutcome.Staged(4));
    assertThat(List.of(activities.validate(ref), activities.validate(ref)))
        .containsOnly(new Validated(4, 2, 1, 1, ImportPlan.PLAIN));
    assertThat(
            List.of(
                activities.merge(new MergeRange(ref, 1, 4)),
                activities.merge(new MergeRange(ref, 1, 4))))
        .containsOnly(new Merged(2, 0, 0, 0));
    Finish finish = new Finish(ref, ImportStatus.COMPLETED, null, null);
    assertThat(List.of(activities.finish(finish), activities.finish(finish)))
        .containsOnly(new ImportCounts(4, 2, 0, 1, 1, 0));
  }

  private String language(String id, String rating) {
    return "%s,%s,%s,2026-03-01,,30,%s,,,,\n".formatted(id, participant, volunteer, rating);
  }

  private void restart(ImportRef ref) {
    imports.execute(
        """
        update csr.import_jobs set status = 'queued', finished_at = null, problem = null, unprocessed_rows = 0,
          attempt = attempt + 1
        where import_id = ?
        """,
        ref.importId());
  }

  private void erase(String address) {
    var index = imports.tenantKeys.blindIndex(imports.tenant).of("email", address);
    imports.execute(
        "insert into csr.tombstones (tenant_id, kind, index_key_version, blind_index) values (?, 'email', ?, ?)",
        imports.tenant,
        index.version(),
        index.bytes());
  }

  private Map<String, Object> session(String externalId) {
    return imports.row(
        "select * from csr.sessions where tenant_id = ? and external_id = ?",
        imports.tenant,
        externalId);
  }

  private List<String> events() {
    return imports
        .rows(
            "select type from csr.outbox_events where tenant_id = ? order by position",
            imports.tenant)
        .stream()
        .map(row -> (String) row.get("type"))
        .toList();
  }

  private Map<String, Object> data(String type) {
    return Map.copyOf(
        imports
            .rows(
                "select f.key, f.value from csr.outbox_events, jsonb_each_text(data) f where tenant_id = ? and type = ?",
                imports.tenant,
                type)
            .stream()
            .collect(Collectors.toMap(row -> (String) row.get("key"), row -> row.get("value"))));
  }

  private PersonKey key(UUID person) {
    return imports.worker.read(
        imports.tenant,
        db -> imports.personKeys.load(db, imports.tenant, List.of(person)).get(person));
  }

  private String decrypted(String person, Map<String, Object> session, String textColumn) {
    UUID textId = (UUID) session.get(textColumn);
    byte[] ciphertext =
        (byte[])
            imports
                .row(
                    "select ciphertext from csr.texts where tenant_id = ? and text_id = ?",
                    imports.tenant,
                    textId)
                .get("ciphertext");
    return new String(
        key((UUID) session.get(person)).decrypt("texts", "ciphertext", textId, ciphertext),
        StandardCharsets.UTF_8);
  }
}
