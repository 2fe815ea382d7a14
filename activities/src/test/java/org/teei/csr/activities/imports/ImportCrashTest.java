package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.activities.imports.ImportFixture.SIMPLE;
import static org.teei.csr.activities.imports.ImportFixture.email;

import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityWorkerShutdownException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.activities.shared.FailingDataSource;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportPlan;
import org.teei.csr.workflows.imports.ImportPlan.ErrorPolicy;
import org.teei.csr.workflows.imports.ImportPlan.Mode;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.MergeRange;
import org.teei.csr.workflows.imports.StageOutcome;
import org.teei.csr.workflows.imports.Validated;

/** Steps that are cut off anywhere are repeated to the same end. */
class ImportCrashTest {
  private static final Map<String, Object> NOTHING =
      Map.of("sessions", 0L, "texts", 0L, "events", 0L, "people", 0L, "accepted", 0L);
  private static final Map<String, Object> WHOLE =
      Map.of("sessions", 30L, "texts", 30L, "events", 60L, "people", 2L, "accepted", 30L);

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void aCommitThatFailsAnywhereChangesNothingOfTheEnd(FailingDataSource.When when) {
    String csv = csv(30, 5, 7);
    ImportFixture undisturbed = new ImportFixture(directory.resolve("undisturbed"));
    ImportCounts expected = undisturbed.run(undisturbed.upload(csv));
    List<?> expectedEnd = end(undisturbed);

    boolean failed = true;
    int commit = 0;
    while (failed) {
      commit++;
      ImportFixture imports = new ImportFixture(directory.resolve(when + "-" + commit));
      FailingDataSource failing = new FailingDataSource(imports.database.worker(), when, commit);
      ImportActivities activities =
          imports.activities(new Tenancy(failing.dataSource()), progress -> {});
      ImportRef ref = imports.upload(csv);

      assertThat(runWithRetries(activities, ref)).as("commit %d", commit).isEqualTo(expected);
      assertThat(end(imports)).as("commit %d", commit).isEqualTo(expectedEnd);
      failed = failing.failed();
    }
    assertThat(commit).as("each step was disturbed").isGreaterThan(8);
  }

  @ParameterizedTest
  @EnumSource
  void anAtomicImportIsThereWholeOrNotAtAllWhereverItIsCutOff(FailingDataSource.When when) {
    boolean failed = true;
    int commit = 0;
    while (failed) {
      commit++;
      ImportFixture imports = new ImportFixture(directory.resolve(when + "-" + commit));
      FailingDataSource failing = new FailingDataSource(imports.database.worker(), when, commit);
      ImportActivities activities =
          imports.activities(new Tenancy(failing.dataSource()), progress -> {});
      ImportRef ref =
          imports.upload(csv(30), new ImportPlan(Mode.COMMIT, ErrorPolicy.ATOMIC, null));

      watched(imports, () -> activities.stage(ref));
      Validated validated = watched(imports, () -> activities.validate(ref));
      watched(imports, () -> activities.merge(new MergeRange(ref, 1, validated.lastRow())));
      watched(
          imports, () -> activities.finish(new Finish(ref, ImportStatus.COMPLETED, null, null)));

      assertThat(visible(imports)).as("commit %d", commit).isEqualTo(WHOLE);
      failed = failing.failed();
    }
    assertThat(commit).as("each step was disturbed").isGreaterThan(4);
  }

  /** Runs a step, again where it is cut off, and looks at what others see after each try. */
  private static <T> T watched(ImportFixture imports, Supplier<T> step) {
    try {
      return step.get();
    } catch (DataAccessException lost) {
      assertThat(visible(imports)).isIn(NOTHING, WHOLE);
      return step.get();
    } finally {
      assertThat(visible(imports)).isIn(NOTHING, WHOLE);
    }
  }

  private static Map<String, Object> visible(ImportFixture imports) {
    return imports.row(
        """
        select (select count(*) from csr.sessions where tenant_id = job.tenant) as sessions,
          (select count(*) from csr.texts where tenant_id = job.tenant) as texts,
          (select count(*) from csr.outbox_events where tenant_id = job.tenant) as events,
          (select count(*) from csr.profiles where tenant_id = job.tenant) as people,
          (select count(*) from csr.import_rows where tenant_id = job.tenant and outcome = 'accepted') as accepted
        from (select ?::text as tenant) job
        """,
        imports.tenant);
  }

