package org.teei.csr.api.identity.members;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.api.problems.ProblemCatalogue;

@Configuration(proxyBeanMethods = false)
class MembersConfiguration {

  @Bean
  ProblemCatalogue.Contribution memberProblems() {
    return () -> List.of(MemberProblem.values());
  }
}
