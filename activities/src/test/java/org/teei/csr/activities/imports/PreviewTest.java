package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.imports.ImportFixture.SIMPLE;
import static org.teei.csr.activities.imports.ImportFixture.email;

import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportPlan;
import org.teei.csr.workflows.imports.ImportPlan.ErrorPolicy;
import org.teei.csr.workflows.imports.ImportPlan.Mode;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.MergeRange;
import org.teei.csr.workflows.imports.Merged;
import org.teei.csr.workflows.imports.StageOutcome;

/** What rows would do is told before they land, and nothing but that is written. */
class PreviewTest {
  private static final ImportPlan REVIEW =
      new ImportPlan(Mode.REVIEW, ErrorPolicy.SKIP_INVALID, null);
  private static final ImportPlan DRY_RUN =
      new ImportPlan(Mode.DRY_RUN, ErrorPolicy.SKIP_INVALID, null);
  private static final ImportPlan ATOMIC = new ImportPlan(Mode.COMMIT, ErrorPolicy.ATOMIC, null);

  @TempDir Path directory;
  private ImportFixture imports;
  private final String participant = email("participant");
  private final String volunteer = email("volunteer");

  @BeforeEach
  void setUp() {
    imports = new ImportFixture(directory);
  }

  private String row(String id, Object rating, String feedback) {
    return imports.simpleRow(id, participant, volunteer, rating, feedback);
  }

  /** A file with a new, a changed, an equal and a wrong row after those that are there. */
  private String fourKinds() {
    imports.run(SIMPLE + row("S-equal", 3, "same") + row("S-change", 3, "before"));
    return SIMPLE
        + row("S-new", 5, "hello")
        + row("S-change", 4, "after")
        + row("S-equal", 3, "same")
        + row("S-wrong", 9, "x");
  }

  private List<Map<String, Object>> previews(ImportRef ref) {
    return imports.rows(
        "select row_number, action from csr.import_previews where import_id = ? order by row_number",
        ref.importId());
  }

  /** That a text changes is told; what it said and says waits for its screening. */
  private static Map<String, Object> hiddenText(String column) {
    Map<String, Object> change = new HashMap<>();
    change.put("column", column);
    change.put("before", null);
    change.put("after", null);
    change.put("hidden", true);
    return change;
  }

  private long rowsOf(String table) {
    return imports.count(
        "select count(*) from csr." + table + " where tenant_id = ?", imports.tenant);
  }

  @Test
  void eachSoundRowSaysWhetherItWouldCreateUpdateOrRepeat() {
    ImportRef ref = imports.upload(fourKinds(), REVIEW);

    Merged previewed = imports.preview(ref);

    assertThat(previewed).isEqualTo(new Merged(2, 1, 0, 1));
    assertThat(previews(ref))
        .containsExactly(
            Map.of("row_number", 1L, "action", "create"),
            Map.of("row_number", 2L, "action", "update"),
            Map.of("row_number", 3L, "action", "duplicate"));
  }

  @Test
  void updateTellsOldAndNewOfWhatDiffersAndNothingElse() {
    ImportRef ref = imports.upload(fourKinds(), REVIEW);

    imports.preview(ref);

    assertThat(imports.changes(ref, 2))
        .containsExactlyInAnyOrder(
            Map.of("column", "rating", "before", "0.50", "after", "0.75", "hidden", false),
            hiddenText("feedback_text"));
  }

  @Test
  void updateTellsThatAnotherPersonTakesPart() {
    imports.run(SIMPLE + row("S-1", 3, "same"));
    String other = email("other");
    ImportRef ref =
        imports.upload(SIMPLE + imports.simpleRow("S-1", participant, other, 3, "same"), REVIEW);

    imports.preview(ref);

    assertThat(imports.changes(ref, 1))
        .containsExactly(
            Map.of(
                "column", "volunteer_email", "before", volunteer, "after", other, "hidden", false));
  }

  @Test
  void changesAreNotKeptInTheClear() {
    ImportRef ref = imports.upload(fourKinds(), REVIEW);

    imports.preview(ref);

    assertThat(
            imports.count(
                "select count(*) from csr.import_previews p where import_id = ? and p::text like '%after%'",
                ref.importId()))
        .isZero();
  }

  @Test
  void previewWritesNothingButItself() {
    ImportRef ref = imports.upload(fourKinds(), REVIEW);
    List<Long> before =
        List.of(rowsOf("sessions"), rowsOf("profiles"), rowsOf("outbox_events"), rowsOf("texts"));

    imports.preview(ref);

    assertThat(
            List.of(
                rowsOf("sessions"), rowsOf("profiles"), rowsOf("outbox_events"), rowsOf("texts")))
        .isEqualTo(before);
    assertThat(
            imports.count(
                "select count(*) from csr.import_staging where import_id = ?", ref.importId()))
        .isEqualTo(3);
  }

