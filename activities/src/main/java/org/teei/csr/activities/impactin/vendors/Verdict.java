package org.teei.csr.activities.impactin.vendors;

/** What an answer of a platform means for a delivery. */
public enum Verdict {
  /** The platform has it and goes on to process it. */
  ACCEPTED,
  /** The platform has it and has processed it. */
  CONFIRMED,
  /** The platform does not take it, or nothing was sent and trying again alone does not help. */
  REFUSED,
  /** It has no effect there, or another attempt under the same key has none; later it may work. */
  TRY_LATER,
  /** It may have taken effect or not. */
  UNKNOWN,
  /** The platform was asked and does not know the key. */
  NOT_FOUND,
  /** The platform knows no idempotency keys, so nobody can ask it. */
  CANNOT_ASK
}
