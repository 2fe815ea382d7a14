package org.teei.csr.api.operations;

import java.util.List;
import org.springframework.stereotype.Component;
import org.teei.csr.api.problems.ProblemCatalogue;

@Component
final class OperationsProblems implements ProblemCatalogue.Contribution {

  @Override
  public List<OperationsProblem> kinds() {
    return List.of(OperationsProblem.values());
  }
}
