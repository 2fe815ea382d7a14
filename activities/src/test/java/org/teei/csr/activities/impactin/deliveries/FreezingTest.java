package org.teei.csr.activities.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.YearMonth;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.impactin.vendors.Verdict;
import org.teei.csr.activities.metrics.Snapshots;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.engines.metrics.Period;
import org.teei.csr.workflows.impactin.deliveries.DeliveryActivities;
import org.teei.csr.workflows.impactin.deliveries.DeliveryRef;
import org.teei.csr.workflows.impactin.deliveries.Prepared;

/** What is frozen, on a real database. */
class FreezingTest {
  private static final YearMonth MONTH = YearMonth.of(2026, 3);

  private final DeliveryFixture fixture = new DeliveryFixture();
  private final ScriptedVendors vendors = new ScriptedVendors();
  private final DeliveryActivities deliveries = fixture.deliveries(vendors);

  @Test
  void figuresOfThePeriodAreFrozenWithTheDigestOfWhatIsSent() {
    fixture.sessions(MONTH, 3);
    DeliveryRef ref = fixture.open(MONTH, "scheduled", "never");

    assertThat(deliveries.prepare(ref))
        .returns(false, Prepared::asks)
        .returns(0, Prepared::changes);

    assertThat(fixture.payload(ref)).contains("org-1", "\"volunteer_hours\"", "2026-03-31");
    assertThat(fixture.row(ref).getPayloadSha256()).hasSize(64);
    assertThat(fixture.row(ref).getSnapshotId()).isNotNull();
  }

  @Test
  void whatIsFrozenStaysWhateverComesLater() {
    fixture.sessions(MONTH, 1);
    DeliveryRef ref = fixture.open(MONTH, "scheduled", "never");
    deliveries.prepare(ref);
    String frozen = fixture.payload(ref);
    fixture.sessions(MONTH, 4);

    deliveries.prepare(ref);

    assertThat(fixture.payload(ref)).isEqualTo(frozen);
    assertThatThrownBy(() ->
            fixture.programme.execute(
                "update csr.impact_deliveries set payload_sha256 = repeat('0', 64) where delivery_id = ?",
                ref.deliveryId()))
        .hasMessageContaining("does not change");
  }

  @Test
  void stepsAtTheSameTimeFreezeTheSame() throws Exception {
    fixture.sessions(MONTH, 2);
    DeliveryRef ref = fixture.open(MONTH, "scheduled", "never");

    try (var threads = Executors.newFixedThreadPool(8)) {
      var all =
          threads.invokeAll(
              IntStream.range(0, 20)
                  .mapToObj(_ -> (Callable<Prepared>) () -> deliveries.prepare(ref))
                  .toList());
      assertThat(all).extracting(Future::get).containsOnly(all.getFirst().get());
    }
  }

  @Test
  void withoutAConnectionNothingIsFrozen() {
    DeliveryRef ref = fixture.open(MONTH, "scheduled", "never");
    DeliveryActivities unconnected = fixture.deliveries(new ScriptedVendors().unconnected());

    assertThatThrownBy(() -> unconnected.prepare(ref))
        .isInstanceOfSatisfying(
            StepFailure.class, failure -> assertThat(failure.reason()).isEqualTo("not-connected"));

    assertThat(fixture.row(ref).getPayloadSha256()).isNull();
  }

  @Test
  void aPersonIsAskedAlwaysOrNeverAsTheScheduleSays() {
    assertThat(deliveries.prepare(fixture.open(MONTH, "scheduled", "always")).asks()).isTrue();
    assertThat(deliveries.prepare(fixture.open(MONTH.plusMonths(1), "scheduled", "never")).asks())
        .isFalse();
  }

  @Test
  void aFigureFarFromWhatIsUsualHasAPersonAsked() {
    for (int i = 3; i > 0; i--) {
      fixture.sessions(MONTH.minusMonths(i), 3);
      arrived(MONTH.minusMonths(i));
    }
    fixture.sessions(MONTH, 40);

    DeliveryRef ref = fixture.open(MONTH, "scheduled", "on_deviation");

    assertThat(deliveries.prepare(ref).asks()).isTrue();
    assertThat(fixture.row(ref).getChanges().data()).contains("deviates", "sessions", "hours");
  }

  @Test
  void aFigureLikeThoseBeforeHasNobodyAsked() {
    for (int i = 4; i > 0; i--) {
      fixture.sessions(MONTH.minusMonths(i), 6);
      arrived(MONTH.minusMonths(i));
    }
    fixture.sessions(MONTH, 7);

    assertThat(deliveries.prepare(fixture.open(MONTH, "scheduled", "on_deviation")).asks())
        .isFalse();
  }

  @Test
  void aNewRevisionTellsWhatDiffersAndAsks() {
    fixture.sessions(MONTH, 1);
    DeliveryRef first = arrived(MONTH);
    fixture.sessions(MONTH, 2);
    new Snapshots(fixture.worker)
        .snapshot(fixture.tenant, Period.of(MONTH, ZoneId.of("UTC")), "a test");

    DeliveryRef second = fixture.open(MONTH, "run-now", "never");

    assertThat(second).isNotEqualTo(first);
    assertThat(deliveries.prepare(second).asks()).isTrue();
    assertThat(fixture.row(second).getRevision()).isEqualTo(2);
    assertThat(fixture.row(second).getChanges().data()).contains("differs", "volunteer_hours");
  }

  private DeliveryRef arrived(YearMonth month) {
    DeliveryRef ref = fixture.open(month, "scheduled", "never");
    deliveries.prepare(ref);
    fixture.platform(vendors.answer(Verdict.CONFIRMED)).send(ref);
    return ref;
  }
}
