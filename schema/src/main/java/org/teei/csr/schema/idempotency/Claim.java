package org.teei.csr.schema.idempotency;

import java.time.Duration;
import java.util.UUID;

/** What became of an attempt to claim an idempotency key. */
public sealed interface Claim {
  /**
   * The request is new, or an earlier attempt died: do the work, then complete or release the
   * claim.
   */
  record Fresh(ClaimId claimId) implements Claim {}

  /** The same request is being worked on: answer 409 with {@code Retry-After}. */
  record Running(Duration retryAfter) implements Claim {}

  /** The same request was answered: give this answer again. */
  record Answered(StoredAnswer answer) implements Claim {}

  /** The key was used for another request: answer 422. */
  record Mismatch() implements Claim {}

  /** The claimed key, and which claim of it. */
  record ClaimId(String tenant, String principal, String route, String key, UUID id) {}
}
