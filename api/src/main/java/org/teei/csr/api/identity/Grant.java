package org.teei.csr.api.identity;

import java.util.Map;
import java.util.Objects;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.teei.csr.schema.identity.SigningKeys;

/** Whom a token is for, and as what. */
record Grant(String subject, String tenant, Role role) {

  static Grant of(JwtEncodingContext context) {
    var client = context.getRegisteredClient();
    if (client.getClientId().equals(DevelopmentClient.ID)) {
      return ofDevelopment(context);
    }
    return new Grant(
        client.getClientId(),
        Objects.requireNonNull(
            client.getClientSettings().<String>getSetting(RegisteredClients.TENANT)),
        Role.API_CLIENT);
  }

  /** The one client that may choose for whom it asks; there is none in production. */
  private static Grant ofDevelopment(JwtEncodingContext context) {
    Map<String, Object> parameters =
        context.getAuthorizationGrant() instanceof OAuth2ClientCredentialsAuthenticationToken grant
            ? grant.getAdditionalParameters()
            : Map.of();
    var tenant = String.valueOf(parameters.getOrDefault("tenant", "demo"));
    var role =
        Role.of(String.valueOf(parameters.getOrDefault("role", Role.COMPANY_ADMIN.spelling())))
            .orElseThrow(() -> AccessTokens.refused("There is no such role."));
    if (role.ofPlatform() != tenant.equals(SigningKeys.PLATFORM)) {
      throw AccessTokens.refused(
          "system_admin and operator are roles of tenant platform, all others of companies.");
    }
    return new Grant("development-" + role.spelling(), tenant, role);
  }
}
