package org.teei.csr.api.identity.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Lets clients without a secret refresh and revoke, which Spring does with a code only. What proves
 * them is the refresh token itself: it is used once.
 */
final class PublicClients implements AuthenticationConverter, AuthenticationProvider {
  private static final Set<String> ONCE =
      Set.of(OAuth2ParameterNames.CLIENT_ID, OAuth2ParameterNames.GRANT_TYPE);

  private final RegisteredClientRepository clients;

  PublicClients(RegisteredClientRepository clients) {
    this.clients = clients;
  }

  /** A client that shows nothing but its name. */
  private static final class Named extends OAuth2ClientAuthenticationToken {
    private static final long serialVersionUID = 1;

    Named(String clientId) {
      super(clientId, ClientAuthenticationMethod.NONE, null, Map.of());
    }
  }

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    var refresh =
        AuthorizationGrantType.REFRESH_TOKEN
            .getValue()
            .equals(request.getParameter(OAuth2ParameterNames.GRANT_TYPE));
    var revoke = request.getServletPath().equals("/oauth2/revoke");
    var clientId = request.getParameter(OAuth2ParameterNames.CLIENT_ID);
    if (!(refresh || revoke)
        || clientId == null
        || request.getHeader(HttpHeaders.AUTHORIZATION) != null
        || request.getParameter(OAuth2ParameterNames.CLIENT_SECRET) != null
        || request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION) != null) {
      return null;
    }
    for (var name : ONCE) {
      var values = request.getParameterValues(name);
      if (values != null && values.length > 1) {
        throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
      }
    }
    return new Named(clientId);
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    var client = clients.findByClientId(authentication.getName());
    if (client == null
        || !client.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE)) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }
    return new OAuth2ClientAuthenticationToken(client, ClientAuthenticationMethod.NONE, null);
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return Named.class.equals(authentication);
  }
}
