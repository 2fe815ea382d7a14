package org.teei.csr.api.identity.limits;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says in an answer what is left: in the headers that many clients know, and in those of the IETF's
 * draft "RateLimit header fields for HTTP", whose strings and parameters are structured fields.
 */
final class RateLimitHeaders {
  private static final int WINDOW = 60;

  /** By name, with an example of a value. */
  static final Map<String, String> EXAMPLES =
      new TreeMap<>(
          Map.of(
              "RateLimit", "\"principal\";r=42;t=17",
              "RateLimit-Policy", "\"principal\";q=300;w=60",
              "X-RateLimit-Limit", "300",
              "X-RateLimit-Remaining", "42",
              "X-RateLimit-Reset", "1795266017"));

  private RateLimitHeaders() {}

  static void write(HttpServletResponse response, Quota quota) {
    response.setHeader("X-RateLimit-Limit", Integer.toString(quota.limit()));
    response.setHeader("X-RateLimit-Remaining", Long.toString(quota.remaining()));
    response.setHeader(
        "X-RateLimit-Reset", Long.toString(Instant.now().plus(quota.resetsIn()).getEpochSecond()));
    response.setHeader(
        "RateLimit-Policy", "\"" + quota.name() + "\";q=" + quota.limit() + ";w=" + WINDOW);
    response.setHeader(
        "RateLimit",
        "\"" + quota.name() + "\";r=" + quota.remaining() + ";t=" + quota.resetsIn().toSeconds());
  }
}
