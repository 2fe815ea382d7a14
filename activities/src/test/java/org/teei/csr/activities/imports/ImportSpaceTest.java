package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.activities.observability.FailureClassifier;
import org.teei.csr.activities.observability.FailureClassifier.Verdict;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.shared.FailureClass;

/** Steps of an import whose database has no space left, and has it again. */
class ImportSpaceTest {

  /** PostgreSQL itself says so here, as it does when its disk is full. */
  @ParameterizedTest
  @ValueSource(strings = {"import_staging", "sessions", "import_rows"})
  void anImportStopsWhenTheDatabaseIsFullAndGoesOnWhenItIsNot(
      String table, @TempDir Path directory) {
    try (Database database = Database.create()) {
      ImportFixture imports = new ImportFixture(database, directory);
      ImportRef ref =
          imports.upload(
              ImportFixture.SIMPLE
                  + imports.simpleRow(
                      "LS-" + UUID.randomUUID(), "one@example.org", "two@example.org", 5, "kind"));
      var superuser = DSL.using(database.superuser(), SQLDialect.POSTGRES);
      superuser.execute(
          """
          create function csr.no_space() returns trigger language plpgsql as
            $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$
          """);
      superuser.execute(
          "create trigger full_disk before insert on csr."
              + table
              + " for each row execute function csr.no_space()");

      Throwable stopped = catchThrowable(() -> imports.run(ref));

      assertThat(FailureClassifier.classify(stopped, Instant.now()))
          .isEqualTo(new Verdict(FailureClass.TRANSIENT, "database-full", null));
      superuser.execute("drop trigger full_disk on csr." + table);
      assertThat(imports.run(ref)).isEqualTo(new ImportCounts(1, 1, 0, 0, 0, 0));
    }
  }

  @Test
  void aStepThatCannotStoreSaysWhatItNeeds() {
    Throwable full =
        catchThrowable(() -> {
          // A device of Linux that is always full.
          try (var out = Files.newOutputStream(Path.of("/dev/full"))) {
            out.write(1);
          }
        });

    assertThat(FailureClassifier.classify(full, Instant.now()))
        .isEqualTo(new Verdict(FailureClass.TRANSIENT, "storage-full", null));
  }
}
