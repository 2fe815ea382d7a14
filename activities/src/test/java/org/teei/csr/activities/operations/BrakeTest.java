package org.teei.csr.activities.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.DECISIONS;
import static org.teei.csr.schema.jooq.Tables.DRAIN_SWITCHES;
import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.jooq.tables.records.DrainSwitchesRecord;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.TenantId;

class BrakeTest {
  private final Database database = Database.shared();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final String tenant = database.freshTenant();
  private final OperationsActivitiesImpl operations = new OperationsActivitiesImpl(tenancy, meters);

  @Test
  void twentyParksAreTakenForSingleCases() {
    park(20, FailureClass.AUTH);

    assertThat(held()).isFalse();
    assertThat(switches()).isEmpty();
  }

  @Test
  void theTwentyFirstParkHoldsTheSourceBackAndSaysWhy() {
    park(21, FailureClass.AUTH);

    assertThat(held()).isTrue();
    assertThat(switches())
        .singleElement()
        .satisfies(set -> {
          assertThat(set.getScope()).isEqualTo("tenant:" + tenant + ":imports");
          assertThat(set.getActor()).isEqualTo("brake");
          assertThat(set.getReason())
              .startsWith("Set by the platform: more than 20 steps")
              .contains("AUTH", "Credentials were refused.");
        });
    assertThat(audited()).containsExactly("brake platform operations.brake");
    assertThat(closings(FailureClass.AUTH)).isEqualTo(1);
  }

  @Test
  void furtherParksWriteNothingMoreWhileItIsHeldBack() {
    park(21, FailureClass.AUTH);
    Instant since = switches().getFirst().getSetAt();
    park(25, FailureClass.AUTH);
    park(25, FailureClass.DATA);

    assertThat(switches()).singleElement().returns(since, DrainSwitchesRecord::getSetAt);
    assertThat(audited()).hasSize(1);
    assertThat(closings(FailureClass.AUTH)).isEqualTo(1);
    assertThat(closings(FailureClass.DATA)).isZero();
  }

  @Test
  void aParkThatIsReportedAgainCountsOnce() {
    Parked parked = parked(tenant, "imports", FailureClass.AUTH, Instant.now());
    for (int i = 0; i < 30; i++) {
      operations.park(parked);
    }

    assertThat(held()).isFalse();
  }

  @Test
  void parksOfAnotherClassDoNotCount() {
    park(20, FailureClass.AUTH);
    park(20, FailureClass.DATA);

    assertThat(held()).isFalse();
  }

  @Test
  void parksOfAnotherFeatureDoNotCount() {
    park(20, FailureClass.AUTH);
    for (int i = 0; i < 20; i++) {
      operations.park(parked(tenant, "webhooks", FailureClass.AUTH, Instant.now()));
    }

    assertThat(switches()).isEmpty();
  }

  @Test
  void parksOfAnotherTenantDoNotCount() {
    String other = database.freshTenant();
    park(20, FailureClass.AUTH);
    for (int i = 0; i < 20; i++) {
      operations.park(parked(other, "imports", FailureClass.AUTH, Instant.now()));
    }

    assertThat(held()).isFalse();
    assertThat(operations.held(new Gate(new TenantId(other), "imports", null))).isFalse();
  }

  @Test
  void otherFeaturesAndTenantsGoOnWhileASourceIsHeldBack() {
    String other = database.freshTenant();
    park(21, FailureClass.AUTH);

    assertThat(operations.held(new Gate(new TenantId(tenant), "webhooks", null))).isFalse();
    assertThat(operations.held(new Gate(new TenantId(other), "imports", null))).isFalse();
  }

  @Test
  void parksOfMoreThanAMinuteAgoDoNotCount() {
    Instant before = Instant.now().minus(Duration.ofSeconds(61));
    for (int i = 0; i < 30; i++) {
      operations.park(parked(tenant, "imports", FailureClass.AUTH, before));
    }
    park(20, FailureClass.AUTH);

    assertThat(held()).isFalse();
  }

  @Test
  void parksAtTheSameMomentHoldTheSourceBackOnce() throws Exception {
    int parks = 21;
    var together = new CountDownLatch(parks);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends Future<?>> all =
          IntStream.range(0, parks)
              .mapToObj(i ->
                  threads.submit(() -> {
                    Parked parked = parked(tenant, "imports", FailureClass.AUTH, Instant.now());
                    together.countDown();
                    together.await();
                    operations.park(parked);
                    return i;
                  }))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    }