  @Test
  void repeatedPreviewSaysTheSame() {
    ImportRef ref = imports.upload(fourKinds(), REVIEW);
    Merged first = imports.preview(ref);

    Merged second = imports.activities().preview(new MergeRange(ref, 1, 4));

    assertThat(second).isEqualTo(first);
    assertThat(previews(ref)).hasSize(3);
  }

  @Test
  void approvedImportLandsAsPreviewedAndForgetsThePreview() {
    ImportRef ref = imports.upload(fourKinds(), REVIEW);
    Merged previewed = imports.preview(ref);

    Merged merged = imports.activities().merge(new MergeRange(ref, 1, 4));
    ImportCounts counts =
        imports.activities().finish(new Finish(ref, ImportStatus.COMPLETED, null, null));

    assertThat(merged).isEqualTo(previewed);
    assertThat(counts).isEqualTo(new ImportCounts(4, 2, 1, 1, 1, 0));
    assertThat(previews(ref)).isEmpty();
  }

  @Test
  void dryRunClosesItsLedgerWithWhatWouldBeAndWritesNothingElse() {
    ImportRef ref = imports.upload(fourKinds(), DRY_RUN);
    long sessions = rowsOf("sessions");

    imports.preview(ref);
    ImportCounts counts =
        imports.activities().finish(new Finish(ref, ImportStatus.COMPLETED, null, null));

    assertThat(counts).isEqualTo(new ImportCounts(4, 2, 1, 1, 1, 0));
    assertThat(imports.outcomes(ref))
        .containsExactly("accepted", "updated", "duplicate", "rejected E006:rating");
    assertThat(rowsOf("sessions")).isEqualTo(sessions);
    assertThat(previews(ref)).hasSize(3);
  }

  @Test
  void rowOfAPersonErasedMeanwhileIsRejectedInThePreview() {
    ImportRef ref = imports.upload(fourKinds(), REVIEW);
    imports.activities().stage(ref);
    imports.activities().validate(ref);
    imports.erase(imports.person(participant));

    Merged previewed = imports.activities().preview(new MergeRange(ref, 1, 4));

    assertThat(previewed).isEqualTo(new Merged(0, 0, 3, 0));
    assertThat(previews(ref)).extracting(line -> line.get("action")).containsOnly("reject");
  }

  @Test
  void atomicImportLandsNothingWhereARowIsRefusedAtTheLastMoment() {
    String erased = email("erased");
    ImportRef ref =
        imports.upload(
            SIMPLE
                + row("S-1", 3, "a")
                + imports.simpleRow("S-2", erased, volunteer, 3, "b")
                + row("S-3", 3, "c"),
            ATOMIC);
    imports.run(SIMPLE + imports.simpleRow("S-before", erased, volunteer, 3, "x"));
    imports.activities().stage(ref);
    imports.activities().validate(ref);
    imports.erase(imports.person(erased));
    long sessions = rowsOf("sessions");

    Merged merged = imports.activities().merge(new MergeRange(ref, 1, 3));
    ImportCounts counts =
        imports
            .activities()
            .finish(new Finish(ref, ImportStatus.FAILED, "imports/rows-rejected", null));

    assertThat(merged).isEqualTo(new Merged(0, 0, 1, 0));
    assertThat(counts).isEqualTo(new ImportCounts(3, 0, 0, 1, 0, 2));
    assertThat(imports.outcomes(ref))
        .containsExactly("unprocessed", "rejected E012:participant_email", "unprocessed");
    assertThat(rowsOf("sessions")).isEqualTo(sessions);
  }

  @Test
  void atomicImportOfMoreRowsThanFitInOneTransactionIsRefusedBeforeItLands() throws Exception {
    Path file = directory.resolve("many.csv");
    try (Writer csv = Files.newBufferedWriter(file)) {
      csv.write(SIMPLE);
      for (int i = 0; i <= 200_000; i++) {
        csv.write(row("S-" + i, 3, ""));
      }
    }
    ImportRef ref = imports.upload(file);
    imports.execute(
        "update csr.import_jobs set error_policy = 'atomic' where import_id = ?", ref.importId());

    assertThat(imports.activities().stage(ref))
        .isEqualTo(new StageOutcome.Unreadable("imports/too-many-rows-for-atomic", null, 200_001));
  }
}
