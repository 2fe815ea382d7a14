package org.teei.csr.api.metrics;

import java.util.List;
import org.springframework.stereotype.Component;
import org.teei.csr.api.problems.ProblemCatalogue;

@Component
final class MetricProblems implements ProblemCatalogue.Contribution {

  @Override
  public List<MetricProblem> kinds() {
    return List.of(MetricProblem.values());
  }
}