  @Test
  void stagingGoesOnBehindTheLastCommittedBlock() {
    ImportFixture imports = new ImportFixture(directory);
    ImportRef ref = imports.upload(csv(25_000));
    List<Heartbeat.Progress> first = new ArrayList<>();
    ImportActivities dying =
        imports.activities(
            imports.worker,
            progress -> {
              first.add(progress);
              throw new ActivityWorkerShutdownException();
            });
    assertThatThrownBy(() -> dying.stage(ref)).isInstanceOf(ActivityCompletionException.class);
    List<Heartbeat.Progress> second = new ArrayList<>();

    StageOutcome outcome = imports.activities(imports.worker, second::add).stage(ref);

    assertThat(outcome).isEqualTo(new StageOutcome.Staged(25_000));
    assertThat(first).extracting(Heartbeat.Progress::rows).containsExactly(10_000L);
    assertThat(second).extracting(Heartbeat.Progress::rows).containsExactly(20_000L, 25_000L);
    assertThat(
            imports.row(
                """
                select count(*) as rows, count(distinct row_number) as numbers, max(byte_offset + byte_length) + 1 as bytes
                from csr.import_staging where import_id = ?
                """,
                ref.importId()))
        .isEqualTo(
            Map.of(
                "rows",
                25_000L,
                "numbers",
                25_000L,
                "bytes",
                imports.job(ref).get("stored_length")));
  }

  @Test
  void aProblemFoundAfterAResumptionHasItsLineInTheFile() {
    ImportFixture imports = new ImportFixture(directory);
    String csv = csv(10_005).replace(",4,words 3,", ",4,\"words\n3\",") + "\"open";
    ImportRef ref = imports.upload(csv);
    ImportActivities dying =
        imports.activities(
            imports.worker,
            progress -> {
              throw new ActivityWorkerShutdownException();
            });
    assertThatThrownBy(() -> dying.stage(ref)).isInstanceOf(ActivityCompletionException.class);

    StageOutcome outcome = imports.activities().stage(ref);

    assertThat(outcome)
        .isEqualTo(new StageOutcome.Unreadable("imports/unclosed-quote", 10_008L, 10_005));
  }

  @Test
  void anAttemptThatWasTakenForDeadDoesNotStageTwice() {
    ImportFixture imports = new ImportFixture(directory);
    ImportRef ref = imports.upload(csv(25_000));
    ImportActivities overtaken =
        imports.activities(imports.worker, progress -> imports.activities().stage(ref));

    assertThatThrownBy(() -> overtaken.stage(ref))
        .isInstanceOf(StepFailure.class)
        .hasMessage("staged-by-another-attempt");
    assertThat(
            imports.count(
                "select count(*) from csr.import_staging where import_id = ?", ref.importId()))
        .isEqualTo(25_000);
  }

  @Test
  void aConnectionKilledInTheMiddleOfACopyLeavesNoHalfBlock() throws SQLException {
    try (Database database = Database.create()) {
      ImportFixture imports = new ImportFixture(database, directory);
      ImportRef ref = imports.upload(csv(15_000));
      var blocker = database.superuser().getConnection();
      CompletableFuture<?>[] killer = new CompletableFuture<?>[1];
      ImportActivities activities =
          imports.activities(
              imports.worker,
              progress -> {
                if (killer[0] == null) {
                  lockStaging(blocker);
                  killer[0] = CompletableFuture.runAsync(() -> killCopy(imports, blocker));
                }
              });

      assertThatThrownBy(() -> activities.stage(ref)).isInstanceOf(DataAccessException.class);
      killer[0].join();
      assertThat(
              imports.count(
                  "select count(*) from csr.import_staging where import_id = ?", ref.importId()))
          .isEqualTo(10_000);

      assertThat(imports.run(ref)).isEqualTo(new ImportCounts(15_000, 15_000, 0, 0, 0, 0));
    }
  }

