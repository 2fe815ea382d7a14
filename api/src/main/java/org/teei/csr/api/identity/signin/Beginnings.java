package org.teei.csr.api.identity.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.teei.csr.api.identity.IdentityProblem;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;

/**
 * Where sign-ins begin: at {@code /auth/{registration}}, or because {@code /oauth2/authorize} does
 * not know the browser yet.
 */
final class Beginnings implements OAuth2AuthorizationRequestResolver, AuthenticationEntryPoint {
  static final String AUTHORIZE = "/oauth2/authorize";

  /** Addresses of ours that could otherwise be a provider's. */
  static final Set<String> RESERVED =
      Set.of("choose", "done", "jwks", "logout", "passkeys", "passkeys.js", "providers", "step-up");

  private static final String BASE = "/auth";

  private final Providers providers;
  private final Refusals refusals;
  private final DefaultOAuth2AuthorizationRequestResolver requests;

  Beginnings(Providers providers, Refusals refusals) {
    this.providers = providers;
    this.refusals = refusals;
    this.requests = new DefaultOAuth2AuthorizationRequestResolver(providers, BASE);
  }

  /** The addresses that have to do with a browser's session; no others have. */
  static boolean ofBrowsers(HttpServletRequest request) {
    var path = request.getServletPath();
    return path.equals(AUTHORIZE) || (path.startsWith(BASE + "/") && !path.equals(BASE + "/jwks"));
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
    var id = wanted(request);
    if (id == null) {
      return null;
    }
    if (providers.find(id).isEmpty()) {
      throw ProblemException.of(RequestProblem.NOT_FOUND);
    }
    Continuation.to(request, request.getParameter("return_to"));
    return requests.resolve(request);
  }

  private static @Nullable String wanted(HttpServletRequest request) {
    var path = request.getServletPath();
    if (!HttpMethod.GET.matches(request.getMethod()) || !path.startsWith(BASE + "/")) {
      return null;
    }
    var id = path.substring(BASE.length() + 1);
    return id.indexOf('/') >= 0 || RESERVED.contains(id) ? null : id;
  }

  /** Nothing of ours asks for a provider's tokens by itself. */
  @Override
  public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String id) {
    return null;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
      throws IOException {
    if (!request.getServletPath().equals(AUTHORIZE)
        || !HttpMethod.GET.matches(request.getMethod())) {
      response.setHeader("WWW-Authenticate", "Bearer");
      refusals.write(request, response, IdentityProblem.NOT_SIGNED_IN);
      return;
    }
    Continuation.here(request);
    response.sendRedirect(provider(request.getParameter("registration")));
  }

  private String provider(@Nullable String wanted) {
    if (wanted != null && SignInRegistrations.soundId(wanted)) {
      return BASE + "/" + wanted;
    }
    var known = providers.ofInstallation();
    return known.size() == 1 ? BASE + "/" + known.getFirst() : SignInPages.CHOOSE;
  }
}
