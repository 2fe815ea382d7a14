package org.teei.csr.api.privacy;

import java.util.List;
import org.springframework.stereotype.Component;
import org.teei.csr.api.problems.ProblemCatalogue;

@Component
final class PrivacyProblems implements ProblemCatalogue.Contribution {

  @Override
  public List<PrivacyProblem> kinds() {
    return List.of(PrivacyProblem.values());
  }
}
