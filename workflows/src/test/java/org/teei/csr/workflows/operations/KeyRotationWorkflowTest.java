package org.teei.csr.workflows.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.activity.Activity;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.TemporalTesting;

class KeyRotationWorkflowTest {

  private static final List<String> ALL = List.of("prepare", "activate", "rewrap", "retire", "end");

  private final FakeKeyActivities keys = new FakeKeyActivities();
  private final FakeOperationsActivities operations = new FakeOperationsActivities();
  private final KeyRotationRef ref =
      new KeyRotationRef(TemporalTesting.aTenant(), UUID.randomUUID());
  private WorkflowStub run;
  private TestWorkflowEnvironment server;

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(KeyRotationWorkflowImpl.class)
          .setActivityImplementations(keys, operations)
          .build();

  @BeforeEach
  void setUp(KeyRotationWorkflow workflow, TestWorkflowEnvironment environment) {
    server = environment;
    run = WorkflowStub.fromTyped(workflow);
  }

  private KeyRotationCounts result() {
    return run.getResult(KeyRotationCounts.class);
  }

  private void resolve(Parked parked, ParkedAction action) {
    run.update(
        OperationsNames.RESOLVE,
        Void.class,
        new ResolveCommand(UUID.randomUUID(), action, parked.sequence()));
  }

  /** Lets the waits for all processes go by, which only a result that is waited for would do. */
  private Parked nextParked() {
    server.sleep(OperationsOptions.SPREAD_OF_KEYS.multipliedBy(3));
    return operations.nextParked();
  }

  private long startedTimers() {
    return server.getWorkflowExecutionHistory(run.getExecution()).getEvents().stream()
        .filter(HistoryEvent::hasTimerStartedEventAttributes)
        .count();
  }

  @Test
  void takesItsStepsInOrderAndCounts() {
    run.start(ref);

    assertThat(result()).isEqualTo(new KeyRotationCounts(2, 1_200, new KeptKeys(0, 3, 4)));
    assertThat(keys.done).isEqualTo(ALL);
    assertThat(keys.ends).containsExactly(new KeyRotationEnd(ref, KeyRotationStatus.COMPLETED));
  }

  @Test
  void waitsForEveryProcessBeforeAndAfterTheNewVersionEncrypts() {
    long[] begun = new long[3];
    keys.before("prepare", () -> begun[0] = server.currentTimeMillis());
    keys.before("activate", () -> begun[1] = server.currentTimeMillis());
    keys.before("rewrap", () -> begun[2] = server.currentTimeMillis());

    run.start(ref);
    result();

    long spread = OperationsOptions.SPREAD_OF_KEYS.toMillis();
    assertThat(begun[1] - begun[0]).isGreaterThanOrEqualTo(spread);
    assertThat(begun[2] - begun[1]).isGreaterThanOrEqualTo(spread);
  }

  @Test
  void looksOnceMoreForKeysThatWereWrittenLate() {
    keys.passes.add(5L);
    keys.left.addAll(List.of(5L, 0L));

    run.start(ref);

    assertThat(result()).isEqualTo(new KeyRotationCounts(2, 1_205, new KeptKeys(0, 3, 4)));
  }

  @Test
  void keysThatCannotBeWrappedAnewAreKeptAndDoNotHoldItUp() {
    keys.left.addAll(List.of(2L, 2L));

    run.start(ref);

    assertThat(result()).isEqualTo(new KeyRotationCounts(2, 1_200, new KeptKeys(2, 3, 4)));
    assertThat(keys.ends).containsExactly(new KeyRotationEnd(ref, KeyRotationStatus.COMPLETED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prepare", "activate", "rewrap", "retire", "end"})
  void aPassingFailureGoesUnnoticed(String step) {
    keys.fails(step, Failures.passing("operations/kms-unavailable"));

    run.start(ref);

    assertThat(result().rewrapped()).isEqualTo(1_200);
    assertThat(operations.nothingParked()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prepare", "activate", "rewrap", "retire", "end"})
  void aStepThatFailsForGoodParksAndGoesOnWhenTriedAgain(String step) {
    keys.fails(step, Failures.permanent(FailureClass.BUG, "operations/broken"));
    run.start(ref);

    resolve(nextParked(), ParkedAction.RETRY);

    assertThat(result().rewrapped()).isEqualTo(1_200);
    assertThat(keys.done).isEqualTo(ALL);
  }

  @Test
  void anAbortClosesTheRotationAsFailed() {
    keys.fails("rewrap", Failures.permanent(FailureClass.BUG, "operations/broken"));
    run.start(ref);

    resolve(nextParked(), ParkedAction.ABORT);

    assertThat(result()).isEqualTo(new KeyRotationCounts(2, 0, KeptKeys.NONE));
    assertThat(keys.ends).containsExactly(new KeyRotationEnd(ref, KeyRotationStatus.FAILED));
  }

  @Test
  void aParkingThatNobodyDecidesClosesTheRotationAsExpired() {
    keys.fails("activate", Failures.permanent(FailureClass.BUG, "operations/broken"));

    run.start(ref);
    result();

    assertThat(keys.ends).containsExactly(new KeyRotationEnd(ref, KeyRotationStatus.EXPIRED));
  }

  @Test
  void aCancellationWhileItWaitsClosesTheRotation() {
    keys.fails("prepare", Failures.permanent(FailureClass.BUG, "operations/broken"));
    run.start(ref);
    operations.nextParked();
    TemporalTesting.waitsByTimer(server, run);

    run.cancel();

    var failure = catchThrowableOfType(WorkflowFailedException.class, this::result);
    assertThat(failure).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(keys.ends).containsExactly(new KeyRotationEnd(ref, KeyRotationStatus.CANCELLED));
  }

  @Test
  void aCancellationAtWorkClosesTheRotation() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    keys.before(
        "rewrap",
        () -> {
          begun.countDown();
          TemporalTesting.eventually(() -> {
            Activity.getExecutionContext().heartbeat(null);
            return false;
          });
        });
    run.start(ref);
    server.sleep(OperationsOptions.SPREAD_OF_KEYS.multipliedBy(3));
    begun.await();

    run.cancel();

    var failure = catchThrowableOfType(WorkflowFailedException.class, this::result);
    assertThat(failure).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(keys.ends).containsExactly(new KeyRotationEnd(ref, KeyRotationStatus.CANCELLED));
    assertThat(keys.done).doesNotContain("retire");
  }

  @Test
  void aDrainSwitchHoldsTheNextStep() {
    operations.holds.addAll(List.of(false, true));

    run.start(ref);
    result();

    assertThat(startedTimers()).isEqualTo(3);
    assertThat(operations.asked)
        .containsOnly(new Gate(ref.tenant(), OperationsNames.FEATURE, null));
  }

  @Test
  void booksThatNobodyClosesFailTheWorkflow() {
    keys.fails("end", Failures.permanent(FailureClass.BUG, "operations/broken"));
    run.start(ref);

    var failure = catchThrowableOfType(WorkflowFailedException.class, this::result);

    assertThat(failure.getCause())
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            cause -> assertThat(cause.getType()).isEqualTo("operations/key-rotation-unfinished"));
  }

  @Test
  void itsStageIsTheEndItCameTo() {
    run.start(ref);
    result();

    assertThat(run.describe().getTypedSearchAttributes().get(Attributes.STAGE))
        .isEqualTo("completed");
  }
}
