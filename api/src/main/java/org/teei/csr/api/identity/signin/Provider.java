package org.teei.csr.api.identity.signin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID provider and what is believed of it.
 *
 * @param id stands in the address of the sign-in
 * @param speaksFor the company that set it up, or {@code platform} for all
 * @param ofInstallation whether it comes from the configuration, whose addresses may be internal
 * @param hostedDomains the claim {@code hd} has to be one of them; empty for any
 * @param entraTenant the claim {@code tid} has to be it; null for providers other than Entra
 */
record Provider(
    String id,
    String speaksFor,
    boolean ofInstallation,
    String issuer,
    String clientId,
    String clientSecret,
    List<String> hostedDomains,
    @Nullable String entraTenant) {

  Provider {
    hostedDomains = List.copyOf(hostedDomains);
  }

  @Override
  public String toString() {
    return "Provider[id=" + id + ", issuer=" + issuer + "]";
  }
}
