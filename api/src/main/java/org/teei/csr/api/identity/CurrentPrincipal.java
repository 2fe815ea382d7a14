package org.teei.csr.api.identity;

/** The principal of the request that is being answered. */
@FunctionalInterface
public interface CurrentPrincipal {

  /**
   * @throws IllegalStateException where nobody has signed in, which only open addresses allow
   */
  Principal get();
}
