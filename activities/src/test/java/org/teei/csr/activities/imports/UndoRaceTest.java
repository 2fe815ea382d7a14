package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.teei.csr.activities.imports.ImportFixture.SIMPLE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.schema.personaldata.Tombstones;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.MergeRange;
import org.teei.csr.workflows.imports.RangeUndone;
import org.teei.csr.workflows.imports.UndoCounts;

/** Imports are taken back while others bring the same sessions and the same persons. */
class UndoRaceTest {
  private static final int ROWS = 300;
  private static final int RANGE = 50;

  @TempDir Path directory;

  @RepeatedTest(3)
  void anImportOfTheSameRowsEndsAsIfBeforeOrAfter() throws Exception {
    ImportFixture imports = new ImportFixture(directory);
    Undos undos = new Undos(imports);
    ImportRef first = imports.upload(shuffled(new Random(1), 4));
    imports.run(first);
    ImportRef undo = undos.begin(first);
    ImportRef second = imports.upload(shuffled(new Random(2), 5));

    List<Object> results =
        atOnce(() -> undos.run(undos.activities(), undo), () -> merge(imports, second));

    UndoCounts undone = (UndoCounts) results.getFirst();
    ImportCounts merged = (ImportCounts) results.getLast();
    assertThat(merged.accepted()).isEqualTo(ROWS);
    assertThat(merged.updated())
        .as("rows that the undo came too late for")
        .isEqualTo(undone.kept());
    assertThat(undone.reversed() + undone.kept()).isEqualTo(ROWS);
    assertThat(undone.failed()).isZero();
    assertThat(
            imports.count(
                "select count(*) from csr.sessions where tenant_id = ? and import_id = ? and rating = 1",
                imports.tenant,
                second.importId()))
        .isEqualTo(ROWS);
    assertThat(undos.count("profiles")).as("everybody is there, once").isEqualTo(110);
    assertThat(undos.count("profile_identifiers")).isEqualTo(110);
    assertThat(undos.count("texts")).isEqualTo(ROWS);
  }

  @RepeatedTest(3)
  void twoImportsOfTheSameRowsAreTakenBackAtTheSameTime() throws Exception {
    ImportFixture imports = new ImportFixture(directory);
    Undos undos = new Undos(imports);
    ImportRef first = imports.upload(shuffled(new Random(1), 4));
    imports.run(first);
    ImportRef second = imports.upload(shuffled(new Random(2), 5));
    imports.run(second);
    ImportRef one = undos.begin(first);
    ImportRef two = undos.begin(second);

    List<Object> results =
        atOnce(() -> undos.run(undos.activities(), one), () -> undos.run(undos.activities(), two));

    UndoCounts ofFirst = (UndoCounts) results.getFirst();
    assertThat((UndoCounts) results.getLast()).isEqualTo(new UndoCounts(ROWS, ROWS, 0, 0));
    assertThat(ofFirst.reversed() + ofFirst.kept()).isEqualTo(ROWS);
    assertThat(undos.count("sessions")).as("what the first one kept").isEqualTo(ofFirst.kept());
    assertThat(undos.count("texts")).isEqualTo(ofFirst.kept());
  }

  @Test
  void twoTriesOfOneRangeTakeEffectOnce() throws Exception {
    ImportFixture imports = new ImportFixture(directory);
    Undos undos = new Undos(imports);
    ImportRef ref = imports.upload(shuffled(new Random(1), 4));
    imports.run(ref);
    ImportRef undo = undos.begin(ref);
    Callable<Object> range = () -> undos.activities().undo(Undos.first(undo));

    List<Object> results = atOnce(range, range, range);

    assertThat(results)
        .allSatisfy(result ->
            assertThat(((RangeUndone) result).counts())
                .isEqualTo(new UndoCounts(ROWS, ROWS, 0, 0)));
    assertThat(
            imports.count(
                "select count(*) from csr.outbox_events where tenant_id = ? and type = 'imports.row.reversed'",
                imports.tenant))
        .isEqualTo(ROWS);
  }

  /** Imports lock things in another order than undos, and may be about to refer to what goes. */
  @Test
  void aRangeWaitsForImportsOfTheCompanyThatAreMergingRows() throws Exception {
    ImportFixture imports = new ImportFixture(directory);
    Undos undos = new Undos(imports);
    ImportRef ref = imports.upload(shuffled(new Random(1), 4));
    imports.run(ref);
    ImportRef undo = undos.begin(ref);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<RangeUndone> range =
          imports.worker.write(
              imports.tenant,
              db -> {
                Tombstones.holdErasuresOff(db, imports.tenant);
                var running = threads.submit(() -> undos.activities().undo(Undos.first(undo)));
                await()
                    .until(() ->
                        imports.count(
                                """
                                select count(*) from pg_locks
                                where locktype = 'advisory' and not granted and database =
                                  (select oid from pg_database where datname = current_database())
                                """)
                            > 0);
                return running;
              });
      assertThat(range.get().counts().reversed()).isEqualTo(ROWS);
    }
  }

  private static ImportCounts merge(ImportFixture imports, ImportRef ref) {
    ImportActivities activities = imports.activities();
    activities.stage(ref);
    activities.validate(ref);
    for (long from = 1; from <= ROWS; from += RANGE) {
      activities.merge(new MergeRange(ref, from, from + RANGE - 1));
    }
    return activities.finish(new Finish(ref, ImportStatus.COMPLETED, null, null));
  }

  @SafeVarargs
  private static List<Object> atOnce(Callable<Object>... works) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> runs = new ArrayList<>();
      for (Callable<Object> work : works) {
        runs.add(
            threads.submit(() -> {
              start.await();
              return work.call();
            }));
      }
      start.countDown();
      List<Object> results = new ArrayList<>();
      for (Future<Object> run : runs) {
        results.add(run.get());
      }
      return results;
    }
  }

  /** 300 sessions of 100 participants and 10 volunteers, in any order. */
  private static String shuffled(Random random, int rating) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(
          "S-%d,language,participant%d@example.org,volunteer%d@example.org,2026-03-01,45,%d,words %d,B1\n"
              .formatted(i, i % 100, i % 10, rating, rating));
    }
    Collections.shuffle(rows, random);
    return SIMPLE + String.join("", rows);
  }
}
