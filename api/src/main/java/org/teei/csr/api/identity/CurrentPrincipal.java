package org.teei.csr.api.identity;

/** The principal of the request that is being answered. */
@FunctionalInterface
public interface CurrentPrincipal {
  Principal get();
}
