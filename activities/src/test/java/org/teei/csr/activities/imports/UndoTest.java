package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.teei.csr.activities.imports.ImportFixture.MENTORSHIP;
import static org.teei.csr.activities.imports.ImportFixture.SIMPLE;
import static org.teei.csr.activities.imports.ImportFixture.email;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.schema.personaldata.Tombstones;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.MergeRange;
import org.teei.csr.workflows.imports.RangeUndone;
import org.teei.csr.workflows.imports.UndoCounts;
import org.teei.csr.workflows.imports.UndoFinish;
import org.teei.csr.workflows.imports.UndoRange;

/** Imports are taken back on a real database. */
class UndoTest {
  @TempDir Path directory;
  private ImportFixture imports;
  private Undos undos;
  private final String participant = email("participant");
  private final String volunteer = email("volunteer");

  @BeforeEach
  void setUp() {
    imports = new ImportFixture(directory);
    undos = new Undos(imports);
  }

  @Test
  void whatTheImportMadeIsGoneWithItsTextsAndItsPeople() {
    ImportRef ref = imports.upload(SIMPLE + row("S-1", 4, "kind words") + row("S-2", "", ""));
    imports.run(ref);

    UndoCounts counts = undos.undo(ref);

    assertThat(counts).isEqualTo(new UndoCounts(2, 2, 0, 0));
    assertThat(List.of("sessions", "texts", "profiles", "person_keys", "profile_identifiers"))
        .allSatisfy(table -> assertThat(undos.count(table)).as(table).isZero());
    assertThat(undos.reversals(ref)).containsExactly("reversed", "reversed");
    assertThat(imports.job(ref))
        .containsEntry("status", "undone")
        .containsEntry("problem", null)
        .containsEntry("accepted_rows", 2L)
        .containsEntry("read_rows", 2L)
        .containsEntry("reversed_rows", 2L);
    assertThat(imports.job(ref).get("finished_at")).isNotNull();
    assertThat(
            imports.row(
                "select status, finished_at is not null as ended from csr.import_attempts where import_id = ?",
                ref.importId()))
        .isEqualTo(Map.of("status", "completed", "ended", true));
  }

  @Test
  void eachReversedRowIsAnEventAndTheEndIsAudited() {
    ImportRef ref = imports.upload(SIMPLE + row("S-1", 4, ""));
    imports.run(ref);
    UUID session = undos.idOf("S-1");
    Object subject =
        imports
            .row("select participant_id from csr.sessions where session_id = ?", session)
            .get("participant_id");

    ImportRef undo = undos.begin(ref);
    undos.run(undos.activities(), undo);

    assertThat(
            imports.row(
                """
                select person_id, data ->> 'importId' as import, data ->> 'row' as row, data ->> 'kind' as kind,
                  data ->> 'entityId' as entity, data ->> 'reversal' as reversal
                from csr.outbox_events where tenant_id = ? and type = 'imports.row.reversed'
                """,
                imports.tenant))
        .isEqualTo(
            Map.of(
                "person_id",
                subject,
                "import",
                ref.importId().toString(),
                "row",
                "1",
                "kind",
                "sessions",
                "entity",
                session.toString(),
                "reversal",
                "removed"));
    assertThat(
            imports.row(
                "select resource_id, workflow_id, details ->> 'status' as status from csr.audit_entries where tenant_id = ? and action = 'imports.undo-finished'",
                imports.tenant))
        .isEqualTo(
            Map.of(
                "resource_id",
                ref.importId().toString(),
                "workflow_id",
                "imports/%s/%s/u1".formatted(imports.tenant, ref.importId()),
                "status",
                "undone"));
  }

  @Test
  void whatTheImportChangedStandsAgainAsBefore() {
    imports.run(
        MENTORSHIP
            + mentorship("M-1", "2026-03-01T10:00:00Z", "", "", "first words", "a first goal"));
    Map<String, Object> before = session("M-1");
    List<?> texts = texts();
    ImportRef second =
        imports.upload(
            MENTORSHIP
                + mentorship(
                    "M-1",
                    "2026-03-01T10:00:00Z",
                    "2026-03-01T11:00:00Z",
                    "4",
                    "other words",
                    "a first goal"));
    imports.run(second);
    assertThat(session("M-1")).isNotEqualTo(before);

    UndoCounts counts = undos.undo(second);

    assertThat(counts).isEqualTo(new UndoCounts(1, 1, 0, 0));
    assertThat(session("M-1")).isEqualTo(before);
    assertThat(texts()).isEqualTo(texts);
    assertThat(undos.count("profiles")).isEqualTo(2);
    assertThat(undos.count("import_undo_images")).isZero();
    assertThat(
            imports.rows(
                "select type, data ->> 'reversal' as reversal, data ->> 'completedAt' as completed from csr.outbox_events where tenant_id = ? order by position desc limit 2",
                imports.tenant))
        .extracting(
            event -> event.get("type"),
            event -> event.get("reversal"),
            event -> event.get("completed"))
        .containsExactly(
            tuple("kintell.session.scheduled", null, null),
            tuple("imports.row.reversed", "restored", null));
  }

