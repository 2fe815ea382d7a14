package org.teei.csr.workers.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.workers.operations.Replay.Difference;
import org.teei.csr.workers.operations.Replay.Verdict;

/** A run of yesterday is replayed against code that was broken on purpose. */
class HistoryReplayTest {
  private static final String QUEUE = "errands";
  private static final String SECRET = "a payload " + UUID.randomUUID();

  private final TestWorkflowEnvironment server = TestWorkflowEnvironment.newInstance();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theCodeThatRanIsDeterministic() {
    assertThat(replay(finished(), Errands.Original.class).verdict())
        .isEqualTo(Verdict.DETERMINISTIC);
  }

  @Test
  void aRunThatTookASignalIsDeterministic() {
    assertThat(replay(hurried(), Errands.Original.class).verdict())
        .isEqualTo(Verdict.DETERMINISTIC);
  }

  @Test
  void anUnfinishedRunIsDeterministicToo() {
    Replay replay = replay(waiting(), Errands.Original.class);

    assertThat(replay.verdict()).isEqualTo(Verdict.DETERMINISTIC);
    assertThat(replay.open()).isTrue();
  }

  @Test
  void aRunThatWasTerminatedIsComparedAsFarAsItsCodeCame() {
    WorkflowStub run = started();
    server.sleep(Duration.ofHours(1));
    run.terminate("enough");
    WorkflowExecutionHistory history = history(run);

    assertThat(replay(history, Errands.Original.class).verdict()).isEqualTo(Verdict.DETERMINISTIC);
    assertThat(difference(history, Errands.TimerRemoved.class).cause()).isEqualTo(Cause.STEP_ADDED);
  }

  @Test
  void namesAStepThatWasAdded() {
    Difference found = difference(finished(), Errands.StepAdded.class);

    assertThat(found.cause()).isEqualTo(Cause.STEP_ADDED);
    assertThat(found.history()).isEqualTo("a timer of 1 day");
    assertThat(found.code()).isEqualTo("asked for the step Errands_Fetch");
    assertThat(found.place()).startsWith("Errands.java:");
    assertThat(found.likely()).contains("Errands_Fetch", "added");
    assertThat(found.advice()).contains("Workflow.getVersion");
  }

  @Test
  void namesStepsThatChangedPlaces() {
    Difference found = difference(finished(), Errands.StepsSwapped.class);

    assertThat(found.cause()).isEqualTo(Cause.STEP_ORDER);
    assertThat(found.eventId()).isEqualTo(5);
    assertThat(found.history()).isEqualTo("the step Errands_Fetch");
    assertThat(found.code()).isEqualTo("asked for the step Errands_Check");
  }

  @Test
  void namesATimerThatWasRemoved() {
    Difference found = difference(finished(), Errands.TimerRemoved.class);

    assertThat(found.cause()).isEqualTo(Cause.WAIT_REMOVED);
    assertThat(found.history()).isEqualTo("a timer of 1 day");
    assertThat(found.code()).isEqualTo("asked for the step Errands_Check");
  }

  @Test
  void namesATimerThatWasAdded() {
    Difference found = difference(finished(), Errands.TimerAdded.class);

    assertThat(found.cause()).isEqualTo(Cause.WAIT_ADDED);
    assertThat(found.likely()).contains("90 minutes");
  }

  @Test
  void namesATimerThatWasAddedBeforeALocalStep() {
    WorkflowStub run = started(Errands.ChecksNearby.class);
    run.getResult(String.class);
    WorkflowExecutionHistory history = history(run);

    assertThat(replay(history, Errands.ChecksNearby.class).verdict())
        .isEqualTo(Verdict.DETERMINISTIC);
    Difference found = difference(history, Errands.RestsBeforeItChecks.class);
    assertThat(found.history()).isEqualTo("the local step Errands_Check");
    assertThat(found.code()).isEqualTo("asked for a timer of 1 day");
    assertThat(found.cause()).isEqualTo(Cause.WAIT_ADDED);
  }

  @Test
  void namesAStepThatTheCodeNoLongerReaches() {
    Difference found = difference(finished(), Errands.WaitsForever.class);

    assertThat(found.cause()).isEqualTo(Cause.STEP_REMOVED);
    assertThat(found.history()).isEqualTo("the step Errands_Check");
    assertThat(found.code()).isEqualTo("asked for nothing after a timer of 1 day, and waited");
  }

  @Test
  void namesASignalThatHasNoHandlerAnyMore() {
    Difference found = difference(hurried(), Errands.Deaf.class);

    assertThat(found.cause()).isEqualTo(Cause.HANDLER_REMOVED);
    assertThat(found.likely()).isEqualTo("The code takes no signal 'hurry' any more.");
  }

  @Test
  void namesAnUpdateThatHasNoHandlerAnyMore() {
    Difference found = difference(decided(), Errands.Deaf.class);

    assertThat(found.cause()).isEqualTo(Cause.HANDLER_REMOVED);
    assertThat(found.likely()).isEqualTo("The code takes no update 'decide' any more.");
  }

