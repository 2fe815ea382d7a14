package org.teei.csr.api.impactin.schedules;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.api.problems.ProblemCatalogue;

@Configuration(proxyBeanMethods = false)
class SchedulesConfiguration {

  @Bean
  ProblemCatalogue.Contribution scheduleProblems() {
    return () -> List.of(ScheduleProblem.values());
  }
}
