package org.teei.csr.workflows.imports.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.FakeOperationsActivities;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.FailureDetails;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.RetryProfile;
import org.teei.csr.workflows.shared.TemporalTesting;

class NotificationWorkflowTest {

  private final FakeNoticeActivities notices = new FakeNoticeActivities();
  private final FakeOperationsActivities operations = new FakeOperationsActivities();
  private final NoticeRef ref =
      new NoticeRef(TemporalTesting.aTenant(), UUID.randomUUID(), RetryProfile.EXPONENTIAL);
  private WorkflowStub run;
  private TestWorkflowEnvironment server;

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(NotificationWorkflowImpl.class)
          .setActivityImplementations(notices, operations)
          .build();

  @BeforeEach
  void setUp(NotificationWorkflow workflow, TestWorkflowEnvironment environment) {
    server = environment;
    run = WorkflowStub.fromTyped(workflow);
  }

  private NoticeOutcome result() {
    return run.getResult(NoticeOutcome.class);
  }

  private void resolve(Parked parked, ParkedAction action) {
    run.update(
        OperationsNames.RESOLVE,
        Void.class,
        new ResolveCommand(UUID.randomUUID(), action, parked.sequence()));
  }

  private Parked park() {
    notices.failures.add(Failures.permanent(FailureClass.PERMANENT, "imports/other-side-refused"));
    run.start(ref);
    return operations.nextParked();
  }

  private Stream<HistoryEvent> events() {
    return server
        .getWorkflowClient()
        .fetchHistory(run.getExecution().getWorkflowId())
        .getEvents()
        .stream();
  }

  /** From scheduling the delivery to the start of the try that reported. */
  private Duration waitForTheSecondTry() {
    HistoryEvent started =
        events()
            .filter(HistoryEvent::hasActivityTaskStartedEventAttributes)
            .filter(event -> event.getActivityTaskStartedEventAttributes().getAttempt() == 2)
            .findFirst()
            .orElseThrow();
    long scheduled = started.getActivityTaskStartedEventAttributes().getScheduledEventId();
    HistoryEvent asked =
        events().filter(event -> event.getEventId() == scheduled).findFirst().orElseThrow();
    return Duration.between(time(asked), time(started));
  }

  private static Instant time(HistoryEvent event) {
    return Instant.ofEpochSecond(
        event.getEventTime().getSeconds(), event.getEventTime().getNanos());
  }

  private String stage() {
    return run.describe().getTypedSearchAttributes().get(Attributes.STAGE);
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatTheDeliveryCameTo(NoticeOutcome outcome) {
    notices.outcome = outcome;

    run.start(ref);

    assertThat(result()).isEqualTo(outcome);
    assertThat(stage()).isEqualTo(outcome.spelling());
    assertThat(notices.tries).containsExactly(ref);
    assertThat(notices.givenUp).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aFailedDeliveryIsTriedAgainAsOftenAsItsProfileSaysThenItParks(RetryProfile profile) {
    NoticeRef wanted = new NoticeRef(ref.tenant(), ref.noticeId(), profile);
    for (int i = 0; i < profile.options().getMaximumAttempts(); i++) {
      notices.failures.add(Failures.passing("imports/other-side-failing"));
    }

    run.start(wanted);
    Parked parked = operations.nextParked();
    resolve(parked, ParkedAction.RETRY);

    assertThat(result()).isEqualTo(NoticeOutcome.DELIVERED);
    assertThat(parked.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(notices.tries).hasSize(profile.options().getMaximumAttempts() + 1);
    assertThat(notices.parked).containsExactly(wanted);
  }

  /** By the times of the history: the clock of the server may jump again once the run is over. */
  @Test
  void waitsForTheTimeThatTheReceiverNames() {
    notices.failures.add(
        ApplicationFailure.newBuilder()
            .setMessage("slow down")
            .setType("imports/rate-limited")
            .setDetails(new FailureDetails(FailureClass.RATE_LIMITED, UUID.randomUUID()))
            .setNextRetryDelay(Duration.ofMinutes(7))
            .build());

    run.start(ref);

    assertThat(result()).isEqualTo(NoticeOutcome.DELIVERED);
    assertThat(waitForTheSecondTry()).isBetween(Duration.ofMinutes(7), Duration.ofMinutes(8));
  }

  @Test
  void aDeliveryThatIsAbortedIsGivenUp() {
    resolve(park(), ParkedAction.ABORT);

    assertThat(result()).isEqualTo(NoticeOutcome.GIVEN_UP);
    assertThat(notices.givenUp).containsExactly(ref);
    assertThat(stage()).isEqualTo("given-up");
  }

  @Test
  void whatNobodyDecidesForSevenDaysIsGivenUp() {
    park();

    server.sleep(Parking.WAIT.plusMinutes(1));

    assertThat(result()).isEqualTo(NoticeOutcome.GIVEN_UP);
    assertThat(notices.givenUp).containsExactly(ref);
  }

  @Test
  void aRunThatIsCancelledShowsThatItIsGivenUp() {
    park();
    TemporalTesting.waitsByTimer(server, run);

    run.cancel();

    assertThatThrownBy(this::result).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(notices.givenUp).containsExactly(ref);
  }

  @Test
  void aDrainSwitchOfNoticesHoldsIt() {
    operations.holds.add(true);

    run.start(ref);
    result();

    assertThat(operations.asked)
        .containsOnly(new Gate(ref.tenant(), "imports-notices", null))
        .hasSize(2);
  }

  /** Otherwise twenty receivers that are down would hold back the imports of the company. */
  @Test
  void itParksApartFromImports() {
    Parked parked = park();

    assertThat(parked.feature()).isEqualTo("imports-notices");
    assertThat(parked.actions()).containsExactly(ParkedAction.RETRY, ParkedAction.ABORT);
    assertThat(parked.businessRef()).isEqualTo(ref.noticeId().toString());
  }

  @Test
  void itsIdNamesTheTenantAndTheNotice() {
    assertThat(NoticeNames.workflowId(ref.tenant(), ref.noticeId()))
        .isEqualTo("imports/" + ref.tenant().value() + "/notice/" + ref.noticeId());
  }
}
