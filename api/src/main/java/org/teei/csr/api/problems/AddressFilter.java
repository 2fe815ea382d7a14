package org.teei.csr.api.problems;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UriUtils;

/**
 * Refuses second spellings of an address. Tomcat finds routes by decoded segments without
 * parameters, dots and empty segments, so that {@code /v1;x/imports}, {@code /%761/imports} and
 * {@code /v1/import/../imports} would be the same to it, while filters may see what was sent.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 15)
final class AddressFilter extends OncePerRequestFilter {
  /** Ids and names follow behind; they may be encoded. */
  private static final int FIXED_SEGMENTS = 2;

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var path = request.getRequestURI();
    if (!UriUtils.decode(path, StandardCharsets.UTF_8).equals(request.getServletPath())
        || fixedPart(path).indexOf('%') >= 0) {
      throw ProblemException.of(RequestProblem.BAD_REQUEST);
    }
    chain.doFilter(request, response);
  }

  private static String fixedPart(String path) {
    var end = 0;
    for (int segment = 0; segment < FIXED_SEGMENTS && end >= 0; segment++) {
      end = path.indexOf('/', end + 1);
    }
    return end < 0 ? path : path.substring(0, end);
  }
}
