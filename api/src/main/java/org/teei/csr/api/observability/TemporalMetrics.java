package org.teei.csr.api.observability;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The figures of the Temporal client, under the names that the workers' have too. */
@Configuration(proxyBeanMethods = false)
class TemporalMetrics {
  private static final double REPORT_SECONDS = 5;

  /** No call of the API lasts longer than its three seconds of patience. */
  private static final double[] BUCKETS =
      Stream.of(10, 50, 200, 1_000, 5_000)
          .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
          .toArray();

  @Bean
  Scope temporalScope(MeterRegistry meters) {
    return new RootScopeBuilder()
        .reporter(new MicrometerClientStatsReporter(meters))
        .reportEvery(com.uber.m3.util.Duration.ofSeconds(REPORT_SECONDS));
  }

  /** Temporal's timers come with some two hundred buckets each. */
  @Bean
  MeterFilter temporalBuckets() {
    return new MeterFilter() {
      @Override
      public DistributionStatisticConfig configure(
          Meter.Id id, DistributionStatisticConfig config) {
        return id.getName().startsWith("temporal")
            ? DistributionStatisticConfig.builder()
                .percentilesHistogram(false)
                .percentiles()
                .serviceLevelObjectives(BUCKETS)
                .build()
                .merge(config)
            : config;
      }
    };
  }
}
