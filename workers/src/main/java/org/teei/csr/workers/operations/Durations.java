package org.teei.csr.workers.operations;

import java.time.Duration;

/** Durations as people say them, those of ten seconds and more to the second. */
final class Durations {
  private Durations() {}

  /** In the largest unit that leaves no rest: {@code 7 days}, {@code 90 seconds}. */
  static String readable(Duration duration) {
    long seconds = duration.plusMillis(500).toSeconds();
    if (seconds < 10 && duration.toMillis() % 1_000 != 0) {
      return counted(duration.toMillis(), "millisecond");
    }
    if (seconds > 0 && seconds % 86_400 == 0) {
      return counted(seconds / 86_400, "day");
    }
    if (seconds > 0 && seconds % 3_600 == 0) {
      return counted(seconds / 3_600, "hour");
    }
    return seconds > 0 && seconds % 60 == 0
        ? counted(seconds / 60, "minute")
        : counted(seconds, "second");
  }

  private static String counted(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }
}