  @Test
  void aStepThatWaitsForTheDatabaseSaysThatItLives() throws Exception {
    ImportFixture imports = new ImportFixture(directory);
    ImportRef ref = imports.upload(csv(10));
    imports.activities().stage(ref);
    CountDownLatch beaten = new CountDownLatch(1);
    ImportActivities activities =
        new ImportActivitiesImpl(
            imports.worker,
            imports.tenantKeys,
            imports.personKeys,
            imports.storage,
            () -> progress -> beaten.countDown());

    CompletableFuture<Validated> validating;
    try (Connection blocker = imports.database.superuser().getConnection()) {
      blocker.setAutoCommit(false);
      try (var lock =
          blocker.prepareStatement("select from csr.import_jobs where import_id = ? for update")) {
        lock.setObject(1, ref.importId());
        lock.execute();
      }
      validating = CompletableFuture.supplyAsync(() -> activities.validate(ref));
      assertThat(beaten.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(validating).isNotDone();
      blocker.rollback();
    }

    assertThat(validating.get()).isEqualTo(new Validated(10, 10, 0, 0, ImportPlan.PLAIN));
  }

  @Test
  void anEndedImportIsMergedNoFurther() {
    ImportFixture imports = new ImportFixture(directory);
    ImportRef ref = imports.upload(csv(10));
    ImportActivities activities = imports.activities();
    activities.stage(ref);
    activities.validate(ref);
    activities.finish(new Finish(ref, ImportStatus.EXPIRED, null, null));

    assertThatThrownBy(() -> activities.merge(new MergeRange(ref, 1, 10)))
        .isInstanceOf(StepFailure.class)
        .hasMessage("import-ended");
    assertThat(imports.outcomes(ref)).containsOnly("unprocessed");
  }

  private static void lockStaging(Connection blocker) {
    try {
      blocker.setAutoCommit(false);
      blocker.createStatement().execute("lock table csr.import_staging in share mode");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void killCopy(ImportFixture imports, Connection blocker) {
    Awaitility.await()
        .until(() ->
            imports.count(
                    """
                    select count(*) filter (where pg_terminate_backend(pid)) from pg_stat_activity
                    where datname = current_database() and query like 'copy csr.import_staging%'
                      and wait_event_type = 'Lock'
                    """)
                == 1);
    try {
      blocker.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ImportCounts runWithRetries(ImportActivities activities, ImportRef ref) {
    retry(() -> activities.stage(ref));
    var validated = retry(() -> activities.validate(ref));
    for (long from = 1; from <= validated.lastRow(); from += 10) {
      MergeRange range = new MergeRange(ref, from, from + 9);
      retry(() -> activities.merge(range));
    }
    return retry(() -> activities.finish(new Finish(ref, ImportStatus.COMPLETED, null, null)));
  }

  private static <T> T retry(Supplier<T> step) {
    try {
      return step.get();
    } catch (DataAccessException lost) {
      return step.get();
    }
  }

  /** All that an import leaves behind, without ids and times. */
  private static List<?> end(ImportFixture imports) {
    return List.of(
        imports.rows(
            """
            select external_id, rating, feedback_text_id is not null as feedback from csr.sessions
            where tenant_id = ? order by external_id
            """,
            imports.tenant),
        imports.rows(
            """
            select row_number, byte_offset, byte_length, outcome, updated, superseded_by, errors::text from csr.import_rows
            where tenant_id = ? order by row_number
            """,
            imports.tenant),
        imports.rows(
            """
            select type, position, subject_version, data ->> 'rating' as rating from csr.outbox_events
            where tenant_id = ? order by position
            """,
            imports.tenant),
        imports.rows(
            """
            select (select count(*) from csr.profiles p where p.tenant_id = t.tenant_id) as profiles,
              (select count(*) from csr.person_keys p where p.tenant_id = t.tenant_id) as keys,
              (select count(*) from csr.profile_identifiers p where p.tenant_id = t.tenant_id) as identifiers,
              (select count(*) from csr.texts p where p.tenant_id = t.tenant_id) as texts,
              (select count(*) from csr.import_staging p where p.tenant_id = t.tenant_id) as staged,
              (select count(*) from csr.audit_entries p where p.tenant_id = t.tenant_id) as audited
            from csr.tenants t where tenant_id = ?
            """,
            imports.tenant));
  }

  private static String csv(int rows) {
    return csv(rows, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** Sound rows, but for one in so many that is broken or has the session of the row before. */
  private static String csv(int rows, int broken, int repeated) {
    StringBuilder csv = new StringBuilder(SIMPLE);
    String volunteer = email("volunteer");
    String participant = email("participant");
    for (int i = 1; i <= rows; i++) {
      csv.append("S-")
          .append(i % repeated == 0 ? i - 1 : i)
          .append(",language,")
          .append(i % broken == 0 ? "broken" : participant)
          .append(',')
          .append(volunteer)
          .append(",2026-03-01,45,4,words ")
          .append(i)
          .append(",B1\n");
    }
    return csv.toString();
  }
}
