package org.teei.csr.activities.impactin.deliveries;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.workflows.impactin.deliveries.DeliveryStatus;

/**
 * How deliveries ended in this process: {@code csr.deliveries.ended}, by platform and status. Each
 * is there from the start, so that its first is an increase.
 */
final class DeliveryEnds {
  private static final List<DeliveryStatus> ENDS =
      List.of(
          DeliveryStatus.DELIVERED,
          DeliveryStatus.CONFIRMED,
          DeliveryStatus.REFUSED,
          DeliveryStatus.EXPIRED,
          DeliveryStatus.CANCELLED,
          DeliveryStatus.FAILED);

  private record End(String platform, String status) {}

  private final Map<End, Counter> counters;

  DeliveryEnds(MeterRegistry meters) {
    counters =
        Arrays.stream(Platform.values())
            .flatMap(platform ->
                ENDS.stream().map(status -> new End(platform.spelling(), status.spelling())))
            .collect(Collectors.toMap(Function.identity(), end -> counter(meters, end)));
  }

  private static Counter counter(MeterRegistry meters, End end) {
    return Counter.builder("csr.deliveries.ended")
        .description("Deliveries that ended")
        .tag("platform", end.platform())
        .tag("status", end.status())
        .register(meters);
  }

  void count(ImpactDeliveriesRecord delivery) {
    End end = new End(delivery.getPlatform(), delivery.getStatus());
    Objects.requireNonNull(counters.get(end)).increment();
  }
}
