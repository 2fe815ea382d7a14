package org.teei.csr.api.observability;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;

/**
 * The health endpoint fails over addresses below an unknown part; there is nothing so deep here.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class HealthPathFilter extends OncePerRequestFilter {
  private static final String HEALTH = "/health/";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var path = request.getServletPath();
    if (path.startsWith(HEALTH) && path.indexOf('/', HEALTH.length()) >= 0) {
      throw ProblemException.of(RequestProblem.NOT_FOUND);
    }
    chain.doFilter(request, response);
  }
}
