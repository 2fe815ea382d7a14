package org.teei.csr.activities.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.teei.csr.schema.jooq.Tables.START_INTENTS;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.shared.FakeHold;
import org.teei.csr.activities.shared.TemporalServer;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

class StartIntentLoopTest {
  private static TemporalServer temporal;
  private static WorkflowClient client;

  private final Database database = Database.create();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();
  private final StartIntentLoop loop = loop(client);

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
  void startsWhatIsPendingWithSummaryAttributesAndFairnessKey() {
    StartIntent intent = add("w-" + Ids.next());
    loop.run(new FakeHold(1));
    assertThat(state(intent)).isEqualTo("started");
    WorkflowExecutionInfo run = describe(intent.workflowId());
    assertThat(run.getType().getName()).isEqualTo("SomeWorkflow");
    assertThat(run.getTaskQueue()).isEqualTo("some-queue");
    assertThat(run.getSearchAttributes().getIndexedFieldsMap().keySet())
        .contains("TenantId", "Stage", "BusinessRef");
    assertThat(run.getPriority().getFairnessKey()).isEqualTo(tenant);
    assertThat(run.getPriority().getPriorityKey()).isEqualTo(3);
    assertThat(client.newUntypedWorkflowStub(intent.workflowId()).describe().getStaticSummary())
        .isEqualTo("Some work");
  }

