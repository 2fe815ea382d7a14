package org.teei.csr.workflows.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.operations.UnverifiedCommand;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;

class DeliveryCommandsTest extends DeliveryTest {

  @BeforeEach
  void asks() {
    books.prepared = new Prepared(true, 2, 1);
  }

  private void startAndWait() {
    start();
    awaitStatus(DeliveryStatus.AWAITING_APPROVAL);
  }

  private UnverifiedCommand unverified(String command) {
    return new UnverifiedCommand(
        ref.tenant(), DeliveryNames.workflowId(ref.tenant(), ref.deliveryId()), command);
  }

  @Test
  void nothingIsSentBeforeItIsApproved() {
    startAndWait();
    assertThat(platform.calls).isEmpty();
    assertThat(stage()).isEqualTo("awaiting_approval");
    assertThat(run.describe().getTypedSearchAttributes().get(Attributes.NEEDS_ATTENTION)).isTrue();
    assertThat(details())
        .startsWith(
            "**Waits for approval**: 2 figures should be looked at, 1 is left out. Ends by itself"
                + " on ");

    commands.approve(decided());

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(platform.sent()).isEqualTo(1);
    assertThat(run.describe().getTypedSearchAttributes().get(Attributes.NEEDS_ATTENTION)).isFalse();
    assertThat(run.describe().getTypedSearchAttributes().get(Attributes.DUE_AT)).isNull();
    assertThat(operations.unverified).isEmpty();
  }

  @Test
  void whatIsRefusedIsNotSent() {
    startAndWait();

    commands.refuse(decided());

    assertThat(result()).isEqualTo(DeliveryStatus.REFUSED);
    assertThat(platform.calls).isEmpty();
    assertThat(end()).isEqualTo(ending(DeliveryStatus.REFUSED, "impactin/approval-refused"));
    assertThat(details()).isEqualTo("Not sent: approval was refused.");
  }

  @Test
  void whatNobodyApprovesInAWeekExpiresAfterThreeReminders() {
    start();

    assertThat(result()).isEqualTo(DeliveryStatus.EXPIRED);

    assertThat(platform.calls).isEmpty();
    assertThat(end()).isEqualTo(ending(DeliveryStatus.EXPIRED, "impactin/approval-expired"));
    Instant due = books.waits.getFirst().due();
    DeliveryWait waiting = new DeliveryWait(ref, DeliveryStatus.AWAITING_APPROVAL, due);
    assertThat(books.waits).containsExactly(waiting);
    assertThat(books.reminders).containsExactly(waiting, waiting, waiting);
    assertThat(took()).isBetween(Duration.ofDays(7), Duration.ofDays(7).plusMinutes(1));
    assertThat(due).isBetween(time(history().getFirst()), time(history().getLast()));
    assertThat(history()).hasSizeLessThan(70);
  }

  @Test
  void aReminderThatFailsDoesNotStandInTheWayOfTheApproval() {
    books.fails("remind", Failures.permanent(FailureClass.BUG, "impactin/broken"));
    startAndWait();
    server.sleep(Duration.ofDays(2));

    commands.approve(decided());

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(books.reminders).isEmpty();
  }

  @Test
  void aWaitThatCannotBeShownParksAndIsShownWhenTriedAgain() {
    books.fails("show awaiting_approval", Failures.permanent(FailureClass.BUG, "impactin/broken"));
    Parked parked = park();
    assertParked(parked, "approving", FailureClass.BUG);
    resolve(parked, ParkedAction.RETRY);
    awaitStatus(DeliveryStatus.AWAITING_APPROVAL);
    assertThat(run.describe().getTypedSearchAttributes().get(Attributes.NEEDS_ATTENTION)).isTrue();

    commands.approve(decided());

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
  }

  @Test
  void aDecisionThatNobodyWaitsForIsRefused() {
    startAndWait();
    commands.approve(decided());

    refused("impactin/not-waiting", () -> commands.refuse(decided()));
    refused("impactin/not-waiting", () -> commands.approve(decided()));

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
  }

  @Test
  void aDeliveryThatAsksNobodyTakesNoApproval() {
    books.prepared = new Prepared(false, 0, 0);
    start();
    awaitStatus(DeliveryStatus.DELIVERED);

    refused("impactin/not-waiting", () -> commands.approve(decided()));
    refused("impactin/not-waiting", () -> commands.refuse(decided()));

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
  }

  @Test
  void commandsWithoutARecordedDecisionAreObeyedAndNoted() {
    startAndWait();

    commands.approve(new DeliveryCommand(null));

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(operations.unverified).containsExactly(unverified("approve"));
  }

