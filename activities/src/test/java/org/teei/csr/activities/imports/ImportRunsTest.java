package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.imports.ImportFixture.SIMPLE;
import static org.teei.csr.activities.imports.ImportFixture.email;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.activities.shared.RunningJobs.RunningJob;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportRef;

/** What works on an import now: its own workflow, or that of an attempt. */
class ImportRunsTest {
  @TempDir Path directory;
  private ImportFixture imports;
  private Undos undos;
  private ImportRuns runs;

  @BeforeEach
  void setUp() {
    imports = new ImportFixture(directory);
    undos = new Undos(imports);
    runs =
        new ImportRuns(
            new SystemView(imports.database.system()),
            imports.worker,
            imports.activities(),
            undos.activities());
  }

  @Test
  void anImportThatIsTakenBackIsARunOfThatWorkflow() {
    ImportRef ref = imports.upload(csv());
    imports.execute(
        "update csr.import_jobs set created_at = now() - interval '1 hour' where import_id = ?",
        ref.importId());
    RunningJob first = run(ref, Duration.ofMinutes(30));
    assertThat(first.workflowId()).isEqualTo(ImportNames.workflowId(ref.tenant(), ref.importId()));
    imports.run(ref);
    assertThat(runs.isActive(first)).isFalse();

    undos.begin(ref);

    RunningJob second = run(ref, Duration.ZERO);
    assertThat(second.workflowId())
        .isEqualTo(ImportNames.undoWorkflowId(ref.tenant(), ref.importId(), 1));
    assertThat(runs.isActive(second)).isTrue();
    assertThat(runs.isActive(first)).as("that one has ended").isFalse();
    assertThat(runs.olderThan(Duration.ofMinutes(30)))
        .noneMatch(job -> job.jobId().equals(ref.importId()));
  }

  @Test
  void anUndoWhoseWorkflowEndedOutsideEndsAndCanBeTakenUpAgain() {
    ImportRef ref = imports.upload(csv());
    imports.run(ref);
    undos.begin(ref);

    runs.endedOutside(run(ref, Duration.ZERO));

    assertThat(imports.job(ref))
        .containsEntry("status", "failed")
        .containsEntry("accepted_rows", 1L);
    assertThat(undos.problem(ref)).isEqualTo("imports/undo-unfinished");
    assertThat(undos.undo(ref).reversed()).isEqualTo(1);
  }

  @Test
  void anImportWhoseWorkflowEndedOutsideFails() {
    ImportRef ref = imports.upload(csv());

    runs.endedOutside(run(ref, Duration.ZERO));

    assertThat(undos.problem(ref)).isEqualTo("imports/ended-outside");
  }

  private RunningJob run(ImportRef ref, Duration age) {
    return runs.olderThan(age).stream()
        .filter(job -> job.jobId().equals(ref.importId()))
        .findFirst()
        .orElseThrow();
  }

  private static String csv() {
    return SIMPLE
        + "S-1,language,%s,%s,2026-03-01,45,4,words,B1\n"
            .formatted(email("participant"), email("volunteer"));
  }
}
