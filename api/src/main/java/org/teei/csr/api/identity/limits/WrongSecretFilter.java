package org.teei.csr.api.identity.limits;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.teei.csr.api.identity.IdentityProblem;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.OpenAddresses;

/**
 * Keeps secrets of clients, and those that sign webhooks, from being tried in bulk. Runs before
 * Spring Security.
 */
@Component
@Order(WrongSecretFilter.BEFORE_SECURITY)
final class WrongSecretFilter extends OncePerRequestFilter {
  static final int BEFORE_SECURITY = -150;

  private static final String GUARDED = "/oauth2/";

  private final BasicAuthenticationConverter credentials = new BasicAuthenticationConverter();
  private final ObjectProvider<WrongSecrets> wrong;

  /**
   * @param wrong asked for at the first request: filters are made before the database is opened
   */
  WrongSecretFilter(ObjectProvider<WrongSecrets> wrong) {
    this.wrong = wrong;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getServletPath().startsWith(GUARDED) && !OpenAddresses.isWebhook(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var address = request.getRemoteAddr();
    var client = client(request);
    var refusal = wrong.getObject().refusal(address, client);
    if (refusal.isPresent()) {
      throw ProblemException.retryAfter(IdentityProblem.TOO_MANY_WRONG_SECRETS, refusal.get());
    }
    chain.doFilter(request, response);
    if (response.getStatus() == HttpStatus.UNAUTHORIZED.value()) {
      wrong.getObject().count(address, client);
    }
  }

  /** Empty for whoever does not say who it is; whoever sends a webhook is at its endpoint. */
  private String client(HttpServletRequest request) {
    if (OpenAddresses.isWebhook(request)) {
      return OpenAddresses.endpoint(request);
    }
    try {
      var given = credentials.convert(request);
      return given == null ? "" : given.getName();
    } catch (BadCredentialsException e) {
      return "";
    }
  }
}
