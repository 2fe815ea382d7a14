package org.teei.csr.api.impactin.vendors;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.api.problems.ProblemCatalogue;
import org.teei.csr.schema.impactin.VendorCredentials;
import org.teei.csr.schema.personaldata.TenantKeys;

@Configuration(proxyBeanMethods = false)
class VendorsConfiguration {

  @Bean
  ProblemCatalogue.Contribution vendorProblems() {
    return () -> List.of(VendorProblem.values());
  }

  @Bean
  VendorCredentials vendorCredentials(TenantKeys keys) {
    return new VendorCredentials(keys);
  }
}
