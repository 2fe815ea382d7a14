package org.teei.csr.workers.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.shared.TemporalServer;
import org.teei.csr.workers.operations.Replay.Verdict;

/** Two builds at once on a real server, and runs that are not tied to theirs. */
class UpgradeTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String QUEUE = "errands";

  private final TemporalServer temporal = TemporalServer.started();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Scope scope =
      new RootScopeBuilder()
          .reporter(new MicrometerClientStatsReporter(meters))
          .reportEvery(com.uber.m3.util.Duration.ofMillis(500));
  private final WorkflowServiceStubs stubs =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder()
              .setTarget(temporal.target())
              .setMetricsScope(scope)
              .build());
  private final WorkflowClient client =
      WorkflowClient.newInstance(stubs, WorkflowClientOptions.newBuilder().build());

  @AfterEach
  void stop() throws ScopeCloseException {
    stubs.shutdownNow();
    temporal.close();
    scope.close();
  }

  @Test
  void aRunThatIsNotTiedToItsBuildGoesOnWithThePatchOfTheNext() {
    WorkerFactory old = workers("old", Errands.VersionRemoved.class);
    current("old");
    WorkflowStub run = started();
    await().atMost(SOON).until(() -> waits(run));

    WorkerFactory next = workers("next", Errands.PatchedBeforeThePause.class);
    current("next");
    WorkflowStub begunWithIt = started();
    await().atMost(SOON).until(() -> waits(begunWithIt));
    run.signal("hurry");
    begunWithIt.signal("hurry");

    assertThat(run.getResult(String.class)).isEqualTo("brought");
    assertThat(builds(run)).startsWith("old").endsWith("next");
    assertThat(steps(run)).containsExactly("Errands_Fetch", "Errands_Check", "Errands_Bring");
    assertThat(begunWithIt.getResult(String.class)).isEqualTo("brought");
    assertThat(steps(begunWithIt))
        .containsExactly("Errands_Fetch", "Errands_Polish", "Errands_Check", "Errands_Bring");
    old.shutdownNow();
    next.shutdownNow();
  }

  /** What would have befallen the same run without the patch is told before it befalls it. */
  @Test
  void theReplayBeforeADeploymentFindsARunThatTheNextBuildCannotFollow() {
    WorkerFactory old = workers("old", Errands.Original.class);
    current("old");
    WorkflowStub run = started();
    await().atMost(SOON).until(() -> waits(run));

    var stored = new StoredRuns(client);
    await().atMost(SOON).until(() -> stored.open().size() == 1);
    var history = stored.history(stored.open().getFirst());

    assertThat(replay(history, Errands.Original.class).verdict()).isEqualTo(Verdict.DETERMINISTIC);
    Replay broken = replay(history, Errands.TimerRemoved.class);
    assertThat(broken.verdict()).isEqualTo(Verdict.DIFFERS);
    assertThat(broken.build()).isEqualTo("old");
    assertThat(broken.pinned()).isFalse();
    assertThat(broken.open()).isTrue();
    run.terminate("the test is over");
    await().atMost(SOON).until(() -> stored.closed("ErrandWorkflow", 3).size() == 1);
    old.shutdownNow();
  }

  /** The figure that alerts are about, in the SDK's own labels from its zero on. */
  @Test
  void aRunThatMeetsCodeItCannotFollowIsToldAndGoesOnByItselfWithTheMend() {
    new FailedTasks(meters, "default").beginAtZero(QUEUE, "ErrandWorkflow");
    assertThat(failures()).hasSize(1).allMatch(figure -> figure.endsWith(" 0.0"));
    WorkerFactory old = workers("old", Errands.Original.class);
    current("old");
    WorkflowStub run = started();
    await().atMost(SOON).until(() -> waits(run));

    WorkerFactory broken = workers("broken", Errands.TimerRemoved.class);
    current("broken");
    takesOver("broken");
    run.signal("hurry");

    await().atMost(SOON).until(() -> failures().stream().noneMatch(it -> it.endsWith(" 0.0")));
    assertThat(failures()).hasSize(1);
    WorkerFactory mended = workers("mended", Errands.Original.class);
    current("mended");
    assertThat(run.getResult(String.class)).isEqualTo("brought");
    assertThat(builds(run)).startsWith("old").endsWith("mended").doesNotContain("broken");
    Stream.of(old, broken, mended).forEach(WorkerFactory::shutdownNow);
  }

  private List<String> failures() {
    return meters
        .scrape()
        .lines()
        .filter(line -> line.startsWith("temporal_workflow_task_execution_failed_total{"))
        .filter(line -> line.contains("failure_reason=\"NonDeterminismError\""))
        .toList();
  }

  private Replay replay(io.temporal.common.WorkflowExecutionHistory history, Class<?> code) {
    return new HistoryReplay(WorkflowCode.of(List.of(code)), client, SOON).replay(history);
  }

  private WorkflowStub started() {
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            "ErrandWorkflow", WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build());
    run.start("an errand");
    return run;
  }

  private WorkerFactory workers(String build, Class<?> code) {
    WorkerFactory workers = WorkerFactory.newInstance(client);
    var worker =
        workers.newWorker(
            QUEUE,
            WorkerOptions.newBuilder()
                .setDeploymentOptions(
                    WorkerDeploymentOptions.newBuilder()
                        .setVersion(new WorkflowsBuild(build).version())
                        .setUseVersioning(true)
                        .setDefaultVersioningBehavior(VersioningBehavior.AUTO_UPGRADE)
                        .build())
                .build());
    worker.registerWorkflowImplementationTypes(code);
    worker.registerActivitiesImplementations(new Errands.FakeSteps());
    workers.start();
    return workers;
  }

  private void current(String build) {
    var deployment = new Deployment(client, new WorkflowsBuild(build));
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> {
          deployment.makeCurrent();
          return true;
        });
  }

  /** A while after it has become current. */
  private void takesOver(String build) {
    await()
        .atMost(SOON)
        .until(() -> {
          WorkflowStub probe = started();
          await().atMost(SOON).until(() -> !builds(probe).isEmpty());
          return builds(probe).getFirst().equals(build);
        });
  }

  private boolean waits(WorkflowStub run) {
    return events(run).stream().anyMatch(HistoryEvent::hasTimerStartedEventAttributes);
  }

  private List<String> builds(WorkflowStub run) {
    return events(run).stream()
        .filter(HistoryEvent::hasWorkflowTaskCompletedEventAttributes)
        .map(event -> event.getWorkflowTaskCompletedEventAttributes())
        .map(task -> task.getDeploymentVersion().getBuildId())
        .toList();
  }

  private List<String> steps(WorkflowStub run) {
    return events(run).stream()
        .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
        .map(event -> event.getActivityTaskScheduledEventAttributes().getActivityType().getName())
        .toList();
  }

  private List<HistoryEvent> events(WorkflowStub run) {
    return client.fetchHistory(run.getExecution().getWorkflowId()).getEvents();
  }
}
