package org.teei.csr.api.webhooks;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.api.problems.ProblemCatalogue;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.webhooks.WebhookSeal;

@Configuration(proxyBeanMethods = false)
class WebhooksConfiguration {

  @Bean
  ProblemCatalogue.Contribution webhooksProblems() {
    return () -> List.of(WebhooksProblem.values());
  }

  @Bean
  WebhookSeal webhookSeal(TenantKeys keys) {
    return new WebhookSeal(keys);
  }
}
