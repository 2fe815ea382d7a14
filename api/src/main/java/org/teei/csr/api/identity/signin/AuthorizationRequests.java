package org.teei.csr.api.identity.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * The request that a browser was sent to a provider with, kept in its session and taken once. An
 * answer of another provider finds none (RFC 9700, section 4.4): each has an address of its own,
 * and where it names itself (RFC 9207) the name has to be right.
 */
final class AuthorizationRequests
    implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
  private final HttpSessionOAuth2AuthorizationRequestRepository sessions =
      new HttpSessionOAuth2AuthorizationRequestRepository();
  private final Providers providers;

  AuthorizationRequests(Providers providers) {
    this.providers = providers;
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
    return sessions.loadAuthorizationRequest(request);
  }

  @Override
  public void saveAuthorizationRequest(
      @Nullable OAuth2AuthorizationRequest sent,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (sent == null) {
      sessions.removeAuthorizationRequest(request, response);
    } else {
      sessions.saveAuthorizationRequest(sent, request, response);
    }
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
      HttpServletRequest request, HttpServletResponse response) {
    var sent = sessions.removeAuthorizationRequest(request, response);
    return sent != null && answers(request, sent) ? sent : null;
  }

  private boolean answers(HttpServletRequest request, OAuth2AuthorizationRequest sent) {
    var id =
        Objects.requireNonNull(sent.<String>getAttribute(OAuth2ParameterNames.REGISTRATION_ID));
    var registration = providers.findByRegistrationId(id);
    if (registration == null || !request.getServletPath().equals("/auth/" + id + "/callback")) {
      return false;
    }
    var issuer = request.getParameter("iss");
    return issuer == null
        ? !Boolean.TRUE.equals(
            registration
                .getProviderDetails()
                .getConfigurationMetadata()
                .get("authorization_response_iss_parameter_supported"))
        : issuer.equals(registration.getProviderDetails().getIssuerUri());
  }
}