  @Test
  void aRefusalWithoutARecordedDecisionIsNoted() {
    startAndWait();

    commands.refuse(new DeliveryCommand(null));

    assertThat(result()).isEqualTo(DeliveryStatus.REFUSED);
    assertThat(operations.unverified).containsExactly(unverified("refuse"));
  }

  @Test
  void aCancellationWithoutARecordedDecisionIsNoted() {
    startAndWait();

    commands.cancel(new DeliveryCommand(null));

    assertThat(result()).isEqualTo(DeliveryStatus.CANCELLED);
    assertThat(operations.unverified).containsExactly(unverified("cancel"));
  }

  @Test
  void whatWaitsForApprovalCanBeCancelled() {
    startAndWait();

    commands.cancel(decided());

    assertThat(result()).isEqualTo(DeliveryStatus.CANCELLED);
    assertThat(platform.calls).isEmpty();
    assertThat(end()).isEqualTo(ending(DeliveryStatus.CANCELLED, "impactin/cancelled"));
    assertThat(details()).isEqualTo("Cancelled. It can be replayed.");
    assertThat(run.describe().getTypedSearchAttributes().get(Attributes.NEEDS_ATTENTION)).isFalse();
  }

  @Test
  void aCancellationDuringAReminderClosesTheBooks() {
    books.fails("remind", Failures.slowDown("impactin/busy", Duration.ofDays(30)));
    startAndWait();
    server.sleep(Duration.ofDays(1).plusMinutes(1));

    commands.cancel(decided());

    assertThat(result()).isEqualTo(DeliveryStatus.CANCELLED);
    assertThat(end().status()).isEqualTo(DeliveryStatus.CANCELLED);
  }

  @Test
  void aCancellationFromOutsideWhileItWaitsClosesTheBooks() {
    startAndWait();

    run.cancel("from outside");

    assertThat(catchThrowableOfType(WorkflowFailedException.class, this::result))
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(end().status()).isEqualTo(DeliveryStatus.CANCELLED);
  }

  @Test
  void whatIsParkedCanBeCancelled() {
    books.prepared = new Prepared(false, 0, 0);
    platform.sends.fail(Failures.permanent(FailureClass.AUTH, "impactin/credentials-refused"));
    park();

    commands.cancel(decided());

    assertThat(result()).isEqualTo(DeliveryStatus.CANCELLED);
    assertThat(platform.sent()).isEqualTo(1);
    assertThat(operations.unparked).hasSize(1);
  }

  @Test
  void whatIsHeldBackCanBeCancelled() {
    books.prepared = new Prepared(false, 0, 0);
    operations.holds.add(true);
    start();
    awaitStatus(DeliveryStatus.PENDING);

    commands.cancel(decided());

    assertThat(result()).isEqualTo(DeliveryStatus.CANCELLED);
    assertThat(platform.calls).isEmpty();
  }

  @Test
  void whatThePlatformHasAcceptedCannotBeCancelled() {
    books.prepared = new Prepared(false, 0, 0);
    start();
    awaitStatus(DeliveryStatus.DELIVERED);

    refused("impactin/has-ended", () -> commands.cancel(decided()));

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
  }

  @Test
  void aCancellationThatMeetsTheAnswerOfThePlatformLeavesItDelivered() {
    books.prepared = new Prepared(false, 0, 0);
    platform.sends.then(() -> {
      commands.cancel(decided());
      return Sent.ACCEPTED;
    });

    assertThat(startAndFinish()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(end()).isEqualTo(ending(DeliveryStatus.DELIVERED, null));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCancellationThatMeetsAnUnknownOutcomeSendsNothingMore(boolean canBeAsked) {
    books.prepared = new Prepared(false, 0, 0);
    platform.sends.then(() -> {
      commands.cancel(decided());
      if (canBeAsked) {
        return Sent.UNKNOWN;
      }
      throw Failures.permanent(FailureClass.PERMANENT, PlatformActivities.OUTCOME_UNKNOWN);
    });

    assertThat(startAndFinish()).isEqualTo(DeliveryStatus.CANCELLED);
    assertThat(platform.calls).containsExactly("send");
    assertThat(end()).isEqualTo(ending(DeliveryStatus.CANCELLED, "impactin/outcome-unknown"));
  }

  @Test
  void aSecondCancellationIsRefused() {
    books.when(
        "prepare",
        () -> {
          commands.cancel(decided());
          refused("impactin/has-ended", () -> commands.cancel(decided()));
        });

    assertThat(startAndFinish()).isEqualTo(DeliveryStatus.CANCELLED);
  }
}
