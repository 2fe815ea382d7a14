package org.teei.csr.activities.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.impactin.vendors.Verdict;
import org.teei.csr.activities.observability.FailureClassifier;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.schema.impactin.DeliverySeal;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveryAttemptsRecord;
import org.teei.csr.workflows.impactin.deliveries.DeliveryEnd;
import org.teei.csr.workflows.impactin.deliveries.DeliveryRef;
import org.teei.csr.workflows.impactin.deliveries.DeliveryStatus;
import org.teei.csr.workflows.impactin.deliveries.PlatformActivities;
import org.teei.csr.workflows.impactin.deliveries.Sent;
import org.teei.csr.workflows.shared.FailureClass;

/** What follows from what platforms answer, on a real database. */
class PlatformActivitiesTest {
  private final DeliveryFixture fixture = new DeliveryFixture();
  private final ScriptedVendors vendors = new ScriptedVendors();
  private final PlatformActivities platform = fixture.platform(vendors);
  private DeliveryRef ref;

  @BeforeEach
  void freeze() {
    ref = fixture.open(YearMonth.of(2026, 3), "scheduled", "never");
    fixture.deliveries(vendors).prepare(ref);
  }

  @Test
  void whatIsAcceptedIsDeliveredUnderTheIdOfTheDelivery() {
    vendors.answer(Verdict.ACCEPTED);

    assertThat(platform.send(ref)).isEqualTo(Sent.ACCEPTED);

    assertThat(vendors.calls).containsExactly("send " + ref.deliveryId());
    assertThat(vendors.bodies).containsExactly(fixture.payload(ref));
    assertThat(fixture.row(ref))
        .returns("delivered", ImpactDeliveriesRecord::getStatus)
        .returns("tx-1", ImpactDeliveriesRecord::getTransactionId)
        .returns(1, ImpactDeliveriesRecord::getAttempts);
  }

  @Test
  void whatHasArrivedIsNotSentAgain() {
    vendors.answer(Verdict.ACCEPTED);
    platform.send(ref);

    assertThat(platform.send(ref)).isEqualTo(Sent.ACCEPTED);

    assertThat(vendors.calls).hasSize(1);
  }

  @Test
  void requestAndAnswerAreKeptEncrypted() {
    vendors.answer(Verdict.ACCEPTED);
    platform.send(ref);

    ImpactDeliveryAttemptsRecord attempt = fixture.attempts(ref).getFirst();
    assertThat(new String(attempt.getRequestCiphertext(), StandardCharsets.ISO_8859_1))
        .doesNotContain("POST");
    assertThat(
            new String(
                new DeliverySeal(fixture.keys)
                    .openRequest(
                        fixture.tenant, ref.deliveryId(), 1, attempt.getRequestCiphertext()),
                StandardCharsets.UTF_8))
        .isEqualTo("POST /v1/impact");
  }

  @Test
  void aCallThatWasCutOffIsAskedAboutAndNotRepeated() {
    vendors.then(_ -> {
      throw new IllegalStateException("the process ends here");
    });
    assertThatThrownBy(() -> platform.send(ref)).isInstanceOf(IllegalStateException.class);

    assertThat(platform.send(ref)).isEqualTo(Sent.UNKNOWN);

    assertThat(vendors.calls).hasSize(1);
    assertThat(fixture.row(ref).getStatus()).isEqualTo("unknown");
    assertThat(fixture.attempts(ref))
        .extracting(ImpactDeliveryAttemptsRecord::getReason)
        .containsExactly("cut-off");
  }

  @Test
  void whatMayHaveArrivedIsNotSentAgainHoweverOftenTheStepIsRepeated() {
    vendors.answer(Verdict.UNKNOWN, FailureClass.TRANSIENT, "no-answer", null);

    assertThat(platform.send(ref)).isEqualTo(Sent.UNKNOWN);
    assertThat(platform.send(ref)).isEqualTo(Sent.UNKNOWN);

    assertThat(vendors.calls).hasSize(1);
  }

