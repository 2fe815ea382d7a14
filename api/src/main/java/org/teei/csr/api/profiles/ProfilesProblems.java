package org.teei.csr.api.profiles;

import java.util.List;
import org.springframework.stereotype.Component;
import org.teei.csr.api.problems.ProblemCatalogue;

@Component
final class ProfilesProblems implements ProblemCatalogue.Contribution {

  @Override
  public List<ProfilesProblem> kinds() {
    return List.of(ProfilesProblem.values());
  }
}
