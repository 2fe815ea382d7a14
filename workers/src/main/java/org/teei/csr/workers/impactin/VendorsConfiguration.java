package org.teei.csr.workers.impactin;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.activities.impactin.vendors.PlatformVendors;
import org.teei.csr.activities.impactin.vendors.Vendors;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workers.shared.PlatformProperties;

@Configuration(proxyBeanMethods = false)
class VendorsConfiguration {

  @Bean
  Vendors vendors(
      Tenancy tenancy,
      TenantKeys keys,
      Storage storage,
      PlatformProperties platform,
      ImpactInProperties impactIn,
      PlatformAddresses addresses) {
    return new PlatformVendors(
        tenancy,
        keys,
        storage,
        new PlatformVendors.Settings(
            platform.development() ? "development" : "production",
            impactIn.platforms(),
            addresses.filter(),
            addresses.plainHttp()));
  }
}
