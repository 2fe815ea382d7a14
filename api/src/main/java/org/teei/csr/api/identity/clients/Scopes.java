package org.teei.csr.api.identity.clients;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Role;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;

/** What a machine may do: those permissions of {@link Role#API_CLIENT} that it was given. */
final class Scopes {
  private Scopes() {}

  /** Permissions of a stored machine; what this version does not know allows nothing. */
  static Set<Permission> permissions(String[] scopes) {
    return Stream.of(scopes)
        .flatMap(scope -> Permission.of(scope).stream())
        .filter(Role.API_CLIENT.permissions()::contains)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The scopes of a request, each once and in order.
   *
   * @throws ProblemException naming each one that machines cannot have
   */
  static String[] checked(List<String> wanted) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      var permission = Permission.of(wanted.get(i)).filter(Role.API_CLIENT.permissions()::contains);
      permission.ifPresent(permissions::add);
      if (permission.isEmpty()) {
        faults.add(
            Fault.ofMember(
                "/scopes/" + i,
                "invalid",
                "Is one of " + spelled(Role.API_CLIENT.permissions()) + "."));
      }
    }
    if (!faults.isEmpty()) {
      throw ProblemException.of(RequestProblem.INVALID_BODY, faults);
    }
    return permissions.stream().map(Permission::spelling).toArray(String[]::new);
  }

  private static String spelled(Collection<Permission> permissions) {
    return permissions.stream()
        .map(Permission::spelling)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
