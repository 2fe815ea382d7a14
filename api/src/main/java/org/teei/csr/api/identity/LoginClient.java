package org.teei.csr.api.identity;

import java.time.Duration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * The client of {@code ./csr login}: a program on somebody's own machine, which can keep no secret
 * (RFC 8252). It listens on a free port of the loopback address.
 */
public final class LoginClient {
  public static final String ID = "csr-login";

  /** How long a sign-in lasts, however often it is refreshed. */
  public static final Duration SIGN_IN_LIFE = Duration.ofDays(30);

  public static final Duration CODE_LIFE = Duration.ofSeconds(60);

  static final RegisteredClient CLIENT =
      RegisteredClient.withId(ID)
          .clientId(ID)
          .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
          .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
          .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
          .redirectUri("http://127.0.0.1/callback")
          .clientSettings(
              ClientSettings.builder()
                  .requireProofKey(true)
                  .requireAuthorizationConsent(false)
                  .build())
          .tokenSettings(
              TokenSettings.builder()
                  .accessTokenTimeToLive(RegisteredClients.TOKEN_LIFE)
                  .authorizationCodeTimeToLive(CODE_LIFE)
                  .refreshTokenTimeToLive(SIGN_IN_LIFE)
                  .reuseRefreshTokens(false)
                  .build())
          .build();

  private LoginClient() {}
}
