package org.teei.csr.workflows.operations;

/**
 * A parked step ended without having been done, and the work with it. Each workflow that parks
 * turns it into its own typed end.
 */
public final class ParkingEndedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Who ended it. */
  public enum Reason {
    /** A person decided so. */
    ABORTED,
    /** Nobody decided in time. */
    EXPIRED
  }

  private final Reason reason;

  ParkingEndedException(Reason reason) {
    super(reason.name());
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
