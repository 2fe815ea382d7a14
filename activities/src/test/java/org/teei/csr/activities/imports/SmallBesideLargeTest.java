package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportActivities;

/** What a small import reads while a large one of another tenant is under way. */
class SmallBesideLargeTest {
  private static final int LARGE = 50_000;
  private static final int SMALL = 20;

  /** So many that PostgreSQL plans the statements of one connection for good. */
  private static final int IMPORTS = 15;

  @Test
  void stagedRowsOfAnotherTenantAreNotRead(@TempDir Path directory) {
    try (Database database = Database.create()) {
      ImportFixture large = new ImportFixture(database, directory.resolve("large"));
      large.execute("alter table csr.import_staging set (autovacuum_enabled = false)");
      large.activities().stage(large.upload(sessions(large, LARGE)));
      large.execute("analyze csr.import_staging");
      ImportFixture small = new ImportFixture(database, directory.resolve("small"));
      long before = read(small, LARGE);

      try (var pool = database.newPool("csr_worker", 1)) {
        ImportActivities activities = small.activities(new Tenancy(pool), progress -> {});
        for (int i = 0; i < IMPORTS; i++) {
          small.run(activities, small.upload(sessions(small, SMALL)));
        }
      }

      assertThat(read(small, LARGE + IMPORTS * SMALL) - before).isLessThan(LARGE / 5);
    }
  }

  private static String sessions(ImportFixture imports, int rows) {
    StringBuilder csv = new StringBuilder(ImportFixture.SIMPLE);
    for (int i = 0; i < rows; i++) {
      csv.append(
          imports.simpleRow(
              UUID.randomUUID().toString(),
              "learner@example.org",
              "mentor@example.org",
              5,
              "kind"));
    }
    return csv.toString();
  }

  /** PostgreSQL counts some time after the fact. */
  private static long read(ImportFixture imports, long inserted) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> stagingRows(imports, "n_tup_ins") == inserted);
    return stagingRows(imports, "seq_tup_read + coalesce(idx_tup_fetch, 0)");
  }

  private static long stagingRows(ImportFixture imports, String counted) {
    return imports.count(
        "select %s from pg_stat_user_tables where relid = 'csr.import_staging'::regclass"
            .formatted(counted));
  }
}
