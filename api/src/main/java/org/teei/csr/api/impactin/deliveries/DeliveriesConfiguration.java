package org.teei.csr.api.impactin.deliveries;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.api.problems.ProblemCatalogue;

@Configuration(proxyBeanMethods = false)
class DeliveriesConfiguration {

  @Bean
  ProblemCatalogue.Contribution deliveryProblems() {
    return () -> List.of(DeliveryProblem.values());
  }
}