  @Test
  void theInputIsTheJsonOfTheIntent() {
    StartIntent intent = add("w-" + Ids.next());
    loop.run(new FakeHold(1));
    assertThat(
            client
                .fetchHistory(intent.workflowId())
                .getHistory()
                .getEvents(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getInput()
                .getPayloads(0)
                .getData()
                .toStringUtf8())
        .isEqualToIgnoringWhitespace("{\"importId\":\"42\"}");
  }

  @Test
  void aWorkflowThatRunsAlreadyIsFoundAndNotStartedAgain() {
    StartIntent first = add("w-" + Ids.next());
    loop.run(new FakeHold(1));
    String runId = describe(first.workflowId()).getExecution().getRunId();
    StartIntent second = add(first.workflowId());
    loop.run(new FakeHold(1));
    assertThat(state(second)).isEqualTo("started");
    assertThat(describe(first.workflowId()).getExecution().getRunId()).isEqualTo(runId);
  }

  @Test
  void aJobThatBeginsAgainWaitsForTheEndOfItsEarlierRun() {
    StartIntent first = add("w-" + Ids.next());
    loop.run(new FakeHold(1));
    String earlier = describe(first.workflowId()).getExecution().getRunId();
    StartIntent again = addAgain(first.workflowId());

    loop.run(new FakeHold(1));
    assertThat(state(again)).isEqualTo("pending");
    assertThat(attempts(again)).isEqualTo(1);
    client.newUntypedWorkflowStub(first.workflowId()).terminate("over");
    due(again);
    loop.run(new FakeHold(1));

    assertThat(state(again)).isEqualTo("started");
    assertThat(describe(first.workflowId()).getExecution().getRunId()).isNotEqualTo(earlier);
  }

  @Test
  void aRunThatHasEndedIsFoundWhereTheNoteOfItWasLost() {
    StartIntent intent = add("w-" + Ids.next());
    loop.run(new FakeHold(1));
    String run = describe(intent.workflowId()).getExecution().getRunId();
    client.newUntypedWorkflowStub(intent.workflowId()).terminate("over");
    noteIsLost(intent);

    loop.run(new FakeHold(1));

    assertThat(state(intent)).isEqualTo("started");
    assertThat(
            client.newUntypedWorkflowStub(intent.workflowId()).describe().getExecution().getRunId())
        .isEqualTo(run);
  }

  @Test
  void itsOwnRunIsFoundWhereTheNoteOfItWasLost() {
    StartIntent first = add("w-" + Ids.next());
    loop.run(new FakeHold(1));
    client.newUntypedWorkflowStub(first.workflowId()).terminate("over");
    StartIntent again = addAgain(first.workflowId());
    loop.run(new FakeHold(1));
    String run = describe(first.workflowId()).getExecution().getRunId();
    noteIsLost(again);

    loop.run(new FakeHold(1));

    assertThat(state(again)).isEqualTo("started");
    assertThat(describe(first.workflowId()).getExecution().getRunId()).isEqualTo(run);
  }

  /** Whenever it comes: before the earlier run has ended, while it ends, or after. */
  @Test
  void aJobThatBeginsAgainWhileItsEarlierRunEndsHasARunOfItsOwnEachTime() throws Exception {
    var factory = WorkerFactory.newInstance(client);
    factory.newWorker("some-queue").registerWorkflowImplementationTypes(ClosingImpl.class);
    factory.start();
    try {
      for (int round = 0; round < 40; round++) {
        StartIntent first = add("w-" + Ids.next());
        loop.run(new FakeHold(1));
        var end =
            Thread.startVirtualThread(
                () -> client.newUntypedWorkflowStub(first.workflowId()).signal("end"));
        Thread.yield();
        StartIntent again = addAgain(first.workflowId());
        await()
            .atMost(Duration.ofSeconds(30))
            .pollInterval(Duration.ofMillis(5))
            .until(() -> {
              due(again);
              loop.run(new FakeHold(1));
              return state(again).equals("started");
            });
        end.join();
        assertThat(describe(first.workflowId()).getExecution().getRunId())
            .as("round %d", round)
            .isNotEqualTo(column(first, START_INTENTS.RUN_ID))
            .isEqualTo(column(again, START_INTENTS.RUN_ID));
      }
    } finally {
      factory.shutdownNow();
    }
  }

  /** Runs until it is told to end. */
  @WorkflowInterface
  public interface Closing {
    @WorkflowMethod(name = "SomeWorkflow")
    void run(Map<String, String> input);

    @SignalMethod
    void end();
  }

  public static class ClosingImpl implements Closing {
    private boolean ended;

    @Override
    public void run(Map<String, String> input) {
      Workflow.await(() -> ended);
    }

    @Override
    public void end() {
      ended = true;
    }
  }

  @Test
  void nothingIsLostWhileTemporalIsAway() {
    try (TemporalServer own = TemporalServer.stopped()) {
      WorkflowClient ownClient = TemporalClients.to(own.target());
      StartIntentLoop waiting = loop(ownClient);
      StartIntent intent = add("w-" + Ids.next());
      assertThatThrownBy(() -> waiting.run(new FakeHold(1))).isInstanceOf(RuntimeException.class);
      assertThat(state(intent)).isEqualTo("pending");
      assertThat(attempts(intent)).isEqualTo(1);
      own.start();
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> {
            waiting.run(new FakeHold(1));
            return state(intent).equals("started");
          });
      ownClient.getWorkflowServiceStubs().shutdownNow();
    }
  }

  @Test
  void whatTemporalRefusesIsTriedForAWhileAndThenGivenUpAndKeepsNobodyElseBack() {
    StartIntent refused = add("");
    for (int i = 0; i < 25; i++) {
      due(refused);
      loop.run(new FakeHold(1));
    }
    assertThat(state(refused)).isEqualTo("refused");
    StartIntent other = add("w-" + Ids.next());
    loop.run(new FakeHold(1));
    assertThat(state(other)).isEqualTo("started");
  }

  @Test
  void anIntentInTroubleWaitsAndKeepsNobodyElseBack() {
    StartIntent broken = add("w-broken-" + Ids.next());
    StartIntent other = add("w-" + Ids.next());
    loop(breaking(broken.workflowId())).run(new FakeHold(1));
    assertThat(state(other)).isEqualTo("started");
    assertThat(state(broken)).isEqualTo("pending");
    assertThat(attempts(broken)).isEqualTo(1);
  }

