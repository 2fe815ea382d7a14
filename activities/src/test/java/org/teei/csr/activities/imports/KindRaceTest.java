package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.MergeRange;

/** Files of one kind with rows in common, written at once. */
class KindRaceTest {
  private static final int ROWS = 300;
  private static final int RANGE = 75;
  private static final int WRITERS = 4;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void eachRowTakesEffectOnce(Sample sample) throws Exception {
    ImportFixture imports = new ImportFixture(directory);
    List<ImportRef> refs = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      refs.add(imports.upload(sample.kind, shuffled(sample, new Random(i), 1)));
    }

    List<ImportCounts> counts = atOnce(imports, refs);

    assertThat(counts.stream().mapToLong(ImportCounts::accepted).sum()).isEqualTo(ROWS);
    assertThat(counts.stream().mapToLong(ImportCounts::duplicate).sum())
        .isEqualTo((WRITERS - 1) * ROWS);
    assertThat(events(imports)).isEqualTo(ROWS);
    assertThat(rows(imports, sample)).isEqualTo(ROWS);
  }

  @ParameterizedTest
  @EnumSource
  void writersOfDifferentContentUpdateEachOthersRows(Sample sample) throws Exception {
    ImportFixture imports = new ImportFixture(directory);
    List<ImportRef> refs = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      refs.add(imports.upload(sample.kind, shuffled(sample, new Random(i), i + 1)));
    }

    List<ImportCounts> counts = atOnce(imports, refs);

    assertThat(counts).allSatisfy(count -> assertThat(count.accepted()).isEqualTo(ROWS));
    assertThat(counts.stream().mapToLong(ImportCounts::updated).sum())
        .isEqualTo((WRITERS - 1) * ROWS);
    assertThat(events(imports)).isEqualTo(WRITERS * ROWS);
    assertThat(rows(imports, sample)).isEqualTo(ROWS);
  }

  private static long events(ImportFixture imports) {
    return imports.count(
        "select count(*) from csr.outbox_events where tenant_id = ?", imports.tenant);
  }

  private static long rows(ImportFixture imports, Sample sample) {
    return imports.count(
        "select count(*) from csr." + sample.table + " where tenant_id = ?", imports.tenant);
  }

  private static String shuffled(Sample sample, Random random, int content) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(sample.row(i, content));
    }
    Collections.shuffle(rows, random);
    return sample.header + "\n" + String.join("\n", rows) + "\n";
  }

  /** Rows of a kind, told apart by their numbers, with content that differs by a number too. */
  private enum Sample {
    USERS(ImportKind.USERS, "user_records", "email,name,role_when_joined") {
      @Override
      String row(int i, int content) {
        return "user%d@example.org,Name %d,mentor".formatted(i, content);
      }
    },
    COMPLETIONS(
        ImportKind.COMPLETIONS,
        "course_completions",
        "user_email,provider,course_id,course_name,completed_at,final_score") {
      @Override
      String row(int i, int content) {
        return "user%d@example.org,ecornell,C-%d,Course,2026-01-05,%d"
            .formatted(i % 40, i, content);
      }
    },
    CREDENTIALS(
        ImportKind.CREDENTIALS,
        "credentials",
        "credential_id,user_email,provider,course_id,course_name,credential_type,issued_at,verification_code") {
      @Override
      String row(int i, int content) {
        return "%s,user%d@example.org,ecornell,C-1,Course,badge,2026-01-05,CODE-%d"
            .formatted(
                UUID.nameUUIDFromBytes(("c" + i).getBytes(StandardCharsets.UTF_8)),
                i % 40,
                content);
      }
    };

    private final ImportKind kind;
    private final String table;
    private final String header;

    Sample(ImportKind kind, String table, String header) {
      this.kind = kind;
      this.table = table;
      this.header = header;
    }

    abstract String row(int i, int content);
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
}
