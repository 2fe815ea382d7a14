package org.teei.csr.activities.shared;

import java.io.IOException;

/** What a feature keeps for a time only. */
@FunctionalInterface
public interface Expiring {

  /**
   * Removes the next portion of what is past its time.
   *
   * @return how much was removed; 0 when nothing is left
   */
  int removeSome(String tenant) throws IOException;

  /** What several parts of a feature keep, as one. */
  static Expiring of(Expiring... parts) {
    return tenant -> {
      int removed = 0;
      for (Expiring part : parts) {
        removed += part.removeSome(tenant);
      }
      return removed;
    };
  }
}
