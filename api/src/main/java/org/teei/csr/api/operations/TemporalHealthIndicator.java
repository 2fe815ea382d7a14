package org.teei.csr.api.operations;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;
import org.teei.csr.api.shared.WorkflowCommands;

/**
 * Shows whether Temporal answers. The API serves without it, so it never makes the whole unhealthy.
 */
@Component
final class TemporalHealthIndicator implements HealthIndicator {
  private final WorkflowCommands workflows;

  TemporalHealthIndicator(WorkflowCommands workflows) {
    this.workflows = workflows;
  }

  @Override
  public Health health() {
    return workflows.reachable()
        ? Health.up().build()
        : Health.unknown()
            .withDetail(
                "sentence", "Temporal cannot be reached; what is accepted starts when it can.")
            .build();
  }
}
