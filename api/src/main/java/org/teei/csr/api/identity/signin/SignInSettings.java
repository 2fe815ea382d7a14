package org.teei.csr.api.identity.signin;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * OpenID providers that the installation trusts for everybody.
 *
 * @param providers by the id in their address, such as {@code
 *     CSR_IDENTITY_PROVIDERS_GOOGLE_CLIENT_ID} and {@code …_CLIENT_SECRET}; the same for {@code
 *     AZURE}, with {@code …_ENTRA_TENANT}, and for any other id, with {@code …_ISSUER}. One without
 *     client id is not there
 */
@ConfigurationProperties("csr.identity")
record SignInSettings(@DefaultValue Map<String, OpenIdProvider> providers) {

  /**
   * @param hostedDomains the claim {@code hd} has to be one of them; empty for any
   * @param entraTenant the claim {@code tid} has to be it; its directory is believed about e-mail
   *     addresses
   */
  record OpenIdProvider(
      @DefaultValue("") String issuer,
      @DefaultValue("") String clientId,
      @DefaultValue("") String clientSecret,
      @DefaultValue List<String> hostedDomains,
      @DefaultValue("") String entraTenant) {

    boolean present() {
      return !clientId.isBlank();
    }

    @Override
    public String toString() {
      return "OpenIdProvider[issuer=" + issuer + "]";
    }
  }
}
