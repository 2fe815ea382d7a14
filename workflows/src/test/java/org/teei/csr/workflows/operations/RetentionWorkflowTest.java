package org.teei.csr.workflows.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.activity.Activity;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowExtension;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.TemporalTesting;

class RetentionWorkflowTest {

  private final FakeRetentionActivities expired = new FakeRetentionActivities();

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(RetentionWorkflowImpl.class)
          .setActivityImplementations(expired)
          .build();

  @Test
  void countsWhatEachFeatureRemoved(RetentionWorkflow retention) {
    assertThat(retention.run()).isEqualTo(new RetentionCounts(3, 1_200, 7, 20));
  }

  @Test
  void oneThatFailsDoesNotKeepTheOthersFromTheirTurn(RetentionWorkflow retention) {
    AtomicBoolean eventsHadTheirTurn = new AtomicBoolean();
    expired.uploads =
        () -> {
          throw Failures.permanent(FailureClass.BUG, "imports/storage-broken");
        };
    expired.events =
        () -> {
          eventsHadTheirTurn.set(true);
          throw Failures.permanent(FailureClass.BUG, "events/broken");
        };

    var failure = catchThrowableOfType(WorkflowFailedException.class, retention::run);

    assertThat(eventsHadTheirTurn).isTrue();
    assertThat(failure.getCause())
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            cause -> assertThat(cause.getType()).isEqualTo("operations/retention-incomplete"));
  }

  @Test
  void stopsWhenCancelled(RetentionWorkflow retention) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    expired.uploads =
        () -> {
          begun.countDown();
          TemporalTesting.eventually(() -> {
            Activity.getExecutionContext().heartbeat(null);
            return false;
          });
        };
    WorkflowStub run = WorkflowStub.fromTyped(retention);
    run.start();
    begun.await();

    run.cancel();

    var failure =
        catchThrowableOfType(
            WorkflowFailedException.class, () -> run.getResult(RetentionCounts.class));
    assertThat(failure).hasCauseInstanceOf(CanceledFailure.class);
  }
}
