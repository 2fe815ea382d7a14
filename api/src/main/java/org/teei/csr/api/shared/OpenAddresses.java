package org.teei.csr.api.shared;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.teei.csr.engines.webhooks.WebhookSource;

/**
 * The addresses that show nothing of a tenant, and those at which systems of others prove by a
 * signature who they are. All others are guarded, those that are spelled in an unusual way
 * included.
 */
public final class OpenAddresses {
  private static final Set<String> ALONE =
      Set.of("/health", "/openapi.json", "/docs", "/problems", "/auth/jwks");
  private static final List<String> WITH_ALL_BELOW =
      List.of("/health/", "/openapi.json/", "/docs/", "/swagger-ui/", "/problems/");

  private static final int ID_LENGTH = 36;
  private static final String WEBHOOKS = "/v1/webhooks/";

  private OpenAddresses() {}

  /** Judges the address as it was sent: encoded, with path parameters and dots. */
  public static boolean contain(HttpServletRequest request) {
    var path = request.getRequestURI();
    return ALONE.contains(path)
        || isWebhook(request)
        || (WITH_ALL_BELOW.stream().anyMatch(path::startsWith) && plain(path));
  }

  /** Whether a system of others tells something: a POST to an endpoint, by its id and source. */
  public static boolean isWebhook(HttpServletRequest request) {
    var path = request.getRequestURI();
    return request.getMethod().equals("POST")
        && path.startsWith(WEBHOOKS)
        && isEndpoint(path.substring(WEBHOOKS.length()));
  }

  /**
   * The id of the endpoint that a webhook is for.
   *
   * @param request to which {@link #isWebhook} applies
   */
  public static String endpoint(HttpServletRequest request) {
    var path = request.getRequestURI();
    return path.substring(WEBHOOKS.length(), path.lastIndexOf('/'));
  }

  private static boolean isEndpoint(String tail) {
    var slash = tail.indexOf('/');
    return slash == ID_LENGTH
        && tail.chars().limit(ID_LENGTH).allMatch(c -> c == '-' || Character.digit(c, 16) >= 0)
        && WebhookSource.of(tail.substring(slash + 1)).isPresent();
  }

  /** Whether the address means what its characters say. */
  private static boolean plain(String path) {
    return path.chars().noneMatch(c -> c == ';' || c == '%' || c == '\\')
        && !path.contains("/.")
        && !path.contains("//");
  }
}
