package org.teei.csr.workers.privacy;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.activities.privacy.PersonErasureRuns;
import org.teei.csr.activities.privacy.PrivacyActivitiesImpl;
import org.teei.csr.activities.shared.RunningJobs;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

@Configuration(proxyBeanMethods = false)
class PrivacyConfiguration {

  @Bean
  PrivacyActivitiesImpl privacyActivities(Tenancy tenancy) {
    return new PrivacyActivitiesImpl(tenancy);
  }

  @Bean
  RunningJobs personErasureRuns(
      SystemView system, Tenancy tenancy, PrivacyActivitiesImpl erasures) {
    return new PersonErasureRuns(system, tenancy, erasures);
  }
}