  @Test
  void namesAStepThatMovedOutOfAHandler() {
    Difference found = difference(decided(), Errands.HandlerEmptied.class);

    assertThat(found.history()).isEqualTo("the step Errands_Polish");
    assertThat(found.cause()).isIn(Cause.STEP_REMOVED, Cause.STEP_ORDER, Cause.OTHER);
  }

  @Test
  void namesAChangeWhoseVersionIsNoLongerAskedFor() {
    Difference found = difference(finished(), Errands.VersionRemoved.class);

    assertThat(found.cause()).isEqualTo(Cause.VERSION_REMOVED);
    assertThat(found.likely()).contains("'" + Errands.CHANGE + "'");
  }

  @Test
  void namesAVersionThatTheCodeNoLongerSupports() {
    Difference found = difference(finished(), Errands.VersionRefused.class);

    assertThat(found.cause()).isEqualTo(Cause.VERSION_REFUSED);
  }

  @Test
  void tellsThatTheCodeEndsEarlier() {
    Difference found = difference(finished(), Errands.EndsEarlier.class);

    assertThat(found.cause()).isEqualTo(Cause.ENDED_EARLIER);
    assertThat(found.history()).isEqualTo("the step Errands_Check");
    assertThat(found.code()).isEqualTo("asked for the end of the run (with a result)");
  }

  @Test
  void tellsThatTheCodeGoesOn() {
    Difference found = difference(finished(), Errands.GoesOn.class);

    assertThat(found.cause()).isEqualTo(Cause.GOES_ON);
    assertThat(found.history()).isEqualTo("the end of the run");
  }

  @Test
  void tellsThatMoreIdsWereDrawn() {
    assertThat(difference(finished(), Errands.MoreIds.class).cause()).isEqualTo(Cause.IDS);
  }

  @Test
  void findsWhatIsAskedForBeyondAnUnfinishedHistory() {
    WorkflowExecutionHistory history = waiting();
    Difference found = difference(history, Errands.MoreAtTheEnd.class);

    assertThat(found.cause()).isEqualTo(Cause.STEP_ADDED);
    assertThat(found.eventId()).isEqualTo(history.getLastEvent().getEventId());
    assertThat(found.code()).isEqualTo("asked for the step Errands_Check");
  }

  @Test
  void tellsThatTheCodeCannotReadItsArguments() {
    Difference found = difference(finished(), Errands.Counting.class);

    assertThat(found.cause()).isEqualTo(Cause.EXCEPTION);
    assertThat(found.code()).startsWith("failed with ");
  }

  @Test
  void aTypeThatTheCodeDoesNotHaveIsNotReplayed() {
    Replay replay =
        new HistoryReplay(
                new WorkflowCode(Map.of()), server.getWorkflowClient(), Duration.ofSeconds(30))
            .replay(finished());

    assertThat(replay.verdict()).isEqualTo(Verdict.NOT_REPLAYED);
    assertThat(replay.trouble()).contains("ErrandWorkflow");
  }

  private Difference difference(WorkflowExecutionHistory history, Class<?> code) {
    Replay replay = replay(history, code);
    assertThat(replay.verdict()).isEqualTo(Verdict.DIFFERS);
    assertThat(replay.toString()).doesNotContain(SECRET);
    return replay.difference();
  }

  private Replay replay(WorkflowExecutionHistory history, Class<?> code) {
    return new HistoryReplay(
            WorkflowCode.of(List.of(code)), server.getWorkflowClient(), Duration.ofSeconds(60))
        .replay(history);
  }

  private WorkflowStub started() {
    return started(Errands.Original.class);
  }

  private WorkflowStub started(Class<?> code) {
    var worker = server.newWorker(QUEUE);
    worker.registerWorkflowImplementationTypes(code);
    worker.registerActivitiesImplementations(new Errands.FakeSteps());
    server.start();
    WorkflowStub run =
        server
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "ErrandWorkflow", WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build());
    run.start(SECRET);
    return run;
  }

  private WorkflowExecutionHistory finished() {
    WorkflowStub run = started();
    run.getResult(String.class);
    return history(run);
  }

  private WorkflowExecutionHistory hurried() {
    WorkflowStub run = started();
    server.sleep(Duration.ofHours(1));
    run.signal("hurry");
    run.getResult(String.class);
    return history(run);
  }

  private WorkflowExecutionHistory decided() {
    WorkflowStub run = started();
    server.sleep(Duration.ofHours(1));
    run.update("decide", String.class, SECRET);
    run.getResult(String.class);
    return history(run);
  }

  private WorkflowExecutionHistory waiting() {
    WorkflowStub run = started();
    server.sleep(Duration.ofHours(1));
    WorkflowExecutionHistory history = history(run);
    assertThat(history.getEvents()).anyMatch(HistoryEvent::hasTimerStartedEventAttributes);
    return history;
  }

  private WorkflowExecutionHistory history(WorkflowStub run) {
    var execution = run.getExecution();
    return server.getWorkflowClient().fetchHistory(execution.getWorkflowId(), execution.getRunId());
  }
}
