package org.teei.csr.workflows.impactin.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.FakeOperationsActivities;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.TemporalTesting;

class DeliveryFiringWorkflowTest {

  private static final String SCHEDULED_START = "TemporalScheduledStartTime";

  private final FakeScheduleActivities schedules = new FakeScheduleActivities();
  private final FakeOperationsActivities operations = new FakeOperationsActivities();
  private final ScheduleRef ref = new ScheduleRef(TemporalTesting.aTenant(), UUID.randomUUID());
  private TestWorkflowEnvironment server;
  private WorkflowClient client;
  private WorkflowOptions options;
  private WorkflowStub run;

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerSearchAttribute(SCHEDULED_START, IndexedValueType.INDEXED_VALUE_TYPE_DATETIME)
          .registerWorkflowImplementationTypes(DeliveryFiringWorkflowImpl.class)
          .setActivityImplementations(schedules, operations)
          .build();

  @BeforeEach
  void setUp(
      TestWorkflowEnvironment environment, WorkflowClient temporal, WorkflowOptions defaults) {
    server = environment;
    client = temporal;
    options = defaults;
    run = client.newUntypedWorkflowStub(ScheduleNames.FIRING_TYPE, options);
  }

  private Fired result() {
    return run.getResult(Fired.class);
  }

  private String details() {
    return run.query("__temporal_workflow_metadata", WorkflowMetadata.class).getCurrentDetails();
  }

  private void resolve(Parked parked, ParkedAction action) {
    run.update(
        OperationsNames.RESOLVE,
        Void.class,
        new ResolveCommand(UUID.randomUUID(), action, parked.sequence()));
  }

  private Parked park() {
    schedules.failures.add(Failures.permanent(FailureClass.BUG, "impactin/broken"));
    run.start(ref);
    Parked parked = operations.nextParked();
    TemporalTesting.waitsByTimer(server, run);
    return parked;
  }

  /** A run that was missed has a due time long before it runs. */
  @Test
  void isDueWhenItsScheduleSaysSo() {
    Instant due = Instant.now().minus(Duration.ofDays(40)).truncatedTo(ChronoUnit.SECONDS);
    SearchAttributes scheduled =
        SearchAttributes.newBuilder()
            .set(
                SearchAttributeKey.forOffsetDateTime(SCHEDULED_START), due.atOffset(ZoneOffset.UTC))
            .build();
    run =
        client.newUntypedWorkflowStub(
            ScheduleNames.FIRING_TYPE,
            WorkflowOptions.newBuilder(options).setTypedSearchAttributes(scheduled).build());

    run.start(ref);

    assertThat(result()).isEqualTo(schedules.fired);
    assertThat(schedules.firings).containsExactly(new Firing(ref, due));
    assertThat(details()).endsWith("of the period from 2026-10-01 is on its way.");
  }

  @Test
  void isDueNowWhenNoScheduleStartedIt() {
    Instant before = Instant.ofEpochMilli(server.currentTimeMillis());

    run.start(ref);
    result();

    assertThat(schedules.firings)
        .singleElement()
        .satisfies(
            firing -> assertThat(firing.due()).isCloseTo(before, within(1, ChronoUnit.MINUTES)));
  }

  @Test
  void aTryAfterHoursIsStillDueWhenItWas() {
    Instant due = Instant.ofEpochMilli(server.currentTimeMillis()).truncatedTo(ChronoUnit.SECONDS);
    SearchAttributes scheduled =
        SearchAttributes.newBuilder()
            .set(
                SearchAttributeKey.forOffsetDateTime(SCHEDULED_START), due.atOffset(ZoneOffset.UTC))
            .build();
    run =
        client.newUntypedWorkflowStub(
            ScheduleNames.FIRING_TYPE,
            WorkflowOptions.newBuilder(options).setTypedSearchAttributes(scheduled).build());
    Parked parked = park();
    server.sleep(Duration.ofHours(30));

    resolve(parked, ParkedAction.RETRY);

    assertThat(result().opened()).isTrue();
    assertThat(schedules.firings).containsExactly(new Firing(ref, due));
  }

  /** A clock that is read anew would take a later period. */
  @Test
  void aTryAfterHoursIsStillDueWhenItWasStartedWithoutASchedule() {
    Instant before = Instant.ofEpochMilli(server.currentTimeMillis());
    Parked parked = park();
    server.sleep(Duration.ofHours(30));

    resolve(parked, ParkedAction.RETRY);
    result();

    assertThat(schedules.firings)
        .singleElement()
        .satisfies(
            firing -> assertThat(firing.due()).isCloseTo(before, within(1, ChronoUnit.MINUTES)));
  }

  @Test
  void saysThatThereIsNothingToDo() {
    schedules.fired = Fired.NOTHING;

    run.start(ref);

    assertThat(result()).isEqualTo(Fired.NOTHING);
    assertThat(details()).contains("nothing is delivered");
  }

  @Test
  void saysThatTheDeliveryIsThereAlready() {
    schedules.fired = new Fired(UUID.randomUUID(), schedules.fired.from(), false);

    run.start(ref);

    assertThat(result()).isEqualTo(schedules.fired);
    assertThat(details()).endsWith("already.");
  }

  @Test
  void aFailureForGoodParksUnderTheSchedule() {
    Parked parked = park();

    assertThat(parked.feature()).isEqualTo("impactin");
    assertThat(parked.businessRef()).isEqualTo(ref.scheduleId().toString());
    assertThat(parked.stage()).isEqualTo("firing");
    assertThat(parked.actions()).containsExactly(ParkedAction.RETRY, ParkedAction.ABORT);
    resolve(parked, ParkedAction.RETRY);
    assertThat(result().opened()).isTrue();
  }

  @Test
  void oneThatIsGivenUpFailsSoThatItIsSeen() {
    resolve(park(), ParkedAction.ABORT);

    assertNotOpened();
  }

  @Test
  void whatNobodyDecidesForSevenDaysIsGivenUp() {
    park();
    server.sleep(Parking.WAIT.plusMinutes(1));

    assertNotOpened();
  }

  private void assertNotOpened() {
    assertThatThrownBy(this::result)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo("impactin/not-opened"));
    assertThat(schedules.firings).isEmpty();
    assertThat(details()).startsWith("Ended without success");
  }

  @Test
  void oneThatIsCancelledOpensNothing() {
    park();

    run.cancel();

    assertThatThrownBy(this::result).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(schedules.firings).isEmpty();
    assertThat(operations.unparked).hasSize(1);
  }
}