  @Test
  void whatThePlatformDoesNotKnowIsSentAgain() {
    vendors
        .answer(Verdict.UNKNOWN, FailureClass.TRANSIENT, "no-answer", null)
        .answer(Verdict.NOT_FOUND)
        .answer(Verdict.CONFIRMED);
    platform.send(ref);

    assertThat(platform.ask(ref)).isEqualTo(Sent.NOT_ARRIVED);
    assertThat(platform.send(ref)).isEqualTo(Sent.CONFIRMED);

    assertThat(fixture.attempts(ref))
        .extracting(ImpactDeliveryAttemptsRecord::getVerdict)
        .containsExactly("unknown", "not-found", "confirmed");
    assertThat(vendors.bodies).containsOnly(fixture.payload(ref));
  }

  @Test
  void whatThePlatformKnowsHasArrived() {
    vendors
        .answer(Verdict.UNKNOWN, FailureClass.TRANSIENT, "no-answer", null)
        .answer(Verdict.ACCEPTED);
    platform.send(ref);

    assertThat(platform.ask(ref)).isEqualTo(Sent.ACCEPTED);

    assertThat(fixture.row(ref).getStatus()).isEqualTo("delivered");
  }

  @Test
  void aPlatformThatCannotBeAskedLeavesItToAPerson() {
    ref = fixture.open("workday", YearMonth.of(2026, 3), "scheduled", "never");
    fixture.deliveries(vendors).prepare(ref);
    vendors
        .answer(Verdict.UNKNOWN, FailureClass.TRANSIENT, "no-answer", null)
        .answer(Verdict.CANNOT_ASK)
        .answer(Verdict.CANNOT_ASK)
        .answer(Verdict.ACCEPTED);

    assertOnlyAPersonKnows(() -> platform.send(ref));
    assertThat(fixture.row(ref))
        .returns("unknown", ImpactDeliveriesRecord::getStatus)
        .returns("outcome-unknown", ImpactDeliveriesRecord::getReason);
    assertOnlyAPersonKnows(() -> platform.send(ref));

    fixture.deliveries(vendors).noteMissed(ref);
    fixture.deliveries(vendors).noteMissed(ref);
    assertThat(platform.send(ref)).isEqualTo(Sent.ACCEPTED);
    assertThat(fixture.attempts(ref))
        .extracting(ImpactDeliveryAttemptsRecord::getVerdict)
        .containsExactly("unknown", "cannot-ask", "cannot-ask", "not-found", "accepted");
  }

  @Test
  void aCallThatWasCutOffAtAPlatformThatCannotBeAskedIsAPersonsToSettle() {
    ref = fixture.open("workday", YearMonth.of(2026, 3), "scheduled", "never");
    fixture.deliveries(vendors).prepare(ref);
    vendors
        .then(_ -> {
          throw new IllegalStateException("the process ends here");
        })
        .answer(Verdict.CANNOT_ASK);
    assertThatThrownBy(() -> platform.send(ref)).isInstanceOf(IllegalStateException.class);

    assertOnlyAPersonKnows(() -> platform.send(ref));

    assertThat(vendors.calls)
        .containsExactly("send " + ref.deliveryId(), "ask " + ref.deliveryId());
  }

