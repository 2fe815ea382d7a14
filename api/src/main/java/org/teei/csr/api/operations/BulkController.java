package org.teei.csr.api.operations;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.EntityTags;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;

/** One decision about many parked steps. */
@Tag(name = "operations")
@Requires(Permission.OPERATIONS_READ)
@RestController
@RequestMapping("/v1/operations")
final class BulkController {
  private final BulkResolutions resolutions;
  private final EntityTags tags;

  BulkController(BulkResolutions resolutions, EntityTags tags) {
    this.resolutions = resolutions;
    this.tags = tags;
  }

  /** A decision; the reason is not for personal data. */
  record BulkRequest(
      @NotNull ParkedAction action,
      @Schema(example = "The vendor is back") @NotBlank @Size(max = 500) String reason) {

    String spelling() {
      return action.name().toLowerCase(Locale.ROOT);
    }
  }

  /** How many parked steps a decision would be about. */
  record DryRun(@Schema(example = "17") int count) {}

  @Requires(Permission.PARKED_RESOLVE)
  @Operation(
      summary = "Decide about all parked steps that the filters match",
      description =
          "Without dryRun=false only the number of steps is answered. The platform's staff name the tenant. Steps of which nobody knows whether they took effect are meant only where stage or failureType is named.")
  @ApiResponse(
      responseCode = "200",
      description = "Dry run",
      content = @Content(schema = @Schema(implementation = DryRun.class)))
  @ApiResponse(
      responseCode = "202",
      description = "Accepted; Location is the job",
      content = @Content(schema = @Schema(implementation = BulkResolution.class)))
  @PostMapping(path = "/parked/resolve", produces = "application/json")
  ResponseEntity<?> resolve(
      @RequestParam(required = false) @Size(max = 40) @Nullable String tenant,
      @RequestParam(defaultValue = "true") boolean dryRun,
      @RequestParam(required = false) @Size(max = 60) @Nullable String feature,
      @RequestParam(required = false) @Size(max = 60) @Nullable String stage,
      @RequestParam(required = false) @Nullable FailureClass failureClass,
      @Parameter(
              description =
                  "Exact, as the steps have it; what it is about is said before the slash.",
              example = "impactin/credentials-refused")
          @RequestParam(required = false)
          @Size(max = 100)
          @Nullable String failureType,
      @RequestParam(required = false) ParkedStep.@Nullable State state,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody BulkRequest request) {
    var filter = new ParkedFilter(feature, stage, failureClass, failureType, waiting(state));
    return dryRun
        ? ResponseEntity.ok(new DryRun(resolutions.count(tenant, filter)))
        : resolutions.create(tenant, filter, request, key);
  }

  /** Only what waits can be decided about. */
  private static ParkedStep.State waiting(ParkedStep.@Nullable State state) {
    if (state != null && state != ParkedStep.State.WAITING) {
      throw ProblemException.of(
          RequestProblem.INVALID_PARAMETER,
          List.of(Fault.ofParameter("state", "invalid", "Is waiting, or left out.")));
    }
    return ParkedStep.State.WAITING;
  }

  @Operation(summary = "How far a decision about many parked steps is")
  @GetMapping(path = "/bulk-resolutions/{id}", produces = "application/json")
  ResponseEntity<BulkResolution> get(@PathVariable UUID id) {
    return tags.answer(resolutions.get(id));
  }
}
