package org.teei.csr.workers.metrics;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.activities.metrics.MetricActivitiesImpl;
import org.teei.csr.activities.metrics.SnapshotRuns;
import org.teei.csr.activities.metrics.Snapshots;
import org.teei.csr.activities.shared.CurrentFigures;
import org.teei.csr.activities.shared.RunningJobs;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.metrics.MetricActivities;

@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

  @Bean
  MetricActivities metricActivities(SystemView system, Tenancy tenancy, Clock clock) {
    return new MetricActivitiesImpl(system, tenancy, clock);
  }

  @Bean
  RunningJobs snapshotRuns(SystemView system, Tenancy tenancy, MetricActivities metrics) {
    return new SnapshotRuns(system, tenancy, metrics);
  }

  @Bean
  CurrentFigures currentFigures(Tenancy tenancy) {
    return new Snapshots(tenancy);
  }
}
