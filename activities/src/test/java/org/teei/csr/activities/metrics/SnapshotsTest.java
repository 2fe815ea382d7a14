package org.teei.csr.activities.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.METRIC_SNAPSHOTS;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.engines.metrics.Period;
import org.teei.csr.schema.jooq.tables.records.MetricSnapshotsRecord;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.metrics.MetricActivities;
import org.teei.csr.workflows.metrics.MetricNames;
import org.teei.csr.workflows.metrics.RollUpCounts;
import org.teei.csr.workflows.metrics.SnapshotRef;
import org.teei.csr.workflows.metrics.SnapshotResult;
import org.teei.csr.workflows.metrics.SnapshotState;
import org.teei.csr.workflows.shared.TenantId;

/** Snapshots on a real database. */
class SnapshotsTest {
  private final Programme programme = new Programme();
  private final Tenancy worker = new Tenancy(programme.database.worker());
  private final SystemView system = new SystemView(programme.database.system());
  private final MetricActivities metrics = activities("2026-05-10T00:00:00Z");

  @Test
  void theFirstFiguresOfAPeriodAreItsFirstRevision() {
    session("2026-03-02T10:00:00Z");

    SnapshotRef ref = asked();
    assertThat(metrics.compute(ref)).isEqualTo(new SnapshotResult(SnapshotState.COMPUTED, 1, 10));
    assertThat(metrics.compute(ref))
        .as("a step that is repeated")
        .isEqualTo(new SnapshotResult(SnapshotState.COMPUTED, 1, 10));

    assertThat(row(ref).getFigures().data())
        .contains("\"name\": \"sessions\"", "\"value\": 1", "\"formula\": \"count/1\"");
  }

  @Test
  void theSameRowsMakeNoOtherRevision() {
    session("2026-03-02T10:00:00Z");
    SnapshotRef first = asked();
    metrics.compute(first);

    SnapshotRef second = asked();
    assertThat(metrics.compute(second))
        .isEqualTo(new SnapshotResult(SnapshotState.UNCHANGED, 1, 0));
    assertThat(metrics.compute(second))
        .isEqualTo(new SnapshotResult(SnapshotState.UNCHANGED, 1, 0));

    assertThat(row(second).getSameAs()).isEqualTo(first.snapshotId());
    assertThat(row(second).getFigures()).isNull();
  }

  @Test
  void lateRowsMakeARevisionThatSaysWhatMoved() {
    session("2026-03-02T10:00:00Z");
    metrics.compute(asked());
    session("2026-03-03T10:00:00Z");

    SnapshotRef second = asked();
    assertThat(metrics.compute(second)).isEqualTo(new SnapshotResult(SnapshotState.COMPUTED, 2, 4));

    assertThat(row(second).getMoved().data())
        .contains("participants", "volunteers", "sessions", "hours")
        .doesNotContain("sroi");
  }

  @Test
  void whatHasEndedNeverChanges() {
    SnapshotRef ref = asked();
    metrics.compute(ref);

    assertThatThrownBy(() ->
            programme.execute(
                "update csr.metric_snapshots set figures = '[]' where snapshot_id = ?",
                ref.snapshotId()))
        .hasMessageContaining("does not change");
    assertThat(metrics.giveUp(ref).state()).isEqualTo(SnapshotState.COMPUTED);
  }

  @Test
  void oneThatIsGivenUpHasNoFiguresAndCanBeAskedForAnew() {
    SnapshotRef ref = asked();

    assertThat(metrics.giveUp(ref)).isEqualTo(new SnapshotResult(SnapshotState.FAILED, 0, 0));
    assertThat(metrics.compute(ref)).isEqualTo(new SnapshotResult(SnapshotState.FAILED, 0, 0));

    assertThat(metrics.compute(asked()).revision()).isEqualTo(1);
  }

  @Test
  void oneThatNobodyAskedForIsNotComputed() {
    assertThatThrownBy(() ->
            metrics.compute(new SnapshotRef(new TenantId(programme.tenant), UUID.randomUUID())))
        .isInstanceOf(StepFailure.class);
  }

