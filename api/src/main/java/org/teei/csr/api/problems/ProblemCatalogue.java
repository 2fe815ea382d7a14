package org.teei.csr.api.problems;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** All problems that this application answers with. Each feature contributes its own as a bean. */
@Component
public final class ProblemCatalogue {
  private final List<ProblemKind> kinds;

  ProblemCatalogue(List<Contribution> contributions) {
    this.kinds =
        Stream.concat(
                Stream.of(RequestProblem.values()),
                contributions.stream().flatMap(contribution -> contribution.kinds().stream()))
            .map(ProblemKind.class::cast)
            .sorted(Comparator.comparing(ProblemKind::feature).thenComparing(ProblemKind::code))
            .toList();
  }

  public List<ProblemKind> all() {
    return kinds;
  }

  Optional<ProblemKind> find(String feature, String code) {
    return kinds.stream()
        .filter(kind -> kind.feature().equals(feature) && kind.code().equals(code))
        .findFirst();
  }

  /** The problems of one feature. */
  @FunctionalInterface
  public interface Contribution {
    List<? extends ProblemKind> kinds();
  }
}
