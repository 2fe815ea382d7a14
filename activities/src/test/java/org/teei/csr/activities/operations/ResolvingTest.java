package org.teei.csr.activities.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.BULK_RESOLUTIONS;
import static org.teei.csr.schema.jooq.Tables.DECISIONS;
import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.JSONB;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.shared.TemporalServer;
import org.teei.csr.schema.jooq.tables.records.BulkResolutionsRecord;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.BulkEnd;
import org.teei.csr.workflows.operations.BulkPage;
import org.teei.csr.workflows.operations.BulkRef;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.operations.ParkedRef;
import org.teei.csr.workflows.operations.ParkingEnd;
import org.teei.csr.workflows.operations.Unparked;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.TenantId;

/** The sweeper's and the bulk resolution's steps, with parked workflows on a real server. */
class ResolvingTest {
  private static TemporalServer temporal;
  private static WorkflowClient client;

  private final Database database = Database.create();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();
  private final TenantId tenantId = new TenantId(tenant);
  private final OperationsActivitiesImpl operations =
      new OperationsActivitiesImpl(tenancy, new SimpleMeterRegistry());
  private final SweepActivitiesImpl sweep =
      new SweepActivitiesImpl(new SystemView(database.system()), tenancy, client);
  private final BulkActivitiesImpl bulk = new BulkActivitiesImpl(tenancy, client);

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
  void theSweeperFindsTransientParkingsThatWait() {
    Parked waiting = parked(FailureClass.TRANSIENT);
    parked(FailureClass.DATA);
    Parked resolved = parked(FailureClass.TRANSIENT);
    operations.unpark(
        new Unparked(
            tenantId, resolved.parkedId(), ParkingEnd.RESOLVED, ParkedAction.RETRY, Ids.next()));
    assertThat(sweep.transientParked(10))
        .extracting(ParkedRef::parkedId)
        .containsExactly(waiting.parkedId());
  }

  @Test
  void theSweeperSignalsARetryByOneDecisionOfThePlatform() {
    Parked parked = parked(FailureClass.TRANSIENT);
    ParkedRef ref = sweep.transientParked(10).getFirst();
    sweep.retry(ref);
    sweep.retry(ref);
    assertThat(signals(parked)).contains("\"action\":\"RETRY\"");
    assertThat(decisions()).isEqualTo(1);
  }

  @Test
  void aWorkflowThatIsGoneIsNoErrorForTheSweeper() {
    parked(FailureClass.TRANSIENT, false);
    sweep.retry(sweep.transientParked(1).getFirst());
    assertThat(decisions()).isEqualTo(1);
  }

  @Test
  void aBulkResolutionTellsWhatMatchesAndCountsWhatCannotBeTold() {
    Parked told = parked(FailureClass.AUTH);
    Parked gone = parked(FailureClass.AUTH, false);
    Parked other = parked(FailureClass.DATA);
    BulkRef ref = resolution(ParkedAction.RETRY, "{\"failureClass\":\"AUTH\"}");
    assertThat(bulk.resolvePage(ref)).isEqualTo(new BulkPage(1, 1, true));
    assertThat(signals(told)).contains("\"action\":\"RETRY\"");
    assertThat(signals(other)).isEmpty();
    assertThat(gone.workflowId()).isNotEqualTo(told.workflowId());
    bulk.endBulk(new BulkEnd(ref, true));
    assertThat(row(ref).getStatus()).isEqualTo("completed");
    assertThat(row(ref).getResolved()).isEqualTo(1);
    assertThat(row(ref).getSkipped()).isEqualTo(1);
  }

  @Test
  void aPageThatIsRepeatedAfterItsCountsAreNotedFindsNothingMore() {
    parked(FailureClass.AUTH);
    BulkRef ref = resolution(ParkedAction.RETRY, "{}");
    bulk.resolvePage(ref);
    assertThat(bulk.resolvePage(ref)).isEqualTo(new BulkPage(1, 0, true));
  }

  @Test
  void aStepThatFollowedTheDecisionBeforeTheCountsWereNotedIsCountedAsTold() {
    Parked parked = parked(FailureClass.AUTH);
    BulkRef ref = resolution(ParkedAction.RETRY, "{}");
    operations.unpark(
        new Unparked(
            tenantId,
            parked.parkedId(),
            ParkingEnd.RESOLVED,
            ParkedAction.RETRY,
            row(ref).getDecisionId()));
    assertThat(bulk.resolvePage(ref)).isEqualTo(new BulkPage(1, 0, true));
  }

  @Test
  void anActionThatTheStepDoesNotAllowIsSkipped() {
    Parked parked = parked(FailureClass.AUTH);
    BulkRef ref = resolution(ParkedAction.SKIP, "{}");
    assertThat(bulk.resolvePage(ref)).isEqualTo(new BulkPage(0, 1, true));
    assertThat(signals(parked)).isEmpty();
  }

