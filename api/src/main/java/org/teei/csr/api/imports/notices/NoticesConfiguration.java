package org.teei.csr.api.imports.notices;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.api.problems.ProblemCatalogue;
import org.teei.csr.schema.imports.SubscriptionSeal;
import org.teei.csr.schema.personaldata.TenantKeys;

@Configuration(proxyBeanMethods = false)
class NoticesConfiguration {

  @Bean
  ProblemCatalogue.Contribution noticeProblems() {
    return () -> List.of(NoticeProblem.values());
  }

  @Bean
  SubscriptionSeal subscriptionSeal(TenantKeys keys) {
    return new SubscriptionSeal(keys);
  }
}
