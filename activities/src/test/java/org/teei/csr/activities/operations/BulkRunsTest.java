package org.teei.csr.activities.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.BULK_RESOLUTIONS;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jooq.JSONB;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.shared.FakeHold;
import org.teei.csr.activities.shared.TemporalServer;
import org.teei.csr.schema.jooq.tables.records.BulkResolutionsRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.BulkEnd;
import org.teei.csr.workflows.operations.BulkRef;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.shared.TenantId;

class BulkRunsTest {
  private static TemporalServer temporal;
  private static WorkflowClient client;

  private final Database database = Database.create();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final SystemView system = new SystemView(database.system());
  private final String tenant = database.freshTenant();
  private final BulkActivitiesImpl resolutions = new BulkActivitiesImpl(tenancy, client);
  private final BulkRuns runs = new BulkRuns(system, tenancy, resolutions);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Reconciler reconciler =
      new Reconciler(List.of(runs), tenancy, client, meters, Duration.ZERO);

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
  void aResolutionWhoseWorkflowWasTerminatedOutsideEndsAsFailedAndIsAudited() {
    UUID id = accepted(tenant);
    start(tenant, id).terminate("by hand");

    reconciler.run(new FakeHold(1));

    assertThat(row(tenant, id).getStatus()).isEqualTo("failed");
    assertThat(row(tenant, id).getFinishedAt()).isNotNull();
    assertThat(audited()).containsExactly("operations.ended-outside " + id);
    assertThat(
            meters
                .counter(
                    "csr.reconciler.ended.outside",
                    "feature",
                    "operations",
                    "workflow",
                    "terminated")
                .count())
        .isEqualTo(1);
  }

  @Test
  void aRunningResolutionIsLeftAlone() {
    UUID id = accepted(tenant);
    start(tenant, id);

    reconciler.run(new FakeHold(1));

    assertThat(row(tenant, id).getFinishedAt()).isNull();
    assertThat(audited()).isEmpty();
  }

  @Test
  void resolutionsOfAllTenantsAreFoundUntilTheyEnd() {
    String other = database.freshTenant();
    UUID first = accepted(tenant);
    UUID second = accepted(other);
    UUID ended = accepted(other);
    resolutions.endBulk(new BulkEnd(new BulkRef(new TenantId(other), ended), true));

    assertThat(runs.olderThan(Duration.ZERO))
        .extracting(job -> job.jobId())
        .containsExactlyInAnyOrder(first, second);
    assertThat(runs.olderThan(Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void aResolutionThatHasEndedMeanwhileStaysAsItIs() {
    UUID id = accepted(tenant);
    var job = runs.olderThan(Duration.ZERO).getFirst();
    resolutions.endBulk(new BulkEnd(new BulkRef(new TenantId(tenant), id), true));

    assertThat(runs.isActive(job)).isFalse();
    runs.endedOutside(job);

    assertThat(row(tenant, id).getStatus()).isEqualTo("completed");
  }

  private UUID accepted(String owner) {
    UUID id = Ids.next();
    new Tenancy(database.api())
        .change(
            owner,
            db -> {
              db.insertInto(BULK_RESOLUTIONS)
                  .set(BULK_RESOLUTIONS.TENANT_ID, owner)
                  .set(BULK_RESOLUTIONS.BULK_ID, id)
                  .set(BULK_RESOLUTIONS.DECISION_ID, Ids.next())
                  .set(BULK_RESOLUTIONS.ACTION, "RETRY")
                  .set(BULK_RESOLUTIONS.FILTERS, JSONB.jsonb("{}"))
                  .set(BULK_RESOLUTIONS.WORKFLOW_ID, workflowId(owner, id))
                  .execute();
              StartIntents.add(
                  db,
                  new StartIntent(
                      owner,
                      Ids.next(),
                      OperationsNames.FEATURE,
                      OperationsNames.BULK_RESOLVE_TYPE,
                      workflowId(owner, id),
                      OperationsNames.TASK_QUEUE,
                      "{}",
                      "One decision about many parked steps",
                      id.toString(),
                      2,
                      null));
            });
    return id;
  }

  private WorkflowStub start(String owner, UUID id) {
    new StartIntentLoop(system, tenancy, client, meters).run(new FakeHold(1));
    return client.newUntypedWorkflowStub(workflowId(owner, id));
  }

  private static String workflowId(String owner, UUID id) {
    return OperationsNames.bulkResolveId(new TenantId(owner), id);
  }

  private BulkResolutionsRecord row(String owner, UUID id) {
    return tenancy.read(
        owner,
        db ->
            db.selectFrom(BULK_RESOLUTIONS)
                .where(BULK_RESOLUTIONS.TENANT_ID.eq(owner), BULK_RESOLUTIONS.BULK_ID.eq(id))
                .fetchSingle());
  }

  private List<String> audited() {
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(AUDIT_ENTRIES).fetch(row -> row.getAction() + " " + row.getResourceId()));
  }
}
