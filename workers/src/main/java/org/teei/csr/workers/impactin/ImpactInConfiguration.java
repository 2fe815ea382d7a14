package org.teei.csr.workers.impactin;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.workers.shared.PlatformProperties;

@Configuration(proxyBeanMethods = false)
class ImpactInConfiguration {

  @Bean
  PlatformAddresses platformAddresses(PlatformProperties platform, ImpactInProperties impactIn) {
    return PlatformAddresses.of(platform.development(), impactIn.allowLoopback());
  }
}
