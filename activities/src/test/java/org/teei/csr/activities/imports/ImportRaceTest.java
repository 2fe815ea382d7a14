package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.imports.ImportFixture.SIMPLE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.MergeRange;
import org.teei.csr.workflows.imports.Merged;

/** Imports of the same sessions and the same new persons at the same time. */
class ImportRaceTest {
  private static final int ROWS = 600;
  private static final int RANGE = 100;
  private static final int WRITERS = 4;

  @TempDir Path directory;

  @RepeatedTest(3)
  void eachSessionIsMadeOnceAndEachPersonIsOne() throws Exception {
    ImportFixture imports = new ImportFixture(directory);
    List<ImportRef> refs = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      refs.add(imports.upload(shuffled(new Random(i), "same")));
    }

    List<ImportCounts> counts = atOnce(imports, refs);

    assertThat(counts.stream().mapToLong(ImportCounts::accepted).sum()).isEqualTo(ROWS);
    assertThat(counts.stream().mapToLong(ImportCounts::duplicate).sum())
        .isEqualTo((WRITERS - 1) * ROWS);
    assertOneOfEach(imports);
    assertThat(
            imports.count(
                """
                select count(*) from csr.outbox_events
                where tenant_id = ? and type = 'kintell.session.completed'
                """,
                imports.tenant))
        .isEqualTo(ROWS);
  }

  @RepeatedTest(3)
  void writersOfDifferentContentUpdateEachOthersSessionsOneAfterTheOther() throws Exception {
    ImportFixture imports = new ImportFixture(directory);
    List<ImportRef> refs = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      refs.add(imports.upload(shuffled(new Random(i), "words of writer " + i)));
    }

    List<ImportCounts> counts = atOnce(imports, refs);

    assertThat(counts).allSatisfy(count -> assertThat(count.accepted()).isEqualTo(ROWS));
    assertThat(counts.stream().mapToLong(ImportCounts::updated).sum())
        .isEqualTo((WRITERS - 1) * ROWS);
    assertOneOfEach(imports);
    assertThat(imports.count("select count(*) from csr.texts where tenant_id = ?", imports.tenant))
        .as("no text is left over")
        .isEqualTo(ROWS);
  }

  @Test
  void twoAttemptsOfOneRangeTakeEffectOnce() throws Exception {
    ImportFixture imports = new ImportFixture(directory);
    ImportRef ref = imports.upload(shuffled(new Random(1), "same"));
    imports.activities().stage(ref);
    imports.activities().validate(ref);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Merged>> attempts = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        attempts.add(
            threads.submit(() -> imports.activities().merge(new MergeRange(ref, 1, ROWS))));
      }
      for (Future<Merged> attempt : attempts) {
        assertThat(attempt.get()).isEqualTo(new Merged(ROWS, 0, 0, 0));
      }
    }
    assertThat(imports.activities().finish(new Finish(ref, ImportStatus.COMPLETED, null, null)))
        .isEqualTo(new ImportCounts(ROWS, ROWS, 0, 0, 0, 0));
  }

  private static void assertOneOfEach(ImportFixture imports) {
    assertThat(
            imports.row(
                """
                select (select count(*) from csr.sessions x where x.tenant_id = t.tenant_id) as sessions,
                  (select count(*) from csr.profiles x where x.tenant_id = t.tenant_id) as profiles,
                  (select count(*) from csr.person_keys x where x.tenant_id = t.tenant_id) as keys,
                  (select count(*) from csr.profile_identifiers x where x.tenant_id = t.tenant_id) as identifiers
                from csr.tenants t where tenant_id = ?
                """,
                imports.tenant))
        .isEqualTo(
            Map.of("sessions", (long) ROWS, "profiles", 220L, "keys", 220L, "identifiers", 220L));
  }

  private static List<ImportCounts> atOnce(ImportFixture imports, List<ImportRef> refs)
      throws InterruptedException, ExecutionException {
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
              for (long from = 1; from <= ROWS; from += RANGE) {
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

  /** 600 sessions of 200 participants and 20 volunteers, in any order. */
  private static String shuffled(Random random, String feedback) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(
          "S-%d,language,participant%d@example.org,volunteer%d@example.org,2026-03-01,45,4,%s,B1\n"
              .formatted(i, i % 200, i % 20, feedback));
    }
    Collections.shuffle(rows, random);
    return SIMPLE + String.join("", rows);
  }
}
