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
 * @param mode {@code commit}: sound rows land; {@code review}: they land when somebody approves;
 *     {@code dry-run}: what they would do is reported
 * @param errorPolicy {@code skip-invalid}: rows with errors are left out; {@code atomic}: one of
 *     them is enough and no row lands; {@code stop-after}: more than {@code maxRejected} end the
 *     import
 * @param unknownPeople {@code create} or {@code reject} rows about persons who are not known
 * @param reading how the file is to be read
 */
record UploadOptions(
    @Nullable String clientReference,
    boolean force,
    String mode,
    String errorPolicy,
    @Nullable Long maxRejected,
    String unknownPeople,
    ReadingParameters reading) {
  private static final Set<String> MODES = Set.of("commit", "review", "dry-run");
  private static final String STOP_AFTER = "stop-after";
  private static final Set<String> ERROR_POLICIES = Set.of("skip-invalid", "atomic", STOP_AFTER);
  private static final Set<String> UNKNOWN_PEOPLE = Set.of("create", "reject");

  UploadOptions {
    check("mode", MODES.contains(mode), "Is commit, review or dry-run.");
    check(
        "errorPolicy",
        ERROR_POLICIES.contains(errorPolicy),
        "Is skip-invalid, atomic or stop-after.");
    check(
        "maxRejected",
        errorPolicy.equals(STOP_AFTER)
            ? maxRejected != null && maxRejected >= 0
            : maxRejected == null,
        "Is a number from 0 on, given with the error policy stop-after and with no other.");
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
            "\0",
            String.valueOf(clientReference),
            force ? "force" : "",
            mode,
            errorPolicy,
            String.valueOf(maxRejected),
            unknownPeople,
            reading.values().toString())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** As the row of a job takes them. */
  NewImport.Options stored() {
    return new NewImport.Options(
        clientReference, force, mode, errorPolicy, maxRejected, unknownPeople);
  }

  private static void check(String parameter, boolean sound, String rule) {
    if (!sound) {
      throw ProblemException.of(
          RequestProblem.INVALID_PARAMETER, List.of(Fault.ofParameter(parameter, "invalid", rule)));
    }
  }
}
