package org.teei.csr.workflows.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.teei.csr.workflows.operations.FakeOperationsActivities;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.TemporalTesting;

/** One delivery on the in-memory server, with its fakes and the questions that tests ask. */
abstract class DeliveryTest {

  final FakeDeliveryActivities books = new FakeDeliveryActivities();
  final FakePlatformActivities platform = new FakePlatformActivities();
  final FakeOperationsActivities operations = new FakeOperationsActivities();
  final DeliveryRef ref = new DeliveryRef(TemporalTesting.aTenant(), UUID.randomUUID(), "benevity");

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(DeliveryWorkflowImpl.class)
          .setActivityImplementations(books, operations)
          .setDoNotStart(true)
          .build();

  TestWorkflowEnvironment server;
  WorkflowStub run;
  DeliveryWorkflow commands;

  @BeforeEach
  void setUp(TestWorkflowEnvironment environment, WorkflowClient client, WorkflowOptions options) {
    server = environment;
    server.newWorker("impactin-benevity").registerActivitiesImplementations(platform);
    server.start();
    String id = DeliveryNames.workflowId(ref.tenant(), ref.deliveryId());
    run =
        client.newUntypedWorkflowStub(
            DeliveryNames.WORKFLOW_TYPE,
            WorkflowOptions.newBuilder(options).setWorkflowId(id).build());
    commands = client.newWorkflowStub(DeliveryWorkflow.class, id);
  }

  void start() {
    run.start(ref);
  }

  DeliveryStatus result() {
    return run.getResult(DeliveryStatus.class);
  }

  DeliveryStatus startAndFinish() {
    start();
    return result();
  }

  /** Starts and waits until a step has parked and shows so. */
  Parked park() {
    start();
    return nextParked();
  }

  /** The next parking, once it waits by its timer. */
  Parked nextParked() {
    Parked parked = operations.nextParked();
    TemporalTesting.eventually(() -> openTimers() > 0);
    return parked;
  }

  void resolve(Parked parked, ParkedAction action) {
    run.update(
        OperationsNames.RESOLVE,
        Void.class,
        new ResolveCommand(UUID.randomUUID(), action, parked.sequence()));
  }

  static DeliveryCommand decided() {
    return new DeliveryCommand(UUID.randomUUID());
  }

  /** The one end that the books were closed with. */
  DeliveryEnd end() {
    assertThat(books.ends).hasSize(1);
    return books.ends.getFirst();
  }

  DeliveryEnd ending(DeliveryStatus status, String reason) {
    return new DeliveryEnd(ref, status, reason);
  }

  /** What the Temporal UI shows as current details. */
  String details() {
    return run.query("__temporal_workflow_metadata", WorkflowMetadata.class).getCurrentDetails();
  }

  String stage() {
    return run.describe().getTypedSearchAttributes().get(Attributes.STAGE);
  }

  List<HistoryEvent> history() {
    return server.getWorkflowExecutionHistory(run.getExecution()).getEvents();
  }

  Duration took() {
    return Duration.between(time(history().getFirst()), time(history().getLast()));
  }

  static Instant time(HistoryEvent event) {
    return Instant.ofEpochSecond(
        event.getEventTime().getSeconds(), event.getEventTime().getNanos());
  }

  /** How many timers run: a cancellation is sent only to one that waits. */
  private long openTimers() {
    return history().stream()
        .mapToInt(event ->
            event.hasTimerStartedEventAttributes()
                ? 1
                : event.hasTimerFiredEventAttributes() || event.hasTimerCanceledEventAttributes()
                    ? -1
                    : 0)
        .sum();
  }

  void awaitStatus(DeliveryStatus status) {
    TemporalTesting.eventually(() -> commands.status() == status && openTimers() > 0);
  }

  /** Asserts that an Update is refused with this type. */
  static void refused(String type, ThrowingCallable update) {
    assertThat(catchThrowable(update))
        .isInstanceOfSatisfying(
            WorkflowUpdateException.class,
            refusal ->
                assertThat(refusal.getCause())
                    .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        cause -> assertThat(cause.getType()).isEqualTo(type)));
  }

  void assertParked(Parked parked, String stage, FailureClass failureClass) {
    assertThat(parked.stage()).isEqualTo(stage);
    assertThat(parked.failureClass()).isEqualTo(failureClass);
    assertThat(parked.feature()).isEqualTo("impactin");
    assertThat(parked.businessRef()).isEqualTo(ref.deliveryId().toString());
  }
}