  private static void assertOnlyAPersonKnows(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StepFailure.class,
            failure -> {
              assertThat(failure.failureClass()).isEqualTo(FailureClass.PERMANENT);
              assertThat("impactin/" + failure.reason())
                  .isEqualTo(PlatformActivities.OUTCOME_UNKNOWN);
            });
  }

  @Test
  void theTimeThatThePlatformNamedIsKept() {
    vendors.answer(
        Verdict.TRY_LATER, FailureClass.RATE_LIMITED, "rate-limited", Duration.ofSeconds(17));

    assertThatThrownBy(() -> platform.send(ref))
        .satisfies(failure ->
            assertThat(FailureClassifier.classify(failure, Instant.now()))
                .isEqualTo(
                    new FailureClassifier.Verdict(
                        FailureClass.RATE_LIMITED, "rate-limited", Duration.ofSeconds(17))));

    assertThat(fixture.row(ref))
        .returns("retrying", ImpactDeliveriesRecord::getStatus)
        .returns("rate-limited", ImpactDeliveriesRecord::getReason);
  }

  @Test
  void aRefusalIsOfItsClass() {
    vendors.answer(Verdict.REFUSED, FailureClass.AUTH, "credentials-refused", null);

    assertThatThrownBy(() -> platform.send(ref))
        .isInstanceOfSatisfying(
            StepFailure.class,
            failure -> assertThat(failure.failureClass()).isEqualTo(FailureClass.AUTH));
  }

  @Test
  void troubleWithAQuestionAboutWhatHasArrivedIsNone() {
    vendors
        .answer(Verdict.ACCEPTED)
        .answer(Verdict.UNKNOWN, FailureClass.TRANSIENT, "no-answer", null)
        .answer(Verdict.CANNOT_ASK)
        .answer(Verdict.CONFIRMED);
    platform.send(ref);

    assertThat(platform.confirm(ref)).isEqualTo(Sent.ACCEPTED);
    assertThat(platform.confirm(ref)).isEqualTo(Sent.NOT_ASKABLE);
    assertThat(fixture.row(ref).getStatus()).isEqualTo("delivered");
    assertThat(platform.confirm(ref)).isEqualTo(Sent.CONFIRMED);
    assertThat(fixture.row(ref).getStatus()).isEqualTo("confirmed");
  }

  @Test
  void whatHasArrivedStaysDeliveredWhoeverEndsIt() {
    vendors.answer(Verdict.ACCEPTED);
    platform.send(ref);

    fixture
        .deliveries(vendors)
        .finish(new DeliveryEnd(ref, DeliveryStatus.CANCELLED, "impactin/cancelled"));

    assertThat(fixture.row(ref))
        .returns("delivered", ImpactDeliveriesRecord::getStatus)
        .returns(null, ImpactDeliveriesRecord::getReason);
    assertThat(fixture.row(ref).getFinishedAt()).isNotNull();
  }

  @Test
  void whatDidNotArriveSaysWhy() {
    fixture
        .deliveries(vendors)
        .finish(new DeliveryEnd(ref, DeliveryStatus.CANCELLED, "impactin/cancelled"));

    assertThat(fixture.row(ref))
        .returns("cancelled", ImpactDeliveriesRecord::getStatus)
        .returns("cancelled", ImpactDeliveriesRecord::getReason);
  }

  @Test
  void aCallbackConfirmsWithoutAQuestion() {
    vendors.answer(Verdict.ACCEPTED);
    platform.send(ref);
    calledBack("received", "2026-04-01T00:00:00Z");
    calledBack("processed", "2026-04-01T00:00:01Z");

    assertThat(platform.confirm(ref)).isEqualTo(Sent.CONFIRMED);

    assertThat(vendors.calls).hasSize(1);
    assertThat(fixture.row(ref).getStatus()).isEqualTo("confirmed");
  }

  @Test
  void whatThePlatformRejectedLaterIsLeftToAPerson() {
    vendors.answer(Verdict.ACCEPTED);
    platform.send(ref);
    calledBack("failed", "2026-04-01T00:00:00Z");

    assertThatThrownBy(() -> platform.confirm(ref))
        .isInstanceOfSatisfying(
            StepFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo("platform-rejected"));
  }

  private void calledBack(String outcome, String at) {
    fixture.programme.execute(
        """
        insert into csr.platform_callbacks (tenant_id, callback_id, platform, transaction_id, outcome, received_at)
        values (?, ?, 'benevity', 'tx-1', ?, ?::timestamptz)
        """,
        fixture.tenant,
        UUID.randomUUID(),
        outcome,
        at);
  }
}