  @Test
  void aRowThatAnotherImportChangedSinceIsKeptAndSaysWhich() {
    ImportRef first = imports.upload(SIMPLE + row("S-1", 4, "first") + row("S-2", 4, "first"));
    imports.run(first);
    ImportRef second = imports.upload(SIMPLE + row("S-1", 5, "second"));
    imports.run(second);
    Map<String, Object> standing = session("S-1");

    UndoCounts counts = undos.undo(first);

    assertThat(counts).isEqualTo(new UndoCounts(2, 1, 1, 0));
    assertThat(undos.reversals(first))
        .containsExactly("kept changed-by-import " + second.importId(), "reversed");
    assertThat(session("S-1")).isEqualTo(standing);
    assertThat(imports.job(first)).containsEntry("status", "undone");
    assertThat(undos.problem(first)).isEqualTo("imports/rows-kept");
    assertThat(undos.count("sessions")).isEqualTo(1);
  }

  @Test
  void importsTakenBackInReverseOrderLeaveNothing() {
    ImportRef first = imports.upload(SIMPLE + row("S-1", 4, "first"));
    imports.run(first);
    ImportRef second = imports.upload(SIMPLE + row("S-1", 5, "second"));
    imports.run(second);
    ImportRef third = imports.upload(SIMPLE + row("S-1", 3, "third"));
    imports.run(third);

    assertThat(undos.undo(third).reversed()).isEqualTo(1);
    assertThat(undos.undo(second).reversed()).isEqualTo(1);
    assertThat(session("S-1")).containsEntry("import_id", first.importId());
    assertThat(undos.undo(first).reversed()).isEqualTo(1);

    assertThat(undos.count("sessions") + undos.count("texts") + undos.count("profiles")).isZero();
  }

  @Test
  void whatIsNotThereAnyMoreFails() {
    ImportRef ref = imports.upload(SIMPLE + row("S-1", 4, "") + row("S-2", 4, ""));
    imports.run(ref);
    imports.execute("delete from csr.sessions where session_id = ?", undos.idOf("S-1"));

    assertThat(undos.undo(ref)).isEqualTo(new UndoCounts(2, 1, 0, 1));
    assertThat(undos.reversals(ref)).containsExactly("failed not-there", "reversed");
  }

  @Test
  void aChangeWhoseImageIsGoneFailsAndStays() {
    imports.run(SIMPLE + row("S-1", 4, "first"));
    ImportRef second = imports.upload(SIMPLE + row("S-1", 5, "second"));
    imports.run(second);
    imports.execute("delete from csr.import_undo_images where import_id = ?", second.importId());
    Map<String, Object> standing = session("S-1");

    assertThat(undos.undo(second)).isEqualTo(new UndoCounts(1, 0, 0, 1));
    assertThat(undos.reversals(second)).containsExactly("failed image-expired");
    assertThat(session("S-1")).isEqualTo(standing);
  }

  @Test
  void aPersonWhomSomethingElseNeedsStaysAndGoesWithTheLastThatNeededThem() {
    String other = email("other");
    ImportRef first = imports.upload(SIMPLE + row("S-1", 4, ""));
    imports.run(first);
    ImportRef second = imports.upload(SIMPLE + imports.simpleRow("S-2", participant, other, 4, ""));
    imports.run(second);

    undos.undo(first);
    assertThat(undos.count("profiles")).as("participant and the other volunteer").isEqualTo(2);
    undos.undo(second);

    assertThat(undos.count("profiles")).isZero();
  }

  @Test
  void aPersonWhomAnImageNamesStaysSoThatItCanBePutBack() {
    String other = email("other");
    ImportRef first = imports.upload(SIMPLE + imports.simpleRow("S-1", participant, other, 4, ""));
    imports.run(first);
    ImportRef second = imports.upload(SIMPLE + row("S-1", 4, ""));
    imports.run(second);
    undos.undo(first);
    assertThat(undos.count("profiles")).isEqualTo(3);

    assertThat(undos.undo(second).reversed()).isEqualTo(1);

    assertThat(undos.count("profiles")).as("the session of the first import stands").isEqualTo(2);
    assertThat(session("S-1")).containsEntry("import_id", first.importId());
  }

