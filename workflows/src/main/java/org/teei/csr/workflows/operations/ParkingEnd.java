package org.teei.csr.workflows.operations;

/** How a parking ended. */
public enum ParkingEnd {
  /** A person or the sweeper said what to do. */
  RESOLVED,
  /** Nobody did in time. */
  EXPIRED,
  /** The workflow was cancelled while it waited. */
  ENDED
}
