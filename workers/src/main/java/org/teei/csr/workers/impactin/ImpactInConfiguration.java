package org.teei.csr.workers.impactin;

import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.activities.impactin.deliveries.DeliveryActivitiesImpl;
import org.teei.csr.activities.impactin.deliveries.DeliveryGauges;
import org.teei.csr.activities.impactin.deliveries.DeliveryRuns;
import org.teei.csr.activities.impactin.deliveries.PlatformActivitiesImpl;
import org.teei.csr.activities.impactin.schedules.DeliverySchedules;
import org.teei.csr.activities.impactin.schedules.ScheduleActivitiesImpl;
import org.teei.csr.activities.impactin.vendors.CompanyRates;
import org.teei.csr.activities.impactin.vendors.Vendors;
import org.teei.csr.activities.shared.CurrentFigures;
import org.teei.csr.activities.shared.LeasedLoop;
import org.teei.csr.activities.shared.RunningJobs;
import org.teei.csr.activities.shared.ScheduledRows;
import org.teei.csr.schema.operations.Leases;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workers.shared.PlatformProperties;
import org.teei.csr.workers.shared.WorkerProcess;
import org.teei.csr.workflows.impactin.deliveries.DeliveryActivities;
import org.teei.csr.workflows.impactin.deliveries.PlatformActivities;
import org.teei.csr.workflows.impactin.schedules.ScheduleActivities;

@Configuration(proxyBeanMethods = false)
class ImpactInConfiguration {

  @Bean
  PlatformAddresses platformAddresses(PlatformProperties platform, ImpactInProperties impactIn) {
    return PlatformAddresses.of(platform.development(), impactIn.allowLoopback());
  }

  @Bean
  PlatformRates platformRates(ImpactInProperties impactIn) {
    return impactIn.perMinute().rates();
  }

  @Bean
  LeasedLoop companyRates(
      WorkerProcess process,
      Leases leases,
      MeterRegistry meters,
      SystemView system,
      PlatformRates rates,
      @Qualifier("promptClient") WorkflowClient promptClient) {
    var companies = new CompanyRates(system);
    return new LeasedLoop(
        "company-rates",
        process.name(),
        Duration.ofSeconds(15),
        leases,
        meters,
        _ -> {
          rates.follow(promptClient, companies.perMinute());
          return false;
        });
  }

  @Bean
  DeliveryGauges deliveryGauges(SystemView system, MeterRegistry meters) {
    return new DeliveryGauges(system, meters);
  }

  @Bean
  DeliveryActivities deliveryActivities(
      Tenancy tenancy,
      TenantKeys tenantKeys,
      Vendors vendors,
      CurrentFigures figures,
      MeterRegistry meters) {
    return new DeliveryActivitiesImpl(tenancy, tenantKeys, vendors, figures, meters);
  }

  @Bean
  PlatformActivities platformActivities(
      Tenancy tenancy, TenantKeys tenantKeys, Vendors vendors, MeterRegistry meters) {
    return new PlatformActivitiesImpl(tenancy, tenantKeys, vendors, meters);
  }

  @Bean
  RunningJobs deliveryRuns(SystemView system, Tenancy tenancy, DeliveryActivities deliveries) {
    return new DeliveryRuns(system, tenancy, deliveries);
  }

  @Bean
  ScheduleActivities scheduleActivities(
      SystemView system, Tenancy tenancy, Clock clock, MeterRegistry meters) {
    return new ScheduleActivitiesImpl(system, tenancy, clock, meters);
  }

  @Bean
  ScheduledRows deliverySchedules(SystemView system, Tenancy tenancy) {
    return new DeliverySchedules(system, tenancy);
  }
}
