package org.teei.csr.api.impactin.deliveries;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.impactin.Platform;

/**
 * How well deliveries arrived that were asked for in some days.
 *
 * @param from first day, in UTC
 * @param until the day behind the last one
 */
@Schema(name = "DeliverySla")
record DeliverySla(
    @Schema(example = "2026-11-01") LocalDate from,
    @Schema(example = "2026-12-01") LocalDate until,
    List<OfPlatform> platforms) {

  private static final BigDecimal OK = new BigDecimal("0.98");
  private static final BigDecimal WARNING = new BigDecimal("0.95");
  private static final int SHARE_DIGITS = 4;

  /** What a success share comes to; the spelling outside is in lower case with hyphens. */
  enum Level {
    OK,
    WARNING,
    BREACH,
    NO_DELIVERIES;

    String spelling() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * The deliveries to a platform.
   *
   * @param deliveries that were asked for
   * @param arrived of them, accepted by the platform
   * @param failed of them: given up, or nobody decided in time
   * @param calledOff of them, refused or cancelled by a person, which no share counts
   * @param underWay of them, which no share counts yet
   * @param successShare of arrived in arrived and failed, to four digits; null where there are none
   * @param meanSeconds from the request to the arrival, waiting for approval included; null where
   *     none has arrived
   * @param p95Seconds like {@code meanSeconds}: 95 of 100 were not slower
   * @param retried those of arrived and failed that needed more than one attempt
   * @param retrySuccessShare of those that arrived in {@code retried}; null where there are none
   * @param longestFailureRun how many failed in a row, in the order of the requests, at most
   * @param status {@code ok} from a success share of 0.98 on, {@code warning} from 0.95 on, {@code
   *     breach} below, {@code no-deliveries} where none has arrived or failed
   */
  @Schema(name = "DeliverySlaOfPlatform")
  record OfPlatform(
      @Schema(example = "benevity") String platform,
      @Schema(example = "120") long deliveries,
      @Schema(example = "118") long arrived,
      @Schema(example = "1") long failed,
      @Schema(example = "1") long calledOff,
      @Schema(example = "0") long underWay,
      @Schema(example = "0.9916") @Nullable BigDecimal successShare,
      @Schema(example = "12.4") @Nullable BigDecimal meanSeconds,
      @Schema(example = "41.0") @Nullable BigDecimal p95Seconds,
      @Schema(example = "4") long retried,
      @Schema(example = "0.75") @Nullable BigDecimal retrySuccessShare,
      @Schema(example = "1") long longestFailureRun,
      @Schema(example = "ok") String status) {

    private static OfPlatform of(String platform, Counted counted) {
      var share = share(counted.arrived(), counted.arrived() + counted.failed());
      return new OfPlatform(
          platform,
          counted.deliveries(),
          counted.arrived(),
          counted.failed(),
          counted.calledOff(),
          counted.deliveries() - counted.arrived() - counted.failed() - counted.calledOff(),
          share,
          counted.meanSeconds(),
          counted.p95Seconds(),
          counted.retried(),
          share(counted.retriedArrived(), counted.retried()),
          counted.longestFailureRun(),
          level(counted).spelling());
    }
  }

  /** As counted by the database. */
  record Counted(
      long deliveries,
      long arrived,
      long failed,
      long calledOff,
      long retried,
      long retriedArrived,
      @Nullable BigDecimal meanSeconds,
      @Nullable BigDecimal p95Seconds,
      long longestFailureRun) {
    private static final Counted NOTHING = new Counted(0, 0, 0, 0, 0, 0, null, null, 0);
  }

  /** Of all platforms, whether or not something was delivered there. */
  static DeliverySla of(LocalDate from, LocalDate until, Map<String, Counted> counted) {
    return new DeliverySla(
        from,
        until,
        Arrays.stream(Platform.values())
            .map(Platform::spelling)
            .map(platform ->
                OfPlatform.of(platform, counted.getOrDefault(platform, Counted.NOTHING)))
            .toList());
  }

  private static @Nullable BigDecimal share(long part, long whole) {
    return whole == 0
        ? null
        : BigDecimal.valueOf(part)
            .divide(BigDecimal.valueOf(whole), SHARE_DIGITS, RoundingMode.HALF_UP);
  }

  /** By what was counted, as a share of four digits may be rounded up to a bound. */
  private static Level level(Counted counted) {
    var settled = BigDecimal.valueOf(counted.arrived() + counted.failed());
    var arrived = BigDecimal.valueOf(counted.arrived());
    if (settled.signum() == 0) {
      return Level.NO_DELIVERIES;
    }
    if (arrived.compareTo(settled.multiply(OK)) >= 0) {
      return Level.OK;
    }
    return arrived.compareTo(settled.multiply(WARNING)) >= 0 ? Level.WARNING : Level.BREACH;
  }
}
