package org.teei.csr.workers.identity;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.activities.identity.IdentityActivitiesImpl;
import org.teei.csr.schema.identity.SigningKeyRotations;
import org.teei.csr.schema.personaldata.Kms;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.identity.IdentityActivities;

@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

  @Bean
  IdentityActivities identityActivities(Tenancy tenancy, Kms kms) {
    return new IdentityActivitiesImpl(tenancy, new SigningKeyRotations(kms));
  }
}