  @Test
  void thoseThatAreAskedForAtTheSameTimeFollowEachOther() throws Exception {
    session("2026-03-02T10:00:00Z");
    List<Callable<SnapshotResult>> steps =
        IntStream.range(0, 8)
            .mapToObj(i -> asked())
            .map(ref -> (Callable<SnapshotResult>) () -> metrics.compute(ref))
            .toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(steps).stream().map(step -> step.resultNow().state()))
          .containsOnly(SnapshotState.COMPUTED, SnapshotState.UNCHANGED)
          .filteredOn(state -> state == SnapshotState.COMPUTED)
          .hasSize(1);
    }
  }

  @Test
  void aRollUpKeepsThePeriodsThatHaveEndedOnce() {
    session("2026-03-02T10:00:00Z");

    RollUpCounts first = metrics.rollUp();
    RollUpCounts second = metrics.rollUp();

    assertThat(first.computed()).isGreaterThanOrEqualTo(5);
    assertThat(first.failed()).isZero();
    assertThat(second.computed()).isZero();
    assertThat(kept(METRIC_SNAPSHOTS.REVISION.isNotNull()))
        .containsExactlyInAnyOrder(
            "2025-10-01/2026-01-01",
            "2026-01-01/2026-04-01",
            "2026-02-01/2026-03-01",
            "2026-03-01/2026-04-01",
            "2026-04-01/2026-05-01");
  }

  /** Who asks without a zone asks for the days of UTC. */
  @Test
  void aRollUpKeepsFiguresWhereTheyAreAskedFor() {
    metrics.rollUp();

    assertThat(kept(METRIC_SNAPSHOTS.TIME_ZONE.eq("UTC"))).hasSize(5);
  }

  @Test
  void aRollUpRevisesWhatLateRowsMoved() {
    metrics.rollUp();
    session("2026-03-02T10:00:00Z");

    metrics.rollUp();

    assertThat(kept(METRIC_SNAPSHOTS.REVISION.eq(2)))
        .containsExactlyInAnyOrder("2026-03-01/2026-04-01", "2026-01-01/2026-04-01");
  }

  @Test
  void whichPeriodsAreDueIsSaidByTheCalendar() {
    assertThat(MetricActivitiesImpl.due(LocalDate.parse("2026-01-01")))
        .extracting(period -> period.from() + "/" + period.until())
        .containsExactly(
            "2025-07-01/2025-10-01",
            "2025-10-01/2025-11-01",
            "2025-10-01/2026-01-01",
            "2025-11-01/2025-12-01",
            "2025-12-01/2026-01-01");
  }

  @Test
  void aRunWhoseWorkflowEndedOutsideIsGivenUp() {
    SnapshotRef ref = asked();
    SnapshotRuns runs = new SnapshotRuns(system, worker, metrics);
    var run =
        runs.olderThan(Duration.ofDays(-1)).stream()
            .filter(job -> job.jobId().equals(ref.snapshotId()))
            .findFirst()
            .orElseThrow();
    assertThat(runs.isActive(run)).isTrue();

    runs.endedOutside(run);

    assertThat(runs.isActive(run)).isFalse();
    assertThat(row(ref).getState()).isEqualTo("failed");
  }

  private MetricActivities activities(String now) {
    return new MetricActivitiesImpl(
        system, worker, Clock.fixed(Instant.parse(now), ZoneOffset.UTC), () -> () -> {});
  }

  private void session(String completedAt) {
    programme.session(programme.person(), programme.person(), completedAt, 60, null);
  }

  /** What the API does. */
  private SnapshotRef asked() {
    TenantId tenant = new TenantId(programme.tenant);
    SnapshotRef ref = new SnapshotRef(tenant, Ids.next());
    Period march = Period.named("2026-03", ZoneOffset.UTC);
    new Tenancy(programme.database.api())
        .change(
            programme.tenant,
            db ->
                db.insertInto(METRIC_SNAPSHOTS)
                    .set(METRIC_SNAPSHOTS.TENANT_ID, programme.tenant)
                    .set(METRIC_SNAPSHOTS.SNAPSHOT_ID, ref.snapshotId())
                    .set(METRIC_SNAPSHOTS.PERIOD_FROM, march.from())
                    .set(METRIC_SNAPSHOTS.PERIOD_UNTIL, march.until())
                    .set(METRIC_SNAPSHOTS.TIME_ZONE, march.zone().getId())
                    .set(
                        METRIC_SNAPSHOTS.WORKFLOW_ID,
                        MetricNames.snapshotId(tenant, ref.snapshotId()))
                    .set(METRIC_SNAPSHOTS.REQUESTED_BY, "test")
                    .execute());
    return ref;
  }

  private MetricSnapshotsRecord row(SnapshotRef ref) {
    return worker.read(
        programme.tenant,
        db ->
            db.selectFrom(METRIC_SNAPSHOTS)
                .where(METRIC_SNAPSHOTS.SNAPSHOT_ID.eq(ref.snapshotId()))
                .fetchSingle());
  }

  private List<String> kept(Condition which) {
    return worker.read(
        programme.tenant,
        db ->
            db.selectFrom(METRIC_SNAPSHOTS)
                .where(METRIC_SNAPSHOTS.TENANT_ID.eq(programme.tenant), which)
                .fetch(row -> row.getPeriodFrom() + "/" + row.getPeriodUntil()));
  }
}
