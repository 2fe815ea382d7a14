package org.teei.csr.api.shared;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;

/**
 * The addresses that show nothing of a tenant. All others are guarded, those that are spelled in an
 * unusual way included.
 */
public final class OpenAddresses {
  private static final Set<String> ALONE =
      Set.of("/health", "/openapi.json", "/docs", "/problems", "/auth/jwks");
  private static final List<String> WITH_ALL_BELOW =
      List.of("/health/", "/openapi.json/", "/docs/", "/swagger-ui/", "/problems/");

  private OpenAddresses() {}

  /** Judges the address as it was sent: encoded, with path parameters and dots. */
  public static boolean contain(HttpServletRequest request) {
    var path = request.getRequestURI();
    return ALONE.contains(path)
        || (WITH_ALL_BELOW.stream().anyMatch(path::startsWith) && plain(path));
  }

  /** Whether the address means what its characters say. */
  private static boolean plain(String path) {
    return path.chars().noneMatch(c -> c == ';' || c == '%' || c == '\\')
        && !path.contains("/.")
        && !path.contains("//");
  }
}
