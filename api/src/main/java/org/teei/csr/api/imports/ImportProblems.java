package org.teei.csr.api.imports;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.teei.csr.api.problems.ProblemCatalogue;
import org.teei.csr.api.problems.ProblemKind;
import org.teei.csr.engines.imports.FileProblemCode;

/** The problems of imports, those of files included. */
@Component
final class ImportProblems implements ProblemCatalogue.Contribution {
  static final List<ProblemKind> ALL =
      Stream.concat(
              Arrays.stream(ImportProblem.values()),
              Arrays.stream(FileProblemCode.values()).map(FileProblemEntry::new))
          .map(ProblemKind.class::cast)
          .toList();

  @Override
  public List<ProblemKind> kinds() {
    return ALL;
  }
}