  @Test
  void thePassEndsAtTheFirstIntentThatTemporalDoesNotAnswer() {
    try (TemporalServer away = TemporalServer.stopped()) {
      WorkflowClient unanswered = TemporalClients.to(away.target());
      StartIntent first = add("w-" + Ids.next());
      StartIntent second = add("w-" + Ids.next());
      StartIntentLoop waiting = loop(unanswered);
      assertThatThrownBy(() -> waiting.run(new FakeHold(1))).isInstanceOf(RuntimeException.class);
      assertThat(attempts(first) + attempts(second)).isEqualTo(1);
      unanswered.getWorkflowServiceStubs().shutdownNow();
    }
  }

  /** A client of ours that cannot start one workflow. */
  private static WorkflowClient breaking(String workflowId) {
    var interceptor =
        new WorkflowClientInterceptorBase() {
          @Override
          public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
              WorkflowClientCallsInterceptor next) {
            return new WorkflowClientCallsInterceptorBase(next) {
              @Override
              public WorkflowStartOutput start(WorkflowStartInput input) {
                if (input.getWorkflowId().equals(workflowId)) {
                  throw new IllegalStateException("cannot be written");
                }
                return super.start(input);
              }
            };
          }
        };
    return WorkflowClient.newInstance(
        client.getWorkflowServiceStubs(),
        WorkflowClientOptions.newBuilder(client.getOptions()).setInterceptors(interceptor).build());
  }

  private StartIntentLoop loop(WorkflowClient temporalClient) {
    return new StartIntentLoop(
        new SystemView(database.system()), tenancy, temporalClient, new SimpleMeterRegistry());
  }

  private StartIntent add(String workflowId) {
    var intent = intent(workflowId);
    tenancy.change(tenant, db -> StartIntents.add(db, intent));
    return intent;
  }

  private StartIntent addAgain(String workflowId) {
    var intent = intent(workflowId);
    tenancy.change(tenant, db -> StartIntents.again(db, intent));
    return intent;
  }

  private void noteIsLost(StartIntent intent) {
    tenancy.change(
        tenant,
        db ->
            db.update(START_INTENTS)
                .set(START_INTENTS.STATE, "pending")
                .setNull(START_INTENTS.RUN_ID)
                .setNull(START_INTENTS.STARTED_AT)
                .where(
                    START_INTENTS.TENANT_ID.eq(tenant),
                    START_INTENTS.INTENT_ID.eq(intent.intentId()))
                .execute());
  }

  private StartIntent intent(String workflowId) {
    return new StartIntent(
        tenant,
        Ids.next(),
        "imports",
        "SomeWorkflow",
        workflowId,
        "some-queue",
        "{\"importId\":\"42\"}",
        "Some work",
        UUID.randomUUID().toString(),
        3,
        null);
  }

  private void due(StartIntent intent) {
    tenancy.change(
        tenant,
        db ->
            db.update(START_INTENTS)
                .set(START_INTENTS.NEXT_ATTEMPT_AT, DSL.currentInstant())
                .where(
                    START_INTENTS.TENANT_ID.eq(tenant),
                    START_INTENTS.INTENT_ID.eq(intent.intentId()))
                .execute());
  }

  private String state(StartIntent intent) {
    return column(intent, START_INTENTS.STATE);
  }

  private int attempts(StartIntent intent) {
    return column(intent, START_INTENTS.ATTEMPTS);
  }

  private <T> T column(StartIntent intent, Field<T> column) {
    return tenancy.read(
        tenant,
        db ->
            db.select(column)
                .from(START_INTENTS)
                .where(
                    START_INTENTS.TENANT_ID.eq(tenant),
                    START_INTENTS.INTENT_ID.eq(intent.intentId()))
                .fetchSingle()
                .value1());
  }

  private static WorkflowExecutionInfo describe(String workflowId) {
    var info =
        client
            .getWorkflowServiceStubs()
            .blockingStub()
            .describeWorkflowExecution(
                DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace("default")
                    .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                    .build())
            .getWorkflowExecutionInfo();
    assertThat(info.getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    return info;
  }
}
