package org.teei.csr.workflows.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;

class DeliverySendingTest extends DeliveryTest {

  private static RuntimeException unreachable() {
    return Failures.passing("impactin/unreachable");
  }

  private static RuntimeException cannotBeAsked() {
    return Failures.permanent(FailureClass.PERMANENT, PlatformActivities.OUTCOME_UNKNOWN);
  }

  /** May have arrived at a platform that cannot be asked, and waits for a person. */
  private Parked parkUnknown() {
    platform.sends.fail(cannotBeAsked());
    return park();
  }

  @Test
  void waitsForTheTimesThatThePlatformNamesAndSendsOnce() {
    platform.sends.fail(
        Failures.slowDown("impactin/rate-limited", Duration.ofMinutes(7)),
        Failures.slowDown("impactin/rate-limited", Duration.ofMinutes(40)));

    assertThat(startAndFinish()).isEqualTo(DeliveryStatus.CONFIRMED);

    assertThat(platform.sent()).isEqualTo(3);
    assertThat(operations.nothingParked()).isTrue();
    assertThat(took()).isBetween(Duration.ofMinutes(47), Duration.ofMinutes(49));
    assertThat(history()).hasSizeLessThan(60);
  }

  @Test
  void threeAttemptsInVainWaitForAPersonWhoHasItSentAgain() {
    platform.sends.fail(unreachable(), unreachable(), unreachable());
    Parked parked = park();
    assertParked(parked, "delivering", FailureClass.TRANSIENT);
    assertThat(platform.sent()).isEqualTo(3);
    assertThat(commands.status()).isEqualTo(DeliveryStatus.PARKED);

    resolve(parked, ParkedAction.RETRY);

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(platform.sent()).isEqualTo(4);
    assertThat(stage()).isEqualTo("confirmed");
  }

  @Test
  void refusedCredentialsAreNotTriedAgainUntilAPersonHasMendedThem() {
    platform.sends.fail(Failures.permanent(FailureClass.AUTH, "impactin/credentials-refused"));
    Parked parked = park();
    assertParked(parked, "delivering", FailureClass.AUTH);
    assertThat(platform.sent()).isEqualTo(1);
    assertThat(parked.actions()).containsExactly(ParkedAction.RETRY, ParkedAction.ABORT);
    assertThat(details())
        .startsWith(
            "**Waits for a decision** in the step \"delivering\". Credentials were refused.");

    resolve(parked, ParkedAction.RETRY);

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(platform.sent()).isEqualTo(2);
  }

  /** Somebody stopped the platform while it waited for a decision. */
  @Test
  void aRetryPassesTheDrainSwitchAgain() {
    platform.sends.fail(Failures.permanent(FailureClass.AUTH, "impactin/credentials-refused"));
    Parked parked = park();
    operations.holds.add(true);
    Instant decided = time(history().getLast());

    resolve(parked, ParkedAction.RETRY);

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(platform.sent()).isEqualTo(2);
    assertThat(operations.asked).hasSize(3);
    assertThat(sentAt(1)).isAfter(decided.plusSeconds(30));
  }

  /** When the call to the platform was asked for, from 0. */
  private Instant sentAt(int call) {
    return history().stream()
        .filter(event ->
            event
                .getActivityTaskScheduledEventAttributes()
                .getActivityType()
                .getName()
                .equals("Impactin_Send"))
        .map(DeliveryTest::time)
        .toList()
        .get(call);
  }

