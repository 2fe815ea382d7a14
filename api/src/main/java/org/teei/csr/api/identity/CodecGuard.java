package org.teei.csr.api.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.teei.csr.api.problems.ProblemException;

/**
 * The codec of the Temporal UI, which cannot sign in, is there in development only and serves the
 * machine it runs on: by its own name, so that no page can have another name resolved to it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 25)
final class CodecGuard extends OncePerRequestFilter {
  private static final Set<String> GUARDED = Set.of("/codec/decode", "/codec/encode");
  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  static boolean guards(HttpServletRequest request) {
    return GUARDED.contains(request.getServletPath());
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !guards(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!InetAddress.ofLiteral(request.getRemoteAddr()).isLoopbackAddress()
        || !LOCAL_NAMES.contains(request.getServerName())) {
      throw ProblemException.of(IdentityProblem.NOT_LOCAL);
    }
    chain.doFilter(request, response);
  }
}
