package org.teei.csr.workflows.impactin.deliveries;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.impactin.deliveries.DeliveryOptions.Books;
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
  private final Books books;
  private final boolean heldEachTime;
  private boolean personAsked;
  private boolean unclear;
  private @Nullable ActivityFailure unknowable;

  /**
   * @param heldEachTime whether the drain switch is asked before each call that somebody wants, and
   *     not before the first one only
   */
  Sending(
      DeliveryRef ref,
      Parking parking,
      Border border,
      BiConsumer<DeliveryStatus, String> show,
      Books books,
      boolean heldEachTime) {
    this.ref = ref;
    this.parking = parking;
    this.border = border;
    this.show = show;
    this.books = books;
    this.heldEachTime = heldEachTime;
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
    if (!heldEachTime) {
      border.pass(DELIVERING, () -> {});
    }
    return parking.step(
        DELIVERING,
        () -> {
          if (heldEachTime) {
            border.pass(DELIVERING, () -> {});
          }
          show.accept(DeliveryStatus.DELIVERING, DeliverySentences.SENDING);
          return call();
        });
  }

  /** A call of which nobody but a person can tell whether it arrived has not failed. */
  private Sent call() {
    try {
      return DeliveryOptions.platform(ref.platform(), DeliverySentences.SEND).send(ref);
    } catch (ActivityFailure failure) {
      if (!onlyAPersonKnows(failure)) {
        throw failure;
      }
      unknowable = failure;
      return Sent.UNKNOWN;
    }
  }

  private static boolean onlyAPersonKnows(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        && PlatformActivities.OUTCOME_UNKNOWN.equals(cause.getType());
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
      ActivityFailure known = unknowable;
      if (known != null) {
        unknowable = null;
        throw known;
      }
      return DeliveryOptions.platform(ref.platform(), DeliverySentences.ASK).ask(ref);
    } catch (ActivityFailure failure) {
      personAsked = onlyAPersonKnows(failure);
      throw failure;
    }
  }

  private Sent missedByPerson() {
    books.quickly(DeliverySentences.MISSED, step -> step.noteMissed(ref));
    return Sent.NOT_ARRIVED;
  }

  private Sent foundByPerson() {
    return parking.unavoidable(
        UNKNOWN,
        () -> {
          books.quickly(DeliverySentences.ARRIVED, step -> step.noteArrived(ref));
          return Sent.ACCEPTED;
        });
  }
}
