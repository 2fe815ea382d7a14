package org.teei.csr.workers.events;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.activities.events.EventConsumer;
import org.teei.csr.activities.events.EventRelay;
import org.teei.csr.activities.events.NatsLink;
import org.teei.csr.activities.events.ParkedEvents;
import org.teei.csr.activities.profiles.TimelineProjection;
import org.teei.csr.activities.shared.EventProjection;
import org.teei.csr.activities.shared.LeasedLoop;
import org.teei.csr.schema.operations.Leases;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workers.shared.WorkerProcess;

/** The relay and each consumer have a connection of their own: a broken one harms no other. */
@Configuration(proxyBeanMethods = false)
class EventsConfiguration {

  @Bean
  NatsLink relayLink(NatsProperties nats) {
    return new NatsLink(nats.url());
  }

  @Bean
  NatsLink timelineLink(NatsProperties nats) {
    return new NatsLink(nats.url());
  }

  @Bean
  NatsLink healthLink(NatsProperties nats) {
    return new NatsLink(nats.url());
  }

  @Bean
  LeasedLoop eventRelay(
      WorkerProcess process,
      Leases leases,
      MeterRegistry meters,
      SystemView system,
      Tenancy tenancy,
      NatsLink relayLink) {
    return new LeasedLoop(
        EventRelay.NAME,
        process.name(),
        Duration.ofMillis(200),
        leases,
        meters,
        new EventRelay(system, tenancy, relayLink, meters));
  }

  @Bean
  EventProjection timeline() {
    return new TimelineProjection();
  }

  @Bean
  LeasedLoop timelineConsumer(
      WorkerProcess process,
      Leases leases,
      MeterRegistry meters,
      Tenancy tenancy,
      EventProjection timeline,
      NatsLink timelineLink,
      OpenTelemetry telemetry) {
    return new LeasedLoop(
        "consumer-" + timeline.consumer(),
        process.name(),
        Duration.ofMillis(200),
        leases,
        meters,
        new EventConsumer(timeline, tenancy, timelineLink, meters, telemetry));
  }

  @Bean
  ParkedEvents eventsThatWait(
      MeterRegistry meters, SystemView system, Tenancy tenancy, List<EventProjection> projections) {
    return new ParkedEvents(system, tenancy, projections, meters);
  }

  @Bean
  LeasedLoop parkedEvents(
      WorkerProcess process, Leases leases, MeterRegistry meters, ParkedEvents eventsThatWait) {
    return new LeasedLoop(
        "parked-events", process.name(), Duration.ofMinutes(1), leases, meters, eventsThatWait);
  }

  @Bean
  LeasedLoop askedRetries(
      WorkerProcess process, Leases leases, MeterRegistry meters, ParkedEvents eventsThatWait) {
    return new LeasedLoop(
        "asked-retries",
        process.name(),
        Duration.ofSeconds(2),
        leases,
        meters,
        eventsThatWait::runAsked);
  }

  @Bean
  HealthIndicator nats(NatsLink healthLink) {
    return new NatsHealth(healthLink);
  }
}