  @Test
  void aPersonWhoseErasureWasAskedForStays() {
    ImportRef ref = imports.upload(SIMPLE + row("S-1", 4, ""));
    imports.run(ref);
    Object person = session("S-1").get("participant_id");
    imports.execute(
        """
        insert into csr.person_erasures (tenant_id, erasure_id, person_id, reason, workflow_id, requested_by)
        values (?, ?, ?, 'objection', ?, 'test')
        """,
        imports.tenant,
        UUID.randomUUID(),
        person,
        "w" + UUID.randomUUID());

    undos.undo(ref);

    assertThat(
            imports.rows("select person_id from csr.profiles where tenant_id = ?", imports.tenant))
        .containsExactly(Map.of("person_id", person));
  }

  @Test
  void correctionsAreTakenBackBeforeTheFile() {
    ImportRef ref = imports.upload(SIMPLE + row("S-1", 4, "first") + row("S-2", 9, ""));
    imports.run(ref);
    Map<String, Object> before = session("S-1");
    imports.run(new Correction(imports, ref, SIMPLE).row(2, row("S-1", 5, "first")).accepted());
    assertThat(session("S-1").get("rating")).isNotEqualTo(before.get("rating"));

    ImportRef undo = undos.begin(ref);
    RangeUndone range = undos.activities().undo(Undos.first(undo));

    assertThat(range.next()).isEqualTo(new UndoRange(undo, 1, 2));
    assertThat(undos.reversals(ref)).containsExactly("null", "reversed");
    assertThat(session("S-1")).isEqualTo(before);
    undos.run(undos.activities(), undo);
    assertThat(undos.reversals(ref)).containsExactly("reversed", "reversed");
    assertThat(undos.count("texts")).isZero();
  }

  @Test
  void largeImportsAreTakenBackInRangesFromTheLastRowOn() {
    StringBuilder csv = new StringBuilder(SIMPLE);
    for (int i = 1; i <= Undoing.ROWS + 10; i++) {
      csv.append(row("S-" + i, "", ""));
    }
    ImportRef ref = imports.upload(csv.toString());
    imports.run(ref);
    ImportRef undo = undos.begin(ref);

    RangeUndone first = undos.activities().undo(Undos.first(undo));
    RangeUndone second = undos.activities().undo(first.next());
    RangeUndone third = undos.activities().undo(second.next());

    assertThat(first)
        .isEqualTo(
            new RangeUndone(
                new UndoCounts(Undoing.ROWS + 10, Undoing.ROWS, 0, 0), new UndoRange(undo, 0, 11)));
    assertThat(second.next()).isEqualTo(new UndoRange(undo, 0, 1));
    assertThat(third)
        .isEqualTo(
            new RangeUndone(new UndoCounts(Undoing.ROWS + 10, Undoing.ROWS + 10, 0, 0), null));
    assertThat(undos.count("sessions")).isZero();
  }

  @Test
  void anUndoThatWasCancelledCanBeTakenUpAgain() {
    StringBuilder csv = new StringBuilder(SIMPLE);
    for (int i = 1; i <= Undoing.ROWS + 10; i++) {
      csv.append(row("S-" + i, "", ""));
    }
    ImportRef ref = imports.upload(csv.toString());
    imports.run(ref);
    ImportRef undo = undos.begin(ref);
    undos.activities().undo(Undos.first(undo));
    undos
        .activities()
        .finishUndo(new UndoFinish(undo, ImportStatus.CANCELLED, "imports/undo-unfinished"));
    assertThat(imports.job(ref)).containsEntry("status", "cancelled");
    assertThatThrownBy(() -> undos.activities().undo(Undos.first(undo)))
        .isInstanceOf(StepFailure.class)
        .hasMessage("import-ended");

    UndoCounts counts = undos.undo(ref);

    assertThat(counts).isEqualTo(new UndoCounts(Undoing.ROWS + 10, Undoing.ROWS + 10, 0, 0));
    assertThat(imports.job(ref)).containsEntry("status", "undone").containsEntry("problem", null);
    assertThat(
            imports.rows(
                "select attempt, status from csr.import_attempts where import_id = ? order by attempt",
                ref.importId()))
        .containsExactly(
            Map.of("attempt", 1, "status", "cancelled"),
            Map.of("attempt", 2, "status", "completed"));
  }

  @Test
  void anExpiredImportThatIsTakenBackHasNothingLeftToGoOnWith() {
    ImportRef ref = imports.upload(SIMPLE + row("S-1", 4, "") + row("S-2", 4, ""));
    imports.activities().stage(ref);
    imports.activities().validate(ref);
    imports.activities().merge(new MergeRange(ref, 1, 1));
    imports.activities().finish(new Finish(ref, ImportStatus.EXPIRED, "imports/expired", null));

    assertThat(undos.undo(ref)).isEqualTo(new UndoCounts(1, 1, 0, 0));

    assertThat(
            imports.count(
                "select count(*) from csr.import_staging where import_id = ?", ref.importId()))
        .isZero();
    assertThat(imports.outcomes(ref)).containsExactly("accepted", "unprocessed");
    assertThat(imports.job(ref))
        .containsEntry("unprocessed_rows", 1L)
        .containsEntry("status", "undone");
  }

