package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.imports.ImportFixture.SIMPLE;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.activities.shared.FailingDataSource;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.RangeUndone;
import org.teei.csr.workflows.imports.UndoActivities;
import org.teei.csr.workflows.imports.UndoCounts;
import org.teei.csr.workflows.imports.UndoFinish;
import org.teei.csr.workflows.imports.UndoRange;

/** Steps of taking an import back that are cut off anywhere are repeated to the same end. */
class UndoCrashTest {
  @TempDir Path directory;

  private record Scene(ImportFixture imports, Undos undos, ImportRef undo) {}

  @ParameterizedTest
  @EnumSource
  void aCommitThatFailsAnywhereChangesNothingOfTheEnd(FailingDataSource.When when) {
    Scene undisturbed = scene("undisturbed-" + when);
    UndoCounts expected = undisturbed.undos.run(undisturbed.undos.activities(), undisturbed.undo);
    List<?> expectedEnd = end(undisturbed);
    assertThat(expected).isEqualTo(new UndoCounts(20, 19, 1, 0));

    boolean failed = true;
    int commit = 0;
    while (failed) {
      commit++;
      Scene scene = scene(when + "-" + commit);
      FailingDataSource failing =
          new FailingDataSource(scene.imports.database.worker(), when, commit);
      UndoActivities activities = scene.undos.activities(new Tenancy(failing.dataSource()));

      assertThat(runWithRetries(activities, scene.undo))
          .as("commit %d", commit)
          .isEqualTo(expected);
      assertThat(end(scene)).as("commit %d", commit).isEqualTo(expectedEnd);
      failed = failing.failed();
    }
    assertThat(commit).as("each step was disturbed").isGreaterThan(4);
  }

  /** Rows that are made, rows that are changed, and one that another import has changed since. */
  private Scene scene(String name) {
    ImportFixture imports = new ImportFixture(directory.resolve(name));
    imports.run(csv(imports, 1, 10, 4));
    ImportRef ref = imports.upload(csv(imports, 1, 20, 5));
    imports.run(ref);
    imports.run(csv(imports, 7, 7, 3));
    Undos undos = new Undos(imports);
    return new Scene(imports, undos, undos.begin(ref));
  }

  private static String csv(ImportFixture imports, int from, int to, int rating) {
    StringBuilder csv = new StringBuilder(SIMPLE);
    for (int i = from; i <= to; i++) {
      csv.append(
          imports.simpleRow(
              "S-" + i, "p" + i + "@example.org", "v@example.org", rating, "words " + rating));
    }
    return csv.toString();
  }

  private static UndoCounts runWithRetries(UndoActivities activities, ImportRef undo) {
    UndoRange next = Undos.first(undo);
    while (next != null) {
      UndoRange range = next;
      RangeUndone undone = retry(() -> activities.undo(range));
      next = undone.next();
    }
    retry(() -> activities.removePeople(undo));
    return retry(() -> activities.finishUndo(new UndoFinish(undo, ImportStatus.UNDONE, null)));
  }

  private static <T> T retry(Supplier<T> step) {
    try {
      return step.get();
    } catch (DataAccessException lost) {
      return step.get();
    }
  }

  /** All that is left behind, without ids and times. */
  private static List<?> end(Scene scene) {
    ImportFixture imports = scene.imports;
    return List.of(
        imports.rows(
            "select external_id, rating from csr.sessions where tenant_id = ? order by external_id",
            imports.tenant),
        imports.rows(
            """
            select row_number, outcome, updated, reversal, split_part(reversal_reason, ' ', 1) as reason
            from csr.import_rows where tenant_id = ? and import_id = ? order by row_number
            """,
            imports.tenant,
            scene.undo.importId()),
        imports.rows(
            "select type, position, data ->> 'row' as row from csr.outbox_events where tenant_id = ? order by position",
            imports.tenant),
        imports.rows(
            """
            select status, reversed_rows, kept_rows, problem::text from csr.import_jobs
            where tenant_id = ? order by created_at
            """,
            imports.tenant),
        List.of(
                "profiles",
                "person_keys",
                "profile_identifiers",
                "texts",
                "audit_entries",
                "import_undo_images")
            .stream()
            .map(scene.undos::count)
            .toList());
  }
}
