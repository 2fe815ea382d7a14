package org.teei.csr.api.imports.folders;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.api.problems.ProblemCatalogue;

@Configuration(proxyBeanMethods = false)
class FoldersConfiguration {

  @Bean
  ProblemCatalogue.Contribution folderProblems() {
    return () -> List.of(FolderProblem.values());
  }
}
