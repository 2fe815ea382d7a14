package org.teei.csr.simulators.impactin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Counts requests of an organisation in the windows of its platform. */
final class Limits {
  private final InstantSource clock;
  private final Map<String, Count> counts = new HashMap<>();

  Limits(InstantSource clock) {
    this.clock = clock;
  }

  private record Count(Instant end, int requests) {}

  /**
   * What is left of the tightest window.
   *
   * @param reset when it begins anew
   */
  record Left(int remaining, Instant reset) {}

  /**
   * Counts a request.
   *
   * @throws Refused if it is one too many
   */
  synchronized Left count(Platform platform, String organizationId) {
    Instant now = clock.instant();
    var least = new Left(Integer.MAX_VALUE, now);
    for (Platform.Limit limit : platform.limits) {
      String key = platform + " " + organizationId + " " + limit.window();
      Count count = counts.get(key);
      if (count == null || !count.end.isAfter(now)) {
        count = new Count(now.plus(limit.window()), 0);
      }
      if (count.requests == limit.requests()) {
        throw tooMany(limit, Duration.between(now, count.end));
      }
      counts.put(key, new Count(count.end, count.requests + 1));
      int remaining = limit.requests() - count.requests - 1;
      if (remaining < least.remaining) {
        least = new Left(remaining, count.end);
      }
    }
    return least;
  }

  private static Refused tooMany(Platform.Limit limit, Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return new Refused(
        429,
        "RATE_LIMIT",
        "More than " + limit.requests() + " requests " + limit.words() + ".",
        Map.of("Retry-After", String.valueOf(seconds)));
  }
}
