package org.teei.csr.api.idempotency;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.schema.idempotency.IdempotencyKeys;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Tenancy;

@Configuration(proxyBeanMethods = false)
class IdempotencyConfiguration {

  @Bean
  IdempotencyKeys idempotencyKeys(Tenancy tenancy, TenantKeys tenantKeys) {
    return new IdempotencyKeys(tenancy, tenantKeys);
  }
}
