package org.teei.csr.workers.operations;

/** A run cannot be replayed; the message says why and names nothing of what it is about. */
final class ReplayTrouble extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReplayTrouble(String message) {
    super(message);
  }

  ReplayTrouble(String message, Throwable cause) {
    super(message, cause);
  }
}
