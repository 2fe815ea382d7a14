package org.teei.csr.activities.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.START_INTENTS;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.shared.FakeHold;
import org.teei.csr.activities.shared.RunningJobs;
import org.teei.csr.activities.shared.TemporalServer;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

class ReconcilerTest {
  private static TemporalServer temporal;
  private static WorkflowClient client;

  private final Database database = Database.create();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final String tenant = database.freshTenant();
  private final Jobs jobs = new Jobs();
  private final Reconciler reconciler =
      new Reconciler(List.of(jobs), tenancy, client, meters, Duration.ZERO);
  private final StartIntentLoop starts =
      new StartIntentLoop(new SystemView(database.system()), tenancy, client, meters);

  @BeforeAll
  static void startTemporal() {
    temporal = TemporalServer.started();
    client = TemporalClients.to(temporal.target());
  }

  @AfterAll
  static void stopTemporal() {
    client.getWorkflowServiceStubs().shutdownNow();
    temporal.close();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void aStartThatTemporalLostIsMadeAgain() {
    RunningJobs.RunningJob job = accepted();
    callStarted(job);
    reconciler.run(new FakeHold(1));
    assertThat(meters.counter("csr.reconciler.restarted", "feature", "tests").count()).isEqualTo(1);
    starts.run(new FakeHold(1));
    assertThat(client.newUntypedWorkflowStub(job.workflowId()).describe().getStatus().name())
        .endsWith("RUNNING");
    assertThat(jobs.ended).isEmpty();
  }

  @Test
  void aRunningJobIsLeftAlone() {
    accepted();
    starts.run(new FakeHold(1));
    reconciler.run(new FakeHold(1));
    assertThat(jobs.ended).isEmpty();
    assertThat(meters.counter("csr.reconciler.restarted", "feature", "tests").count()).isZero();
  }

  @Test
  void aJobWhoseWorkflowWasTerminatedOutsideEndsAndIsAudited() {
    RunningJobs.RunningJob job = accepted();
    starts.run(new FakeHold(1));
    client.newUntypedWorkflowStub(job.workflowId()).terminate("by hand");
    reconciler.run(new FakeHold(1));
    assertThat(jobs.ended).containsExactly(job);
    assertThat(audited())
        .containsExactly("tests.ended-outside test " + job.jobId() + " terminated");
    assertThat(
            meters
                .counter(
                    "csr.reconciler.ended.outside", "feature", "tests", "workflow", "terminated")
                .count())
        .isEqualTo(1);
  }

  @Test
  void aRestartThatIsUnderWayIsNotTakenForAnEnd() {
    RunningJobs.RunningJob job = accepted();
    starts.run(new FakeHold(1));
    client.newUntypedWorkflowStub(job.workflowId()).terminate("by hand");
    intend(job);
    reconciler.run(new FakeHold(1));
    assertThat(jobs.ended).isEmpty();
    starts.run(new FakeHold(1));
    reconciler.run(new FakeHold(1));
    assertThat(jobs.ended).isEmpty();
  }

  @Test
  void aStartThatMetARunJustBeforeItsEndIsMadeAgain() {
    RunningJobs.RunningJob job = accepted();
    starts.run(new FakeHold(1));
    intend(job);
    starts.run(new FakeHold(1));
    client.newUntypedWorkflowStub(job.workflowId()).terminate("its end");
    reconciler.run(new FakeHold(1));
    assertThat(jobs.ended).isEmpty();
    starts.run(new FakeHold(1));
    assertThat(client.newUntypedWorkflowStub(job.workflowId()).describe().getStatus().name())
        .endsWith("RUNNING");
  }

  @Test
  void aJobThatEndedWhileItWasLookedAtStaysAsItIs() {
    RunningJobs.RunningJob job = accepted();
    starts.run(new FakeHold(1));
    client.newUntypedWorkflowStub(job.workflowId()).terminate("by hand");
    jobs.inactive.add(job);
    reconciler.run(new FakeHold(1));
    assertThat(jobs.ended).isEmpty();
    assertThat(audited()).isEmpty();
  }

  @Test
  void aJobWhoseStartTemporalRefusedEnds() {
    RunningJobs.RunningJob job = accepted();
    state(job, "refused");
    reconciler.run(new FakeHold(1));
    assertThat(jobs.ended).containsExactly(job);
  }

  @Test
  void aJobInTroubleIsCountedAndDoesNotKeepTheOthersBack() {
    RunningJobs.RunningJob broken = accepted();
    RunningJobs.RunningJob job = accepted();
    starts.run(new FakeHold(1));
    client.newUntypedWorkflowStub(broken.workflowId()).terminate("by hand");
    client.newUntypedWorkflowStub(job.workflowId()).terminate("by hand");
    jobs.broken.add(broken);
    reconciler.run(new FakeHold(1));
    assertThat(jobs.ended).containsExactly(job);
    assertThat(meters.counter("csr.reconciler.failed", "feature", "tests").count()).isEqualTo(1);
  }

  @Test
  void thePassEndsAtTheFirstJobThatTemporalDoesNotAnswerAbout() {
    accepted();
    accepted();
    callAllStarted();
    try (TemporalServer away = TemporalServer.stopped()) {
      WorkflowClient unanswered = TemporalClients.to(away.target());
      var pass = new Reconciler(List.of(jobs), tenancy, unanswered, meters, Duration.ZERO);
      assertThatThrownBy(() -> pass.run(new FakeHold(1))).isInstanceOf(RuntimeException.class);
      unanswered.getWorkflowServiceStubs().shutdownNow();
    }
    assertThat(meters.counter("csr.reconciler.failed", "feature", "tests").count()).isEqualTo(1);
  }

  private void callAllStarted() {
    jobs.active.forEach(this::callStarted);
  }

  private RunningJobs.RunningJob accepted() {
    UUID id = Ids.next();
    var job = new RunningJobs.RunningJob(tenant, id, "tests/" + tenant + "/" + id);
    intend(job);
    jobs.active.add(job);
    return job;
  }

  private void intend(RunningJobs.RunningJob job) {
    tenancy.change(
        tenant,
        db ->
            StartIntents.add(
                db,
                new StartIntent(
                    tenant,
                    Ids.next(),
                    "tests",
                    "SomeWorkflow",
                    job.workflowId(),
                    "some-queue",
                    "{}",
                    "Some work",
                    job.jobId().toString(),
                    3,
                    null)));
  }

  /** As after a restore of Temporal's database to an earlier moment. */
  private void callStarted(RunningJobs.RunningJob job) {
    state(job, "started");
  }

  private void state(RunningJobs.RunningJob job, String state) {
    tenancy.change(
        tenant,
        db ->
            db.update(START_INTENTS)
                .set(START_INTENTS.STATE, state)
                .where(
                    START_INTENTS.TENANT_ID.eq(tenant),
                    START_INTENTS.WORKFLOW_ID.eq(job.workflowId()))
                .execute());
  }

  private List<String> audited() {
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(AUDIT_ENTRIES)
                .fetch(row ->
                    row.getAction()
                        + " "
                        + row.getResourceType()
                        + " "
                        + row.getResourceId()
                        + " "
                        + row.getDetails().data().replaceAll(".*: \"|\"}", "")));
  }

  private static final class Jobs implements RunningJobs {
    final List<RunningJob> active = new ArrayList<>();
    final List<RunningJob> ended = new ArrayList<>();
    final Set<RunningJob> inactive = new HashSet<>();
    final Set<RunningJob> broken = new HashSet<>();

    @Override
    public String feature() {
      return "tests";
    }

    @Override
    public String resource() {
      return "test";
    }

    @Override
    public List<RunningJob> olderThan(Duration age) {
      return List.copyOf(active);
    }

    @Override
    public boolean isActive(RunningJob job) {
      return !inactive.contains(job);
    }

    @Override
    public void endedOutside(RunningJob job) {
      if (broken.contains(job)) {
        throw new IllegalStateException("does not end");
      }
      ended.add(job);
      active.remove(job);
    }
  }
}
