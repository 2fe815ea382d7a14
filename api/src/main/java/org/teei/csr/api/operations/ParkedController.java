package org.teei.csr.api.operations;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.EntityTags;
import org.teei.csr.api.shared.Page;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;

/** What waits for a person. */
@Tag(name = "operations")
@Requires(Permission.OPERATIONS_READ)
@RestController
@RequestMapping("/v1/operations/parked")
final class ParkedController {
  private final ParkedSteps steps;
  private final EntityTags tags;

  ParkedController(ParkedSteps steps, EntityTags tags) {
    this.steps = steps;
    this.tags = tags;
  }

  /**
   * A decision.
   *
   * @param reason not for personal data
   * @param expectedSequence of the parking that was looked at
   */
  record ResolveRequest(
      @NotNull ParkedAction action,
      @Schema(example = "The database is back") @NotBlank @Size(max = 500) String reason,
      @Schema(example = "1") @Positive int expectedSequence) {

    String spelling() {
      return action.name().toLowerCase(Locale.ROOT);
    }
  }

  @Operation(
      summary = "Steps that wait, or waited, for a decision, the oldest first",
      description =
          "Those of one's own tenant; the platform's staff see headers of all, or of the one they name.")
  @GetMapping(produces = "application/json")
  Page<ParkedStep> list(
      @RequestParam(required = false) @Size(max = 40) @Nullable String tenant,
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
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    var filter = new ParkedFilter(feature, stage, failureClass, failureType, state);
    return steps.list(tenant, filter, new Page.Range(page, pageSize));
  }

  @Operation(summary = "One parked step")
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<ParkedStep> get(@PathVariable UUID id) {
    return tags.answer(steps.get(id));
  }

  @Requires(Permission.PARKED_RESOLVE)
  @Operation(summary = "Decide what is done about a parked step")
  @ApiResponse(
      responseCode = "200",
      description = "Done",
      content = @Content(schema = @Schema(implementation = ParkedStep.class)))
  @ApiResponse(
      responseCode = "202",
      description = "Told; not confirmed yet",
      content = @Content(schema = @Schema(implementation = ParkedStep.class)))
  @PostMapping(path = "/{id}/resolve", produces = "application/json")
  ResponseEntity<ParkedStep> resolve(
      @PathVariable UUID id, @Valid @RequestBody ResolveRequest request) {
    var resolved = steps.resolve(id, request);
    var status = resolved.confirmed() ? HttpStatus.OK : HttpStatus.ACCEPTED;
    return ResponseEntity.status(status).body(resolved.step());
  }
}
