package org.teei.csr.workers.shared;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

  /** The time of day for all that compares it with times of others. */
  @Bean
  Clock clock(PlatformProperties platform) {
    return Clock.offset(Clock.systemUTC(), platform.clockOffset());
  }
}
