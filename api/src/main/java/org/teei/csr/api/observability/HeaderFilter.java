package org.teei.csr.api.observability;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.teei.csr.api.shared.OpenAddresses;

/** Sets the headers that every answer has, and the request id in logs. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class HeaderFilter extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var id = RequestId.settle(request);
    response.setHeader(RequestId.HEADER, id);
    response.setHeader("X-API-Version", "v1");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    if (!OpenAddresses.contain(request)) {
      response.setHeader("Cache-Control", "no-store");
    }
    try (var mdc = MDC.putCloseable("requestId", id)) {
      chain.doFilter(request, response);
    }
  }

  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }
}
