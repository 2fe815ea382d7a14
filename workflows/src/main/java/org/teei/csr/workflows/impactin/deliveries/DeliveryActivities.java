package org.teei.csr.workflows.impactin.deliveries;

import io.temporal.activity.ActivityInterface;

/** What a delivery needs of our own database. Steps may be repeated. */
@ActivityInterface(namePrefix = "Impactin_")
public interface DeliveryActivities {

  /**
   * Freezes the figures of the period and what is sent of them, once: a second time tells of what
   * is frozen. Heartbeats at least every five seconds. Fails with {@code impactin/not-connected},
   * {@code impactin/switched-off} or {@code impactin/invalid-payload}.
   */
  Prepared prepare(DeliveryRef ref);

  /** Shows that it waits for a person. */
  void showWaiting(DeliveryWait wait);

  /** Reminds those who may let it go out. */
  void remindOfApproval(DeliveryWait wait);

  /** A person looked on the platform, and it is there. */
  void noteArrived(DeliveryRef ref);

  /**
   * A person looked on the platform, and it is not there: the next call sends it again. Without
   * this, or the platform's own word, one that was cut off stays {@code UNKNOWN}.
   */
  void noteMissed(DeliveryRef ref);

  /** Closes the books; a delivery that has ended stays as it is. */
  void finish(DeliveryEnd end);
}
