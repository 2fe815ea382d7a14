package org.teei.csr.workers.events;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.teei.csr.activities.events.NatsLink;

/** Whether NATS answers. */
final class NatsHealth implements HealthIndicator {
  private final NatsLink nats;

  NatsHealth(NatsLink nats) {
    this.nats = nats;
  }

  @Override
  public Health health() {
    try {
      return Health.up()
          .withDetail("version", nats.connection().getServerInfo().getVersion())
          .build();
    } catch (Exception e) {
      return Health.down().withDetail("failure", e.getClass().getSimpleName()).build();
    }
  }
}
