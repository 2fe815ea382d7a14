package org.teei.csr.api.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.teei.csr.api.problems.ProblemCatalogue;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.OpenAddresses;
import org.teei.csr.api.shared.PlatformSettings;
import org.teei.csr.api.shared.StartRefused;
import org.teei.csr.schema.tenancy.SystemView;

/**
 * Gives each request the same operator of tenant {@code demo}, until there is a way to sign in.
 * Serves the machine it runs on and no page of another origin, and refuses production.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class DevelopmentPrincipal extends OncePerRequestFilter
    implements CurrentPrincipal, ProblemCatalogue.Contribution {
  private static final Principal OPERATOR = new Principal("demo", "operator", "system_admin");
  private static final Set<String> OF_TEMPORAL_UI = Set.of("/codec/decode", "/codec/encode");
  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  /**
   * What a browser says of a request of our own page or of the address bar; another port of this
   * machine is {@code same-site}. Programs say nothing.
   */
  private static final Set<String> OF_OWN_ORIGIN = Set.of("none", "same-origin");

  DevelopmentPrincipal(PlatformSettings settings, ObjectProvider<SystemView> system) {
    if (!settings.development()) {
      throw new StartRefused(
          "CSR_ENVIRONMENT is production, but requests are still made by the development principal,"
              + " which needs no password: the API does not start.");
    }
    system.ifAvailable(view -> view.addTenant(OPERATOR.tenant(), "Demo company"));
  }

  @Override
  public Principal get() {
    return OPERATOR;
  }

  @Override
  public List<IdentityProblem> kinds() {
    return List.of(IdentityProblem.values());
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return OpenAddresses.contain(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    // A name other than ours means that a page had its own name resolved to this machine.
    boolean local =
        InetAddress.ofLiteral(request.getRemoteAddr()).isLoopbackAddress()
            && LOCAL_NAMES.contains(request.getServerName());
    var site = request.getHeader("Sec-Fetch-Site");
    boolean otherOrigin =
        site != null
            && !OF_OWN_ORIGIN.contains(site)
            && !OF_TEMPORAL_UI.contains(request.getRequestURI());
    if (!local || otherOrigin) {
      throw ProblemException.of(IdentityProblem.NOT_LOCAL);
    }
    chain.doFilter(request, response);
  }
}