  @Test
  void rowsThatTookNoEffectAreLeftAlone() {
    ImportRef ref =
        imports.upload(
            SIMPLE
                + row("S-1", 4, "")
                + row("S-1", 5, "")
                + imports.simpleRow("S-2", "nobody", volunteer, 4, ""));
    imports.run(ref);

    assertThat(undos.undo(ref)).isEqualTo(new UndoCounts(1, 1, 0, 0));

    assertThat(undos.reversals(ref)).containsExactly("null", "reversed", "null");
    assertThat(imports.outcomes(ref))
        .containsExactly("duplicate", "accepted", "rejected E001:participant_email");
  }

  @Test
  void theSameRowsOfAnotherTenantAreUntouched() {
    ImportFixture others = new ImportFixture(imports.database, directory.resolve("others"));
    String csv = SIMPLE + row("S-1", 4, "kind words");
    others.run(csv);
    ImportRef ref = imports.upload(csv);
    imports.run(ref);

    undos.undo(ref);

    assertThat(new Undos(others).count("sessions")).isEqualTo(1);
    assertThat(new Undos(others).count("profiles")).isEqualTo(2);
    assertThat(new Undos(others).count("texts")).isEqualTo(1);
  }

  @Test
  void whoWasErasedMeanwhileStaysErased() {
    imports.run(SIMPLE + row("S-1", 4, "first"));
    UUID person = (UUID) session("S-1").get("participant_id");
    ImportRef second = imports.upload(SIMPLE + row("S-1", 5, "second") + row("S-2", 5, "second"));
    imports.run(second);
    imports.worker.change(
        imports.tenant,
        db -> {
          Tombstones.holdMakersOff(db, imports.tenant);
          Tombstones.leave(db, imports.tenant, List.of(person));
          db.execute("delete from csr.person_keys where person_id = ?", person);
          db.execute("update csr.profiles set erased_at = now() where person_id = ?", person);
        });

    assertThat(undos.undo(second)).isEqualTo(new UndoCounts(2, 2, 0, 0));

    assertThat(
            imports.count(
                "select count(*) from csr.tombstones where tenant_id = ?", imports.tenant))
        .isEqualTo(1);
    assertThat(imports.count("select count(*) from csr.person_keys where person_id = ?", person))
        .isZero();
    ImportRef again = imports.upload(SIMPLE + row("S-3", 4, ""));
    imports.run(again);
    assertThat(imports.outcomes(again)).containsExactly("rejected E012:participant_email");
  }

  @Test
  void imagesHoldNoWordsAndNamesInTheClear() {
    imports.run(
        MENTORSHIP
            + mentorship("M-1", "2026-03-01T10:00:00Z", "", "", "secret words", "secret goal"));
    imports.run(
        MENTORSHIP + mentorship("M-1", "2026-03-01T10:00:00Z", "", "", "new words", "new goal"));

    Map<String, Object> image =
        imports.row("select * from csr.import_undo_images where tenant_id = ?", imports.tenant);

    assertThat(image.toString())
        .doesNotContain("secret")
        .doesNotContain(participant)
        .doesNotContain(volunteer);
    assertThat((UUID[]) image.get("people"))
        .contains(
            (UUID) session("M-1").get("participant_id"), (UUID) session("M-1").get("volunteer_id"));
  }

  private String row(String id, Object rating, String feedback) {
    return imports.simpleRow(id, participant, volunteer, rating, feedback);
  }

  private String mentorship(
      String id, String scheduled, String completed, String rating, String feedback, String goals) {
    return String.join(
            ",",
            id,
            participant,
            volunteer,
            scheduled,
            completed,
            "",
            rating,
            feedback,
            "career",
            goals)
        + "\n";
  }

  /** A session without the time of its last change. */
  private Map<String, Object> session(String externalId) {
    Map<String, Object> row =
        imports.row(
            "select * from csr.sessions where tenant_id = ? and external_id = ?",
            imports.tenant,
            externalId);
    row.remove("updated_at");
    row.replaceAll((name, value) ->
        value instanceof byte[] bytes
            ? HexFormat.of().formatHex(bytes)
            : value instanceof Object[] array ? List.of(array) : value);
    return row;
  }

  private List<?> texts() {
    return imports.rows(
        "select text_id, person_id, kind, state, encode(ciphertext, 'hex') as ciphertext, created_at from csr.texts where tenant_id = ? order by text_id",
        imports.tenant);
  }
}
