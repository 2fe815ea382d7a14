package org.teei.csr.workflows.impactin.deliveries;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.teei.csr.workflows.operations.Border;
import org.teei.csr.workflows.operations.Parking;

/**
 * Sends what is frozen until it has arrived. What may have arrived is asked about: the platform
 * and, where it cannot be asked, a person; only a no has it sent again.
 */
final class Sending {

  private static final String DELIVERING = "delivering";
  private static final String UNKNOWN = "unknown";

  private final DeliveryRef ref;
  private final Parking parking;
  private final Border border;
  private final BiConsumer<DeliveryStatus, String> show;
  private boolean personAsked;
  private boolean unclear;

  Sending(
      DeliveryRef ref, Parking parking, Border border, BiConsumer<DeliveryStatus, String> show) {
    this.ref = ref;
    this.parking = parking;
    this.border = border;
    this.show = show;
  }

  /**
   * @return {@code ACCEPTED} or {@code CONFIRMED}
   */
  Sent untilArrived() {
    Sent sent = send();
    while (sent == Sent.UNKNOWN || sent == Sent.NOT_ARRIVED) {
      unclear = sent == Sent.UNKNOWN;
      sent = unclear ? clarify() : send();
    }
    unclear = false;
    return sent;
  }

  /** Whether it may have arrived, and nobody has said yet. */
  boolean unclear() {
    return unclear;
  }

  private Sent send() {
    border.pass(DELIVERING, () -> {});
    return parking.step(
        DELIVERING,
        () -> {
          show.accept(DeliveryStatus.DELIVERING, DeliverySentences.SENDING);
          return DeliveryOptions.platform(ref.platform(), DeliverySentences.SEND).send(ref);
        });
  }

  private Sent clarify() {
    personAsked = false;
    Optional<Sent> answer =
        parking.skippable(
            UNKNOWN,
            () -> {
              show.accept(DeliveryStatus.UNKNOWN, DeliverySentences.UNKNOWN);
              return personAsked ? missedByPerson() : ask();
            });
    return answer.orElseGet(this::foundByPerson);
  }

  /** A failure that a person's RETRY answers is told from one that another try answers. */
  private Sent ask() {
    try {
      return DeliveryOptions.platform(ref.platform(), DeliverySentences.ASK).ask(ref);
    } catch (ActivityFailure failure) {
      personAsked =
          failure.getCause() instanceof ApplicationFailure cause
              && PlatformActivities.OUTCOME_UNKNOWN.equals(cause.getType());
      throw failure;
    }
  }

  private Sent missedByPerson() {
    DeliveryOptions.quick(DeliverySentences.MISSED).noteMissed(ref);
    return Sent.NOT_ARRIVED;
  }

  private Sent foundByPerson() {
    return parking.unavoidable(
        UNKNOWN,
        () -> {
          DeliveryOptions.quick(DeliverySentences.ARRIVED).noteArrived(ref);
          return Sent.ACCEPTED;
        });
  }
}
