package org.teei.csr.workflows.impactin.deliveries;

import io.temporal.activity.ActivityInterface;
import org.teei.csr.workflows.operations.OperationsNames;

/** Calls to a platform, on a queue of its own. Each is on record before it is made. */
@ActivityInterface(namePrefix = "Impactin_")
public interface PlatformActivities {

  /**
   * Sends what is frozen, under the id of the delivery as idempotency key. One that was sent and
   * accepted before is not sent again, and where an earlier call was cut off the answer is {@code
   * UNKNOWN}. Fails with {@code impactin/<reason>} where it certainly did not arrive, and with
   * {@link #OUTCOME_UNKNOWN} where it may have arrived at a platform that cannot be asked.
   *
   * @return {@code ACCEPTED}, {@code CONFIRMED} or {@code UNKNOWN}
   */
  Sent send(DeliveryRef ref);

  /**
   * Asks the platform what became of a call that was cut off.
   *
   * @return {@code ACCEPTED}, {@code CONFIRMED} or {@code NOT_ARRIVED}; fails with {@link
   *     #OUTCOME_UNKNOWN} where the platform cannot be asked
   */
  Sent ask(DeliveryRef ref);

  /**
   * Whether what was accepted was processed: by a callback, or by asking. Fails with {@code
   * impactin/platform-rejected} where the platform says that it was not.
   *
   * @return {@code ACCEPTED}, {@code CONFIRMED} or {@code NOT_ASKABLE}
   */
  Sent confirm(DeliveryRef ref);

  /** Type of the failure that only a person can settle. */
  String OUTCOME_UNKNOWN = DeliveryNames.FEATURE + OperationsNames.OUTCOME_UNKNOWN;
}
