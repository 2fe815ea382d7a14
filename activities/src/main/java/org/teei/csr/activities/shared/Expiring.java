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
}
