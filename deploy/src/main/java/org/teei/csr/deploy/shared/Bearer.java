package org.teei.csr.deploy.shared;

/** Where a client has its access token from (RFC 6750). */
@FunctionalInterface
public interface Bearer {
  /**
   * A token for a request that is made now.
   *
   * @throws CsrFailure if there is none to be had
   */
  String token() throws InterruptedException;
}
