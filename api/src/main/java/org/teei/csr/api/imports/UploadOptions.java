package org.teei.csr.api.imports;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.schema.imports.NewImport;

/**
 * How an upload is to be imported.
 *
 * @param clientReference the caller's own name for it
 * @param force import again what was imported before
 * @param errorPolicy {@code skip-invalid}: rows with errors are left out
 * @param unknownPeople {@code create} or {@code reject} rows about persons who are not known
 */
record UploadOptions(
    @Nullable String clientReference, boolean force, String errorPolicy, String unknownPeople) {
  private static final Set<String> ERROR_POLICIES = Set.of("skip-invalid");
  private static final Set<String> UNKNOWN_PEOPLE = Set.of("create", "reject");

  UploadOptions {
    check("errorPolicy", ERROR_POLICIES.contains(errorPolicy), "Is skip-invalid.");
    check("unknownPeople", UNKNOWN_PEOPLE.contains(unknownPeople), "Is create or reject.");
    check(
        "clientReference",
        clientReference == null
            || clientReference.length() <= 255
                && clientReference.chars().noneMatch(Character::isISOControl),
        "Has at most 255 characters, none of them a control character.");
  }

  /** The options as they count for telling whether two requests are the same. */
  byte[] fingerprint() {
    return String.join(
            "\0", String.valueOf(clientReference), force ? "force" : "", errorPolicy, unknownPeople)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** As the row of a job takes them. */
  NewImport.Options stored() {
    return new NewImport.Options(clientReference, force, errorPolicy, unknownPeople);
  }

  private static void check(String parameter, boolean sound, String rule) {
    if (!sound) {
      throw ProblemException.of(
          RequestProblem.INVALID_PARAMETER, List.of(Fault.ofParameter(parameter, "invalid", rule)));
    }
  }
}