    assertThat(switches()).hasSize(1);
    assertThat(audited()).hasSize(1);
    assertThat(closings(FailureClass.AUTH)).isEqualTo(1);
  }

  @Test
  void aParkCountsThoseOfItsSourceThatAreBeingRecorded() throws Exception {
    park(19, FailureClass.AUTH);
    Parked twentieth = parked(tenant, "imports", FailureClass.AUTH, Instant.now());
    Parked last = parked(tenant, "imports", FailureClass.AUTH, Instant.now());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> following =
          tenancy.write(
              tenant,
              db -> {
                Brake.enter(db, twentieth);
                insert(db, twentieth);
                Future<?> begun = threads.submit(() -> operations.park(last));
                await().until(() -> begun.isDone() || somebodyWaits());
                return begun;
              });
      following.get();
    }

    assertThat(held()).isTrue();
  }

  private static void insert(DSLContext db, Parked parked) {
    db.insertInto(PARKED_WORKFLOWS)
        .set(PARKED_WORKFLOWS.TENANT_ID, parked.tenant().value())
        .set(PARKED_WORKFLOWS.PARKED_ID, parked.parkedId())
        .set(PARKED_WORKFLOWS.FEATURE, parked.feature())
        .set(PARKED_WORKFLOWS.WORKFLOW_ID, parked.workflowId())
        .set(PARKED_WORKFLOWS.BUSINESS_REF, parked.businessRef())
        .set(PARKED_WORKFLOWS.STAGE, parked.stage())
        .set(PARKED_WORKFLOWS.FAILURE_CLASS, parked.failureClass().name())
        .set(PARKED_WORKFLOWS.FAILURE_TYPE, parked.failureType())
        .set(PARKED_WORKFLOWS.SENTENCE, parked.sentence())
        .set(PARKED_WORKFLOWS.SEQUENCE, parked.sequence())
        .set(PARKED_WORKFLOWS.ACTIONS, new String[] {"RETRY"})
        .execute();
  }

  private boolean somebodyWaits() {
    return DSL.using(database.superuser(), SQLDialect.POSTGRES)
        .fetchExists(
            DSL.selectOne()
                .from("pg_catalog.pg_locks")
                .where("locktype = 'advisory' and not granted"));
  }

  @Test
  void afterAnOperatorLiftedItTheCountBeginsAnew() {
    park(21, FailureClass.AUTH);
    lift();

    park(20, FailureClass.AUTH);
    assertThat(held()).isFalse();
    park(1, FailureClass.AUTH);

    assertThat(held()).isTrue();
    assertThat(audited()).hasSize(2);
  }

  @Test
  void aSwitchThatAnOperatorSetStaysAsItIs() {
    new Tenancy(database.api())
        .change(
            tenant,
            db ->
                db.insertInto(DRAIN_SWITCHES)
                    .columns(DRAIN_SWITCHES.SCOPE, DRAIN_SWITCHES.REASON, DRAIN_SWITCHES.ACTOR)
                    .values("tenant:" + tenant + ":imports", "maintenance", "operator")
                    .execute());

    park(21, FailureClass.AUTH);

    assertThat(switches()).singleElement().returns("operator", DrainSwitchesRecord::getActor);
    assertThat(audited()).isEmpty();
  }

  private void park(int times, FailureClass failureClass) {
    for (int i = 0; i < times; i++) {
      operations.park(parked(tenant, "imports", failureClass, Instant.now()));
    }
  }

  private static Parked parked(
      String tenant, String feature, FailureClass failureClass, Instant at) {
    String work = Ids.next().toString();
    return new Parked(
        new TenantId(tenant),
        Ids.next(),
        feature,
        feature + "/" + tenant + "/" + work,
        work,
        "merging",
        failureClass,
        feature + "/some-reason",
        "Credentials were refused. Trying again helps after they are renewed.",
        1,
        List.of(ParkedAction.RETRY, ParkedAction.ABORT),
        at,
        at.plus(Duration.ofDays(7)));
  }

  /** As the API does it: the row goes, a decision stays. */
  private void lift() {
    String scope = "tenant:" + tenant + ":imports";
    new Tenancy(database.api())
        .change(
            tenant,
            db -> {
              db.deleteFrom(DRAIN_SWITCHES).where(DRAIN_SWITCHES.SCOPE.eq(scope)).execute();
              db.insertInto(DECISIONS)
                  .set(DECISIONS.TENANT_ID, tenant)
                  .set(DECISIONS.DECISION_ID, Ids.next())
                  .set(DECISIONS.ACTOR, "operator")
                  .set(DECISIONS.ACTOR_ROLE, "operator")
                  .set(DECISIONS.ACTION, "operations.undrain")
                  .set(DECISIONS.RESOURCE_TYPE, "drain-switch")
                  .set(DECISIONS.RESOURCE_ID, scope)
                  .execute();
            });
  }

  private boolean held() {
    return operations.held(new Gate(new TenantId(tenant), "imports", null));
  }

  private Result<DrainSwitchesRecord> switches() {
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(DRAIN_SWITCHES)
                .where(DRAIN_SWITCHES.SCOPE.startsWith("tenant:" + tenant))
                .fetch());
  }

  private double closings(FailureClass failureClass) {
    return meters
        .counter("csr.operations.brake", "feature", "imports", "class", failureClass.name())
        .count();
  }

  private List<String> audited() {
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(AUDIT_ENTRIES)
                .where(AUDIT_ENTRIES.RESOURCE_ID.eq("tenant:" + tenant + ":imports"))
                .fetch(row -> row.getActor() + " " + row.getActorRole() + " " + row.getAction()));
  }
}
