package org.teei.csr.api.identity.limits;

import java.time.Duration;
import java.time.Instant;

/**
 * What a minute allows and what of it is used, this request included.
 *
 * @param name {@code principal} or {@code tenant}
 * @param used more than {@code limit} where this request is one too many
 * @param resets when the next minute begins, by the clock of the database
 * @param resetsIn how long until then
 */
record Quota(String name, int limit, int used, Instant resets, Duration resetsIn) {

  boolean exceeded() {
    return used > limit;
  }

  int remaining() {
    return Math.max(0, limit - used);
  }
}
