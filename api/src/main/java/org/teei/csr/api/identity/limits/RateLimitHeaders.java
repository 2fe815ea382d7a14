package org.teei.csr.api.identity.limits;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;

/**
 * Says in an answer what is left: in the headers that many clients know, and in those of the IETF's
 * draft "RateLimit header fields for HTTP", whose strings and parameters are structured fields.
 */
final class RateLimitHeaders {
  private static final int WINDOW = 60;

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
