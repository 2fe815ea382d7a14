package org.teei.csr.activities.imports;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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

/** Twenty files of one kind with the same rows about the same people, written at once. */
class KindRaceTest {
  private static final int ROWS = 100;
  private static final int RANGE = 25;
  private static final int WRITERS = 20;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void eachRowTakesEffectOnce(Sample sample) throws Exception {
    ImportFixture imports = prepared(sample);
    long eventsBefore = events(imports);
    List<ImportRef> refs = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      refs.add(imports.upload(sample.kind, shuffled(sample, new Random(i), 1)));
    }

    List<ImportCounts> counts = atOnce(imports, refs);

    assertThat(counts.stream().mapToLong(ImportCounts::accepted).sum()).isEqualTo(ROWS);
    assertThat(counts.stream().mapToLong(ImportCounts::duplicate).sum())
        .isEqualTo((WRITERS - 1) * ROWS);
    assertThat(events(imports) - eventsBefore).isEqualTo(ROWS);
    assertThat(rows(imports, sample)).isEqualTo(ROWS);
  }

  @ParameterizedTest
  @EnumSource
  void writersOfDifferentContentUpdateEachOthersRows(Sample sample) throws Exception {
    ImportFixture imports = prepared(sample);
    long eventsBefore = events(imports);
    List<ImportRef> refs = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      refs.add(imports.upload(sample.kind, shuffled(sample, new Random(i), i + 1)));
    }

    List<ImportCounts> counts = atOnce(imports, refs);

    assertThat(counts).allSatisfy(count -> assertThat(count.accepted()).isEqualTo(ROWS));
    assertThat(counts.stream().mapToLong(ImportCounts::updated).sum())
        .isEqualTo((WRITERS - 1) * ROWS);
    assertThat(events(imports) - eventsBefore)
        .isEqualTo(sample.tellsUpdates() ? WRITERS * ROWS : ROWS);
    assertThat(rows(imports, sample)).isEqualTo(ROWS);
    assertThat(whoWroteLast(imports, sample)).isEqualTo(whoIsToldLast(imports, refs));
  }

  /** With the matches, one for each row, that rows about one name. */
  private ImportFixture prepared(Sample sample) {
    ImportFixture imports = new ImportFixture(directory);
    if (sample.isAboutMatch()) {
      StringBuilder matches = new StringBuilder("participant_email,buddy_email,external_key\n");
      for (int i = 0; i < ROWS; i++) {
        matches.append("user%d@example.org,buddy@example.org,K-%d\n".formatted(i, i));
      }
      imports.run(imports.upload(ImportKind.MATCHES, matches.toString()));
    }
    return imports;
  }

  /** Of each row of the table: the import whose content it has. */
  private static Map<UUID, UUID> whoWroteLast(ImportFixture imports, Sample sample) {
    return imports
        .rows(
            "select %s as id, import_id from csr.%s where tenant_id = ?"
                .formatted(sample.id, sample.table),
            imports.tenant)
        .stream()
        .collect(toMap(row -> (UUID) row.get("id"), row -> (UUID) row.get("import_id")));
  }

  /** The same by the ledgers: as if in some order, each row has one import that came last. */
  private static Map<UUID, UUID> whoIsToldLast(ImportFixture imports, List<ImportRef> refs) {
    return imports
        .rows(
            """
            select entity_id, (array_agg(import_id))[1] as import_id
            from csr.import_rows r
            where import_id = any (?) and not exists (
              select from csr.import_undo_images i
              where i.entity_id = r.entity_id and (i.image ->> 'import_id')::uuid = r.import_id)
            group by entity_id having count(*) = 1
            """,
            (Object) refs.stream().map(ImportRef::importId).toArray(UUID[]::new))
        .stream()
        .collect(toMap(row -> (UUID) row.get("entity_id"), row -> (UUID) row.get("import_id")));
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
    SESSIONS(
        ImportKind.SESSIONS,
        "sessions",
        "session_id",
        "session_id,session_type,participant_email,volunteer_email,date,duration_min") {
      @Override
      String row(int i, int content) {
        return "S-%d,language,user%d@example.org,volunteer%d@example.org,2026-03-01,%d"
            .formatted(i, i % 40, i % 5, content);
      }
    },
    MATCHES(
        ImportKind.MATCHES,
        "buddy_matches",
        "match_id",
        "participant_email,buddy_email,matched_at,language") {
      @Override
      String row(int i, int content) {
        return "user%d@example.org,buddy%d@example.org,2025-03-01,Language %d"
            .formatted(i, i % 5, content);
      }

      @Override
      boolean tellsUpdates() {
        return false;
      }
    },
    EVENTS(
        ImportKind.EVENTS, "buddy_events", "event_id", "match_key,event_type,event_date,location") {
      @Override
      String row(int i, int content) {
        return "K-%d,workshop,2026-01-05,Street %d".formatted(i, content);
      }
    },
    CHECKINS(
        ImportKind.CHECKINS, "buddy_checkins", "checkin_id", "match_key,checkin_date,mood,notes") {
      @Override
      String row(int i, int content) {
        return "K-%d,2026-01-05,good,words %d".formatted(i, content);
      }
    },
    FEEDBACK(
        ImportKind.FEEDBACK,
        "buddy_feedback",
        "feedback_id",
        "match_key,from_role,submitted_at,rating") {
      @Override
      String row(int i, int content) {
        return "K-%d,buddy,2026-01-05T10:00:00Z,0.%02d".formatted(i, content);
      }
    },
    USERS(ImportKind.USERS, "user_records", "person_id", "email,name,role_when_joined") {
      @Override
      String row(int i, int content) {
        return "user%d@example.org,Name %d,mentor".formatted(i, content);
      }
    },
    COMPLETIONS(
        ImportKind.COMPLETIONS,
        "course_completions",
        "completion_id",
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
        "credential_id",
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
    private final String id;
    private final String header;

    Sample(ImportKind kind, String table, String id, String header) {
      this.kind = kind;
      this.table = table;
      this.id = id;
      this.header = header;
    }

    abstract String row(int i, int content);

    /** Whether each change of a row is an event. */
    boolean tellsUpdates() {
      return true;
    }

    boolean isAboutMatch() {
      return header.startsWith("match_key,");
    }
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
