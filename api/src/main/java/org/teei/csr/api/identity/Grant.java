package org.teei.csr.api.identity;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.teei.csr.schema.identity.SigningKeys;

/**
 * Whom a token is for, and as what.
 *
 * @param authenticatedAt when the person last proved who they are; null for machines
 * @param steppedUp whether they did so with a second factor
 */
public record Grant(
    String subject,
    String tenant,
    Set<Role> roles,
    @Nullable Instant authenticatedAt,
    boolean steppedUp) {
  private static final int LONGEST_NAME = 40;

  public Grant {
    roles = Set.copyOf(roles);
  }

  private static Grant ofMachine(String subject, String tenant, Role role) {
    return new Grant(subject, tenant, Set.of(role), null, false);
  }

  /** People bring theirs along; for machines it stands in their registration. */
  static Grant of(JwtEncodingContext context) {
    Authentication holder = Objects.requireNonNull(context.getPrincipal());
    if (holder.getPrincipal() instanceof Grant ofPerson) {
      return ofPerson;
    }
    var client = context.getRegisteredClient();
    if (client.getClientId().equals(DevelopmentClient.ID)) {
      return ofDevelopment(context);
    }
    return ofMachine(
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
    var name = String.valueOf(parameters.getOrDefault("name", ""));
    var subject = "development-" + role.spelling() + (name.isEmpty() ? "" : "-" + sound(name));
    return "true".equals(parameters.get("step_up"))
        ? new Grant(subject, tenant, Set.of(role), Instant.now(), true)
        : ofMachine(subject, tenant, role);
  }

  /** Tells several development users of one role apart, where two different people are needed. */
  private static String sound(String name) {
    if (name.length() > LONGEST_NAME || !name.chars().allMatch(Grant::isPlain)) {
      throw AccessTokens.refused("A name has up to 40 letters, digits and hyphens.");
    }
    return name;
  }

  private static boolean isPlain(int c) {
    return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
