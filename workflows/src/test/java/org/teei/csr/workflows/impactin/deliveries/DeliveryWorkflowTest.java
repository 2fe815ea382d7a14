package org.teei.csr.workflows.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;

class DeliveryWorkflowTest extends DeliveryTest {

  @Test
  void isConfirmedAtOnceByAPlatformThatSaysSo() {
    platform.sends.then(Sent.CONFIRMED);

    assertThat(startAndFinish()).isEqualTo(DeliveryStatus.CONFIRMED);

    assertThat(books.calls).containsExactly("prepare", "finish");
    assertThat(platform.calls).containsExactly("send");
    assertThat(end()).isEqualTo(ending(DeliveryStatus.CONFIRMED, null));
    assertThat(stage()).isEqualTo("confirmed");
    assertThat(details()).isEqualTo("Done. The platform has confirmed the figures.");
    assertThat(history()).hasSizeLessThan(60);
  }

  @Test
  void isConfirmedWhenALookShowsThatItWasProcessed() {
    platform.confirmations.then(Sent.ACCEPTED);

    assertThat(startAndFinish()).isEqualTo(DeliveryStatus.CONFIRMED);

    assertThat(platform.calls).containsExactly("send", "confirm", "confirm");
    assertThat(took()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
    assertThat(history()).hasSizeLessThan(60);
  }

  @Test
  void isLookedAtAgainWhenThePlatformCallsBack() {
    platform.confirmations.then(Sent.NOT_ASKABLE);
    start();
    awaitStatus(DeliveryStatus.DELIVERED);
    assertThat(details())
        .startsWith("Delivered: the platform has accepted the figures.")
        .contains("until tomorrow");
    server.sleep(Duration.ofHours(3));
    assertThat(platform.calls).containsExactly("send", "confirm");

    commands.calledBack();

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(platform.calls).containsExactly("send", "confirm", "confirm");
    assertThat(took()).isBetween(Duration.ofHours(3), Duration.ofHours(4));
  }

  @Test
  void aCallbackThatComesBeforeTheAnswerIsNotLost() {
    platform.sends.then(() -> {
      commands.calledBack();
      return Sent.ACCEPTED;
    });

    assertThat(startAndFinish()).isEqualTo(DeliveryStatus.CONFIRMED);

    assertThat(platform.calls).containsExactly("send", "confirm");
    assertThat(took()).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void callbacksThatSayNothingNewDoNotEndTheWait() {
    platform.confirmations.always(Sent.NOT_ASKABLE);
    start();
    awaitStatus(DeliveryStatus.DELIVERED);

    commands.calledBack();
    commands.calledBack();

    assertThat(result()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(took()).isGreaterThan(Duration.ofHours(24));
  }

  @Test
  void whatNobodyConfirmsInADayStaysDelivered() {
    platform.confirmations.always(Sent.NOT_ASKABLE);

    assertThat(startAndFinish()).isEqualTo(DeliveryStatus.DELIVERED);

    assertThat(platform.calls).containsExactly("send", "confirm", "confirm");
    assertThat(took()).isBetween(Duration.ofHours(24), Duration.ofHours(25));
    assertThat(end()).isEqualTo(ending(DeliveryStatus.DELIVERED, null));
    assertThat(details())
        .isEqualTo("Done. The platform has accepted the figures; it did not confirm them.");
    assertThat(history()).hasSizeLessThan(60);
  }

  @Test
  void onePlatformThatOnlyAcceptsIsAskedThreeTimesInADay() {
    platform.confirmations.always(Sent.ACCEPTED);

    assertThat(startAndFinish()).isEqualTo(DeliveryStatus.DELIVERED);

    assertThat(platform.calls).containsExactly("send", "confirm", "confirm", "confirm");
    assertThat(took()).isBetween(Duration.ofHours(24), Duration.ofHours(25));
    assertThat(history()).hasSizeLessThan(60);
  }

  @Test
  void whatThePlatformRejectsAfterwardsWaitsForAPersonAndIsConfirmedOnceMended() {
    platform.confirmations.fail(
        Failures.permanent(FailureClass.PERMANENT, "impactin/platform-rejected"));
    Parked parked = parkConfirming();
    assertParked(parked, "confirming", FailureClass.PERMANENT);
    assertThat(parked.failureType()).isEqualTo("impactin/platform-rejected");
    assertThat(parked.actions()).containsExactly(ParkedAction.RETRY, ParkedAction.ABORT);
    assertThat(commands.status()).isEqualTo(DeliveryStatus.DELIVERED);

    resolve(parked, ParkedAction.RETRY);

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(platform.sent()).isEqualTo(1);
    assertThat(books.waits).isEmpty();
  }

  @Test
  void whatWasAcceptedStaysDeliveredWhenItsConfirmationIsGivenUp() {
    platform.confirmations.fail(
        Failures.permanent(FailureClass.PERMANENT, "impactin/platform-rejected"));

    resolve(parkConfirming(), ParkedAction.ABORT);

    assertThat(result()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(end()).isEqualTo(ending(DeliveryStatus.DELIVERED, null));
  }

  private Parked parkConfirming() {
    start();
    server.sleep(Duration.ofSeconds(15));
    return nextParked();
  }

  @Test
  void theDrainSwitchOfThePlatformHoldsItBeforeItIsSent() {
    operations.holds.add(true);
    start();
    awaitStatus(DeliveryStatus.PENDING);
    assertThat(details()).startsWith("Held back");
    assertThat(books.calls).containsExactly("prepare");
    assertThat(platform.calls).isEmpty();

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);

    assertThat(operations.asked)
        .containsOnly(new Gate(ref.tenant(), "impactin", "benevity"))
        .hasSize(2);
  }

  @Test
  void figuresThatCannotBeSentAsTheyAreWaitForAPerson() {
    books.fails("prepare", Failures.permanent(FailureClass.DATA, "impactin/invalid-payload"));
    Parked parked = park();
    assertParked(parked, "preparing", FailureClass.DATA);
    assertThat(books.waits).containsExactly(new DeliveryWait(ref, DeliveryStatus.PARKED, null));

    resolve(parked, ParkedAction.RETRY);

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
  }

  @Test
  void booksThatCannotBeClosedWaitForAPersonAndCannotBeLeftOpen() {
    books.fails("finish", Failures.permanent(FailureClass.BUG, "impactin/broken"));
    start();
    server.sleep(Duration.ofSeconds(15));
    Parked parked = nextParked();
    assertParked(parked, "finishing", FailureClass.BUG);
    assertThat(parked.actions()).containsExactly(ParkedAction.RETRY);
    refused("impactin/has-ended", () -> commands.cancel(decided()));

    resolve(parked, ParkedAction.RETRY);

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(end().status()).isEqualTo(DeliveryStatus.CONFIRMED);
  }

  @Test
  void booksThatNobodyClosesInAWeekFailTheRun() {
    books.fails("finish", Failures.permanent(FailureClass.BUG, "impactin/broken"));
    start();

    assertThat(catchThrowableOfType(WorkflowFailedException.class, this::result).getCause())
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo("impactin/unfinished"));
  }

  @Test
  void booksOfParkingThatFailDoNotStandInTheWay() {
    books.fails("show parked", Failures.permanent(FailureClass.BUG, "impactin/broken"));
    platform.sends.fail(Failures.permanent(FailureClass.AUTH, "impactin/credentials-refused"));

    resolve(park(), ParkedAction.RETRY);

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
  }

  @Test
  void aCancellationFromOutsideClosesTheBooks() {
    platform.sends.fail(Failures.permanent(FailureClass.AUTH, "impactin/credentials-refused"));
    park();

    run.cancel("from outside");

    assertThat(catchThrowableOfType(WorkflowFailedException.class, this::result))
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(end()).isEqualTo(ending(DeliveryStatus.CANCELLED, "impactin/cancelled"));
    assertThat(platform.sent()).isEqualTo(1);
  }

  @Test
  void aCancellationFromOutsideLeavesWhatWasAcceptedDelivered() {
    start();
    awaitStatus(DeliveryStatus.DELIVERED);

    run.cancel("from outside");

    assertThat(catchThrowableOfType(WorkflowFailedException.class, this::result))
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(end()).isEqualTo(ending(DeliveryStatus.DELIVERED, null));
  }
}
