package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.schema.imports.NewImport;

/**
 * How files are to be imported that come later: the parameters of an upload as members of a body,
 * with the same defaults.
 */
@Schema(name = "ImportOptions")
public record RequestedOptions(
    @Schema(example = "spring") @Nullable String clientReference,
    @Schema(example = "false") @Nullable Boolean force,
    @Schema(example = "commit") @Nullable String mode,
    @Schema(example = "stop-after") @Nullable String errorPolicy,
    @Schema(example = "100") @Nullable Long maxRejected,
    @Schema(example = "create") @Nullable String unknownPeople) {

  /** Checked, as they are kept. */
  public static NewImport.Options checked(@Nullable RequestedOptions wanted) {
    var given = wanted == null ? new RequestedOptions(null, null, null, null, null, null) : wanted;
    return new UploadOptions(
            given.clientReference,
            Objects.requireNonNullElse(given.force, false),
            Objects.requireNonNullElse(given.mode, "commit"),
            Objects.requireNonNullElse(given.errorPolicy, "skip-invalid"),
            given.maxRejected,
            Objects.requireNonNullElse(given.unknownPeople, "create"),
            ReadingParameters.NONE)
        .stored();
  }

  /** What was kept, as it is shown. */
  public static RequestedOptions of(NewImport.Options kept) {
    return new RequestedOptions(
        kept.clientReference(),
        kept.force(),
        kept.mode(),
        kept.errorPolicy(),
        kept.maxRejected(),
        kept.unknownPeople());
  }

  /** A kind that a body names in its member {@code kind}. */
  public static ImportKind kind(String id) {
    return ImportKind.of(id)
        .orElseThrow(() ->
            ProblemException.of(
                RequestProblem.INVALID_BODY,
                List.of(Fault.ofMember("/kind", "unknown", "Is a kind of import."))));
  }
}
