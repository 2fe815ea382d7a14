package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.MergeRange;

/** Writers who name the same people in different ways at once. */
class IdentifierRaceTest {
  private static final int PEOPLE = 150;
  private static final int RANGE = 50;
  private static final int WRITERS = 6;

  @TempDir Path directory;

  @RepeatedTest(3)
  void eachPersonIsOneHoweverTheyAreNamed() throws Exception {
    ImportFixture imports = new ImportFixture(directory);
    List<ImportRef> refs = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      refs.add(imports.upload(ImportKind.USERS, shuffled(new Random(i), i % 3)));
    }

    List<ImportCounts> counts = atOnce(imports, refs);

    assertThat(counts)
        .allSatisfy(count -> {
          assertThat(count.rejected()).isZero();
          assertThat(count.unprocessed()).isZero();
          assertThat(count.read()).isEqualTo(count.accepted() + count.duplicate());
        });
    assertThat(
            imports.row(
                """
                select (select count(*) from csr.profiles x where x.tenant_id = t.tenant_id) as profiles,
                  (select count(*) from csr.person_keys x where x.tenant_id = t.tenant_id) as keys,
                  (select count(*) from csr.user_records x where x.tenant_id = t.tenant_id) as users,
                  (select count(*) from csr.profile_identifiers x where x.tenant_id = t.tenant_id) as identifiers
                from csr.tenants t where tenant_id = ?
                """,
                imports.tenant))
        .isEqualTo(
            Map.of(
                "profiles",
                (long) PEOPLE,
                "keys",
                (long) PEOPLE,
                "users",
                (long) PEOPLE,
                "identifiers",
                3L * PEOPLE));
  }

  /**
   * All writers know what Kintell calls a person. The first third know one address, the second
   * another, the last both: whoever is first, all three are of one person.
   */
  private static String shuffled(Random random, int knowledge) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      if (knowledge != 1) {
        rows.add("one%d@example.org,K-%d\n".formatted(i, i));
      }
      if (knowledge != 0) {
        rows.add("two%d@example.org,K-%d\n".formatted(i, i));
      }
    }
    Collections.shuffle(rows, random);
    return "email,kintell_id\n" + String.join("", rows);
  }

  private static List<ImportCounts> atOnce(ImportFixture imports, List<ImportRef> refs)
      throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ImportCounts>> runs = new ArrayList<>();
      for (ImportRef ref : refs) {
        runs.add(
            threads.submit(() -> {
              ImportActivities activities = imports.activities();
              activities.stage(ref);
              activities.validate(ref);
              start.await();
              for (long from = 1; from <= 2L * PEOPLE; from += RANGE) {
                activities.merge(new MergeRange(ref, from, from + RANGE - 1));
              }
              return activities.finish(new Finish(ref, ImportStatus.COMPLETED, null, null));
            }));
      }
      start.countDown();
      List<ImportCounts> counts = new ArrayList<>();
      for (Future<ImportCounts> run : runs) {
        counts.add(run.get());
      }
      return counts;
    }
  }
}
