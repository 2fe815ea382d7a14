package org.teei.csr.api.identity.limits;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.teei.csr.api.identity.IdentityProblem;
import org.teei.csr.api.identity.Principal;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.OpenAddresses;

/**
 * Refuses requests of principals and companies that ask too often. Who asks is known from the token
 * alone: no address and no header of the request makes a difference. Runs right after Spring
 * Security; open addresses are not limited.
 */
@Component
@Order(RateLimitFilter.AFTER_SECURITY)
final class RateLimitFilter extends OncePerRequestFilter {
  static final int AFTER_SECURITY = -50;

  private final ObjectProvider<RequestLimits> limits;

  /**
   * @param limits asked for at the first request: filters are made before the database is opened
   */
  RateLimitFilter(ObjectProvider<RequestLimits> limits) {
    this.limits = limits;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return OpenAddresses.contain(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication != null && authentication.getPrincipal() instanceof Principal who) {
      var quota = limits.getObject().take(who);
      RateLimitHeaders.write(response, quota);
      if (!quota.granted()) {
        throw ProblemException.retryAfter(
            IdentityProblem.RATE_LIMITED, quota.resetsIn().plus(Duration.ofSeconds(1)));
      }
    }
    chain.doFilter(request, response);
  }
}
