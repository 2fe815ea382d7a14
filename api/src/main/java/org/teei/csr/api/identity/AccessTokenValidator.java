package org.teei.csr.api.identity;

import java.util.UUID;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/** A token must be for this API, say for whom and as what, end, and not be revoked. */
final class AccessTokenValidator implements OAuth2TokenValidator<Jwt> {
  private final IssuedTokens issued;

  AccessTokenValidator(IssuedTokens issued) {
    this.issued = issued;
  }

  @Override
  public OAuth2TokenValidatorResult validate(Jwt token) {
    var tenant = token.getClaimAsString(AccessTokens.TENANT);
    return tenant != null && complete(token) && issued.valid(tenant, id(token))
        ? OAuth2TokenValidatorResult.success()
        : OAuth2TokenValidatorResult.failure(
            new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, "The token is not valid here", null));
  }

  private static boolean complete(Jwt token) {
    return token.getAudience() != null
        && token.getAudience().contains(AccessTokens.AUDIENCE)
        && token.getExpiresAt() != null
        && token.getSubject() != null
        && token.getId() != null
        && token.getClaimAsStringList(AccessTokens.ROLES) != null;
  }

  private static UUID id(Jwt token) {
    return UUID.fromString(token.getId());
  }
}
