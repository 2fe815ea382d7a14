package org.teei.csr.api.problems;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers for filters, which end a request before Spring MVC sees it: by a problem, or because the
 * database that they ask is away.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class ProblemFilter extends OncePerRequestFilter {
  private static final Logger log = LoggerFactory.getLogger(ProblemFilter.class);

  private final Problems problems;

  ProblemFilter(Problems problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } catch (ProblemException problem) {
      problems.write(request, response, problem);
    } catch (DataAccessException database) {
      if (!Database.isAway(database)) {
        throw database;
      }
      log.warn("The database cannot be reached");
      problems.write(request, response, ProblemException.of(RequestProblem.UNAVAILABLE));
    }
  }
}
