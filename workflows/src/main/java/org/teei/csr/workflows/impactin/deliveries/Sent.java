package org.teei.csr.workflows.impactin.deliveries;

/** What is known of a delivery after a call to its platform. */
public enum Sent {
  /** Taken in; whether it was processed comes later. */
  ACCEPTED,
  /** Taken in and processed. */
  CONFIRMED,
  /** May have arrived. */
  UNKNOWN,
  /** Has not arrived. */
  NOT_ARRIVED,
  /** Has arrived, and nothing more can be asked: the platform calls back, or does not. */
  NOT_ASKABLE
}
