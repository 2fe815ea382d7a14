package org.teei.csr.activities.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.DRAIN_SWITCHES;
import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.jooq.tables.records.ParkedWorkflowsRecord;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.OperationsActivities;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.operations.ParkingEnd;
import org.teei.csr.workflows.operations.Unparked;
import org.teei.csr.workflows.operations.UnverifiedCommand;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.TenantId;

class OperationsActivitiesTest {
  private final Database database = Database.shared();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();
  private final TenantId tenantId = new TenantId(tenant);
  private final OperationsActivities operations =
      new OperationsActivitiesImpl(tenancy, new SimpleMeterRegistry());

  @Test
  void aParkedStepIsListedOnceHoweverOftenItIsReported() {
    Parked parked = parked(1);
    operations.park(parked);
    operations.park(parked);
    assertThat(rows())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.getState()).isEqualTo("waiting");
          assertThat(row.getStage()).isEqualTo("merging");
          assertThat(row.getFailureClass()).isEqualTo("TRANSIENT");
          assertThat(row.getActions()).containsExactly("RETRY", "ABORT");
        });
  }

  @Test
  void aLaterRunOfTheSameWorkflowMayParkUnderTheSameNumber() {
    operations.park(parked(1));
    operations.park(parked(1));
    assertThat(rows()).hasSize(2);
  }

  @Test
  void aResolutionWithItsDecisionIsNotedWithoutMuchAdo() {
    Parked parked = parked(1);
    UUID decision = Ids.next();
    operations.park(parked);
    operations.unpark(unparked(parked, ParkingEnd.RESOLVED, ParkedAction.RETRY, decision));
    assertThat(rows())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.getState()).isEqualTo("resolved");
          assertThat(row.getResolution()).isEqualTo("RETRY");
          assertThat(row.getDecisionId()).isEqualTo(decision);
        });
    assertThat(audited()).isEmpty();
  }

  @Test
  void aResolutionWithoutADecisionIsAuditedOnceAsUnverified() {
    Parked parked = parked(1);
    operations.park(parked);
    Unparked unparked = unparked(parked, ParkingEnd.RESOLVED, ParkedAction.ABORT, null);
    operations.unpark(unparked);
    operations.unpark(unparked);
    assertThat(audited()).containsExactly("unverified operations.unverified-command");
  }

  @Test
  void aParkingThatRanOutOrWasCancelledSaysSo() {
    Parked expired = parked(1);
    Parked ended = parked(2);
    operations.park(expired);
    operations.park(ended);
    operations.unpark(unparked(expired, ParkingEnd.EXPIRED, null, null));
    operations.unpark(unparked(ended, ParkingEnd.ENDED, null, null));
    assertThat(rows())
        .extracting(ParkedWorkflowsRecord::getState)
        .containsExactlyInAnyOrder("expired", "ended");
    assertThat(audited()).isEmpty();
  }

  @Test
  void theEndOfAParkingThatWasNeverListedIsNoError() {
    operations.unpark(unparked(parked(1), ParkingEnd.RESOLVED, ParkedAction.RETRY, null));
    assertThat(rows()).isEmpty();
    assertThat(audited()).isEmpty();
  }

  @Test
  void aCommandWithoutADecisionIsAuditedAsUnverified() {
    operations.unverified(new UnverifiedCommand(tenantId, "imports/" + tenant + "/1", "pause"));
    assertThat(audited()).containsExactly("unverified operations.unverified-command");
  }

  @Test
  void aDrainSwitchHoldsWhatItCovers() {
    String feature = "f-" + Ids.next().toString().substring(24);
    String vendor = "v-" + Ids.next().toString().substring(24);
    Gate byFeature = new Gate(tenantId, feature, null);
    Gate byVendor = new Gate(tenantId, "imports", vendor);
    assertThat(operations.held(byFeature)).isFalse();
    drain("feature:" + feature);
    drain("vendor:" + vendor);
    assertThat(operations.held(byFeature)).isTrue();
    assertThat(operations.held(byVendor)).isTrue();
    assertThat(operations.held(new Gate(tenantId, "imports", null))).isFalse();
    drain("tenant:" + tenant);
    assertThat(operations.held(new Gate(tenantId, "imports", null))).isTrue();
  }

  private void drain(String scope) {
    new Tenancy(database.api())
        .change(
            tenant,
            db ->
                db.insertInto(DRAIN_SWITCHES)
                    .columns(DRAIN_SWITCHES.SCOPE, DRAIN_SWITCHES.REASON, DRAIN_SWITCHES.ACTOR)
                    .values(scope, "maintenance", "operator")
                    .execute());
  }

  private Parked parked(int sequence) {
    Instant now = Instant.now();
    return new Parked(
        tenantId,
        Ids.next(),
        "imports",
        "imports/" + tenant + "/1",
        "1",
        "merging",
        FailureClass.TRANSIENT,
        "imports/database-away",
        "Something did not answer.",
        sequence,
        List.of(ParkedAction.RETRY, ParkedAction.ABORT),
        now,
        now.plus(Duration.ofDays(7)));
  }

  private static Unparked unparked(
      Parked parked, ParkingEnd end, @Nullable ParkedAction action, @Nullable UUID decision) {
    return new Unparked(parked.tenant(), parked.parkedId(), end, action, decision);
  }

  private List<ParkedWorkflowsRecord> rows() {
    return tenancy.read(tenant, db -> db.selectFrom(PARKED_WORKFLOWS).fetch());
  }

  private List<String> audited() {
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(AUDIT_ENTRIES).fetch(row -> row.getActorRole() + " " + row.getAction()));
  }
}
