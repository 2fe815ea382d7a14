package org.teei.csr.api.identity.limits;

import io.github.bucket4j.TimeMeter;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LimitsConfiguration {

  @Bean
  Buckets buckets(DataSource database) {
    return new Buckets(database, TimeMeter.SYSTEM_MILLISECONDS);
  }
}
