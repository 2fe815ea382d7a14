package org.teei.csr.workers.observability;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.temporal.common.interceptors.WorkerInterceptor;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.activities.observability.FailureInterceptor;

@Configuration(proxyBeanMethods = false)
class ObservabilityConfiguration {
  private static final double[] BUCKETS =
      Stream.of(
              Duration.ofMillis(10),
              Duration.ofMillis(50),
              Duration.ofMillis(200),
              Duration.ofSeconds(1),
              Duration.ofSeconds(5),
              Duration.ofSeconds(10),
              Duration.ofMinutes(1),
              Duration.ofMinutes(10),
              Duration.ofMinutes(30),
              Duration.ofHours(1))
          .mapToDouble(Duration::toNanos)
          .toArray();

  @Bean
  WorkerInterceptor failureInterceptor(Clock clock) {
    return new FailureInterceptor(clock);
  }

  /**
   * Temporal's timers come with some two hundred buckets each, none above 30 seconds. Ten that
   * reach to an hour are enough for the alerts and cost a twentieth.
   */
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
