package org.teei.csr.api.imports.uploads;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.api.problems.ProblemCatalogue;

@Configuration(proxyBeanMethods = false)
class UploadsConfiguration {

  @Bean
  ProblemCatalogue.Contribution uploadProblems() {
    return () -> List.of(UploadProblem.values());
  }
}
