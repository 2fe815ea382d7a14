package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;

/** What it costs to end an import early, in rows that PostgreSQL reads. */
class ImportClosingTest {
  private static final int ROWS = 200_000;

  /**
   * The planner does not know the table yet, as after the staging of any large file. Where each
   * portion of 20,000 rows reads all that are left, the reads per row grow with the file.
   */
  @Test
  void aStagedRowIsReadTheSameNumberOfTimesHoweverManyThereAre(@TempDir Path directory) {
    try (Database database = Database.create()) {
      ImportFixture imports = new ImportFixture(database, directory);
      imports.execute("alter table csr.import_staging set (autovacuum_enabled = false)");
      ImportRef ref = imports.upload(ImportFixture.SIMPLE + ",,,,,,,,\n".repeat(ROWS));
      ImportActivities activities = imports.activities();
      activities.stage(ref);
      Map<String, Object> before = reads(imports, 0);

      ImportCounts counts = activities.finish(new Finish(ref, ImportStatus.FAILED, null, null));

      assertThat(counts).isEqualTo(new ImportCounts(ROWS, 0, 0, 0, 0, ROWS));
      Map<String, Object> after = reads(imports, ROWS);
      assertThat(after.get("whole")).isEqualTo(before.get("whole"));
      assertThat((long) after.get("found") - (long) before.get("found"))
          .isBetween((long) ROWS, 3L * ROWS);
    }
  }

  /** PostgreSQL counts some time after the fact. */
  private static Map<String, Object> reads(ImportFixture imports, long deleted) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                imports.row(
                    """
                    select seq_tup_read as whole, coalesce(idx_tup_fetch, 0) as found, n_tup_ins as inserted, n_tup_del as deleted
                    from pg_stat_user_tables where relid = 'csr.import_staging'::regclass
                    """),
            row -> row.get("inserted").equals((long) ROWS) && row.get("deleted").equals(deleted));
  }
}
