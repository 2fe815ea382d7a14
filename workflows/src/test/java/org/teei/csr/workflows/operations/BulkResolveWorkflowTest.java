package org.teei.csr.workflows.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.TemporalTesting;

class BulkResolveWorkflowTest {

  private final FakeBulkActivities bulk = new FakeBulkActivities();
  private final FakeOperationsActivities operations = new FakeOperationsActivities();
  private final BulkRef ref = new BulkRef(TemporalTesting.aTenant(), UUID.randomUUID());
  private WorkflowStub run;

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(BulkResolveWorkflowImpl.class)
          .setActivityImplementations(bulk, operations)
          .build();

  private TestWorkflowEnvironment server;

  @BeforeEach
  void setUp(BulkResolveWorkflow workflow, TestWorkflowEnvironment environment) {
    server = environment;
    run = WorkflowStub.fromTyped(workflow);
  }

  private BulkPage result() {
    return run.getResult(BulkPage.class);
  }

  private void resolve(Parked parked, ParkedAction action) {
    run.update(
        OperationsNames.RESOLVE,
        Void.class,
        new ResolveCommand(UUID.randomUUID(), action, parked.sequence()));
  }

  private boolean waitsForADecision() {
    return server.getWorkflowExecutionHistory(run.getExecution()).getEvents().stream()
        .anyMatch(HistoryEvent::hasTimerStartedEventAttributes);
  }

  @Test
  void goesOnUntilTheLastPage() {
    bulk.pages = 3;

    run.start(ref);

    assertThat(result()).isEqualTo(new BulkPage(300, 3, true));
    assertThat(bulk.ends).containsExactly(new BulkEnd(ref, true));
  }

  @Test
  void parksLikeAnyOtherWork() {
    bulk.failures.add(Failures.permanent(FailureClass.BUG, "operations/broken"));
    run.start(ref);

    resolve(operations.nextParked(), ParkedAction.RETRY);

    assertThat(result().last()).isTrue();
  }

  @Test
  void anAbortClosesItsBooksAsIncomplete() {
    bulk.failures.add(Failures.permanent(FailureClass.BUG, "operations/broken"));
    run.start(ref);

    resolve(operations.nextParked(), ParkedAction.ABORT);

    assertThat(result()).isEqualTo(new BulkPage(0, 0, false));
    assertThat(bulk.ends).containsExactly(new BulkEnd(ref, false));
  }

  @Test
  void aCancellationClosesItsBooksAsIncomplete() {
    bulk.failures.add(Failures.permanent(FailureClass.BUG, "operations/broken"));
    run.start(ref);
    operations.nextParked();
    TemporalTesting.eventually(this::waitsForADecision);

    run.cancel();

    var failure = catchThrowableOfType(WorkflowFailedException.class, this::result);
    assertThat(failure).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(bulk.ends).containsExactly(new BulkEnd(ref, false));
  }

  @Test
  void booksThatNobodyClosesFailTheWorkflow() {
    bulk.endFailures.add(Failures.permanent(FailureClass.BUG, "operations/broken"));
    run.start(ref);

    var failure = catchThrowableOfType(WorkflowFailedException.class, this::result);

    assertThat(failure.getCause())
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            cause -> assertThat(cause.getType()).isEqualTo("operations/bulk-unfinished"));
  }
}