  @Test
  void whatMayHaveTakenEffectOutsideIsDecidedAboutOnlyWhereItsStageIsNamed() {
    unclear();

    assertThat(bulk.resolvePage(resolution(ParkedAction.RETRY, "{}")))
        .isEqualTo(new BulkPage(0, 0, true));
    assertThat(bulk.resolvePage(resolution(ParkedAction.RETRY, "{\"stage\":\"unknown\"}")))
        .isEqualTo(new BulkPage(1, 0, true));
  }

  @Test
  void stepsOfOneFailureTypeAreDecidedAboutAndNoOthers() {
    unclear();
    Parked other = parked(FailureClass.PERMANENT);
    String type = "{\"failureClass\":\"PERMANENT\",\"failureType\":\"%s\"}";

    assertThat(
            bulk.resolvePage(resolution(ParkedAction.RETRY, type.formatted(other.failureType()))))
        .isEqualTo(new BulkPage(1, 0, true));
    assertThat(signals(other)).isNotEmpty();
    assertThat(
            bulk.resolvePage(
                resolution(ParkedAction.RETRY, type.formatted("impactin/outcome-unknown"))))
        .isEqualTo(new BulkPage(1, 0, true));
    assertThat(bulk.resolvePage(resolution(ParkedAction.RETRY, type.formatted("impactin/outcome"))))
        .isEqualTo(new BulkPage(0, 0, true));
  }

  /** A step that nobody knows of whether it took effect. */
  private void unclear() {
    Parked unclear = parked(FailureClass.PERMANENT);
    tenancy.change(
        tenant,
        db ->
            db.update(PARKED_WORKFLOWS)
                .set(PARKED_WORKFLOWS.FAILURE_TYPE, "impactin/outcome-unknown")
                .set(PARKED_WORKFLOWS.STAGE, "unknown")
                .where(
                    PARKED_WORKFLOWS.TENANT_ID.eq(tenant),
                    PARKED_WORKFLOWS.PARKED_ID.eq(unclear.parkedId()))
                .execute());
  }

  private Parked parked(FailureClass failureClass) {
    return parked(failureClass, true);
  }

  private Parked parked(FailureClass failureClass, boolean running) {
    Instant now = Instant.now().minusSeconds(1);
    String workflowId = "imports/" + tenant + "/" + Ids.next();
    var parked =
        new Parked(
            tenantId,
            Ids.next(),
            "imports",
            workflowId,
            "1",
            "merging",
            failureClass,
            "imports/some-reason",
            "Something did not answer.",
            1,
            List.of(ParkedAction.RETRY, ParkedAction.ABORT),
            now,
            now.plus(Duration.ofDays(7)));
    operations.park(parked);
    if (running) {
      client
          .newUntypedWorkflowStub(
              "SomeWorkflow",
              WorkflowOptions.newBuilder()
                  .setWorkflowId(workflowId)
                  .setTaskQueue("some-queue")
                  .build())
          .start();
    }
    return parked;
  }

  private BulkRef resolution(ParkedAction action, String filters) {
    UUID id = Ids.next();
    new Tenancy(database.api())
        .change(
            tenant,
            db ->
                db.insertInto(BULK_RESOLUTIONS)
                    .set(BULK_RESOLUTIONS.TENANT_ID, tenant)
                    .set(BULK_RESOLUTIONS.BULK_ID, id)
                    .set(BULK_RESOLUTIONS.DECISION_ID, Ids.next())
                    .set(BULK_RESOLUTIONS.ACTION, action.name())
                    .set(BULK_RESOLUTIONS.FILTERS, JSONB.jsonb(filters))
                    .set(BULK_RESOLUTIONS.WORKFLOW_ID, "operations/" + tenant + "/bulk-" + id)
                    .execute());
    return new BulkRef(tenantId, id);
  }

  private BulkResolutionsRecord row(BulkRef ref) {
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(BULK_RESOLUTIONS)
                .where(
                    BULK_RESOLUTIONS.TENANT_ID.eq(tenant),
                    BULK_RESOLUTIONS.BULK_ID.eq(ref.bulkId()))
                .fetchSingle());
  }

  private int decisions() {
    return tenancy.read(tenant, db -> db.fetchCount(DECISIONS));
  }

  private static String signals(Parked parked) {
    return client.fetchHistory(parked.workflowId()).getHistory().getEventsList().stream()
        .filter(HistoryEvent::hasWorkflowExecutionSignaledEventAttributes)
        .map(event ->
            event
                .getWorkflowExecutionSignaledEventAttributes()
                .getInput()
                .getPayloads(0)
                .getData()
                .toStringUtf8())
        .reduce("", String::concat);
  }
}
