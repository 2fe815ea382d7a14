package org.teei.csr.activities.impactin.vendors;

import java.time.Duration;

/**
 * What went over the wire, without credentials.
 *
 * @param status of the answer; 0 where there is none
 * @param request head and body; empty where nothing was sent
 * @param response head and body as far as they were read, 1 MiB at most
 */
public record Exchange(int status, byte[] request, byte[] response, Duration took) {
  private static final byte[] NOTHING = new byte[0];

  /** Where nothing was sent. */
  static final Exchange NONE = new Exchange(0, NOTHING, NOTHING, Duration.ZERO);
}
