package org.teei.csr.api.audit;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.schema.audit.AuditVerifier;
import org.teei.csr.schema.audit.SealSigner;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

  @Bean
  AuditVerifier auditVerifier(Tenancy tenancy, TenantKeys keys, Storage storage) {
    return new AuditVerifier(tenancy, new SealSigner(keys), storage);
  }
}