  @Test
  void whatIsGivenUpHasFailed() {
    platform.sends.fail(Failures.permanent(FailureClass.PERMANENT, "impactin/refused"));

    resolve(park(), ParkedAction.ABORT);

    assertThat(result()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(end()).isEqualTo(ending(DeliveryStatus.FAILED, "impactin/given-up"));
    assertThat(stage()).isEqualTo("failed");
  }

  @Test
  void whatNobodyDecidesInAWeekExpires() {
    platform.sends.fail(Failures.permanent(FailureClass.AUTH, "impactin/credentials-refused"));
    start();

    assertThat(result()).isEqualTo(DeliveryStatus.EXPIRED);

    assertThat(end()).isEqualTo(ending(DeliveryStatus.EXPIRED, "impactin/decision-expired"));
    assertThat(took()).isBetween(Parking.WAIT, Parking.WAIT.plusMinutes(1));
  }

  @ParameterizedTest
  @EnumSource(names = {"ACCEPTED", "CONFIRMED"})
  void whatMayHaveArrivedIsAskedAboutAndNotSentAgainWhenItHas(Sent answer) {
    platform.sends.then(Sent.UNKNOWN);
    platform.asks.then(answer);

    assertThat(startAndFinish()).isEqualTo(DeliveryStatus.CONFIRMED);

    assertThat(platform.calls).startsWith("send", "ask");
    assertThat(platform.sent()).isEqualTo(1);
    assertThat(books.calls).containsExactly("prepare", "finish");
    assertThat(history()).hasSizeLessThan(60);
  }

  @Test
  void whatThePlatformSaysHasNotArrivedIsSentAgain() {
    platform.sends.then(Sent.UNKNOWN, Sent.UNKNOWN);
    platform.asks.then(Sent.NOT_ARRIVED, Sent.NOT_ARRIVED);

    assertThat(startAndFinish()).isEqualTo(DeliveryStatus.CONFIRMED);

    assertThat(platform.calls).containsExactly("send", "ask", "send", "ask", "send", "confirm");
    assertThat(operations.nothingParked()).isTrue();
    assertThat(operations.asked).hasSize(3);
  }

  @Test
  void aPersonIsAskedWhereThePlatformCannotBe() {
    Parked parked = parkUnknown();

    assertParked(parked, "unknown", FailureClass.PERMANENT);
    assertThat(parked.failureType()).isEqualTo("impactin/outcome-unknown");
    assertThat(parked.actions())
        .containsExactly(ParkedAction.RETRY, ParkedAction.SKIP, ParkedAction.ABORT);
    assertThat(parked.sentence()).startsWith("It may have arrived");
    assertThat(platform.calls).containsExactly("send");
  }

  @Test
  void aPersonWhoDoesNotFindItHasItSentAgain() {
    resolve(parkUnknown(), ParkedAction.RETRY);

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(platform.calls).containsExactly("send", "send", "confirm");
    assertThat(books.calls).containsExactly("prepare", "show parked", "noteMissed", "finish");
  }

  @Test
  void itIsNotSentAgainBeforeTheWordOfThePersonIsNoted() {
    books.fails("noteMissed", Failures.permanent(FailureClass.BUG, "impactin/broken"));

    resolve(parkUnknown(), ParkedAction.RETRY);
    Parked again = nextParked();
    assertParked(again, "unknown", FailureClass.BUG);
    assertThat(platform.calls).containsExactly("send");
    resolve(again, ParkedAction.RETRY);

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(platform.calls).containsExactly("send", "send", "confirm");
  }

  @Test
  void aPersonWhoFindsItHasItNotedAndNothingIsSentAgain() {
    resolve(parkUnknown(), ParkedAction.SKIP);

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(platform.calls).containsExactly("send", "confirm");
    assertThat(books.calls).containsExactly("prepare", "show parked", "noteArrived", "finish");
  }

  @Test
  void anArrivalThatCannotBeNotedIsNotedLater() {
    books.fails("noteArrived", Failures.permanent(FailureClass.BUG, "impactin/broken"));

    resolve(parkUnknown(), ParkedAction.SKIP);
    Parked again = nextParked();
    assertThat(again.actions()).containsExactly(ParkedAction.RETRY);
    resolve(again, ParkedAction.RETRY);

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(platform.sent()).isEqualTo(1);
  }

  @Test
  void aPersonWhoGivesItUpFailsIt() {
    resolve(parkUnknown(), ParkedAction.ABORT);

    assertThat(result()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(end()).isEqualTo(ending(DeliveryStatus.FAILED, "impactin/outcome-unknown"));
    assertThat(details()).startsWith("Ended, and it may have arrived.");
    assertThat(platform.sent()).isEqualTo(1);
  }

  @Test
  void aSecondCallThatCertainlyFailedIsGivenUpAsNotArrived() {
    platform
        .sends
        .then(Sent.UNKNOWN)
        .fail(Failures.permanent(FailureClass.AUTH, "impactin/credentials-refused"));
    platform.asks.then(Sent.NOT_ARRIVED);

    resolve(park(), ParkedAction.ABORT);

    assertThat(result()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(end().reason()).isEqualTo("impactin/given-up");
  }

  @Test
  void whatNobodyLooksAtExpiresAndIsNotSentAgain() {
    platform.sends.fail(cannotBeAsked());
    start();

    assertThat(result()).isEqualTo(DeliveryStatus.EXPIRED);
    assertThat(end()).isEqualTo(ending(DeliveryStatus.EXPIRED, "impactin/outcome-unknown"));
    assertThat(platform.sent()).isEqualTo(1);
  }

  /** A sweeper retries passing failures by itself, so such a retry must never stand for a no. */
  @Test
  void aPassingFailureOfAskingIsAskedAgainAndNeverTakenForANo() {
    platform.sends.then(Sent.UNKNOWN);
    for (int i = 0; i < 6; i++) {
      platform.asks.fail(unreachable());
    }
    Parked first = park();
    assertParked(first, "unknown", FailureClass.TRANSIENT);
    resolve(first, ParkedAction.RETRY);
    Parked second = nextParked();
    assertParked(second, "unknown", FailureClass.TRANSIENT);
    assertThat(platform.sent()).isEqualTo(1);

    resolve(second, ParkedAction.RETRY);

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(platform.sent()).isEqualTo(1);
    assertThat(platform.calls.stream().filter("ask"::equals)).hasSize(7);
  }

  @Test
  void aPlatformThatCannotBeAskedAfterAllIsStillAPersonsToSettle() {
    platform.sends.then(Sent.UNKNOWN);
    platform.asks.fail(unreachable(), unreachable(), unreachable()).fail(cannotBeAsked());
    Parked passing = park();
    resolve(passing, ParkedAction.RETRY);
    Parked unknown = nextParked();
    assertThat(unknown.failureType()).isEqualTo("impactin/outcome-unknown");
    assertThat(platform.sent()).isEqualTo(1);

    resolve(unknown, ParkedAction.RETRY);

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(platform.sent()).isEqualTo(2);
  }

  /** The same person's word does not count for a second call that was cut off. */
  @Test
  void eachUnknownOutcomeIsAPersonsToSettleAnew() {
    platform.sends.fail(cannotBeAsked(), cannotBeAsked());
    resolve(park(), ParkedAction.RETRY);
    Parked second = nextParked();
    assertThat(platform.calls).containsExactly("send", "send");

    resolve(second, ParkedAction.SKIP);

    assertThat(result()).isEqualTo(DeliveryStatus.CONFIRMED);
    assertThat(platform.sent()).isEqualTo(2);
  }

  @Test
  void callsGoToTheQueueOfThePlatform() {
    startAndFinish();

    assertThat(
            history().stream()
                .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
                .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
                .filter(step -> step.getTaskQueue().getName().equals("impactin-benevity"))
                .map(step -> step.getActivityType().getName()))
        .containsExactly("Impactin_Send", "Impactin_Confirm");
  }
}
