package org.teei.csr.api.imports.uploads;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes the method of a request about an upload from {@code X-HTTP-Method-Override}, as tus has it
 * for clients that can only POST. All methods of an upload ask for the same permission.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 40)
final class MethodOverrideFilter extends OncePerRequestFilter {
  private static final String HEADER = "X-HTTP-Method-Override";
  private static final Set<String> METHODS = Set.of("PATCH", "DELETE", "HEAD");

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getMethod().equals("POST")
        || !request.getServletPath().startsWith(UploadsController.PATH + "/")
        || request.getHeader(HEADER) == null
        || !METHODS.contains(request.getHeader(HEADER));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var method = request.getHeader(HEADER);
    chain.doFilter(
        new HttpServletRequestWrapper(request) {
          @Override
          public String getMethod() {
            return method;
          }
        },
        response);
  }
}
