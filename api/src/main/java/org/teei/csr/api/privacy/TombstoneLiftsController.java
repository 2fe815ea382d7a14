package org.teei.csr.api.privacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.EntityTags;
import org.teei.csr.api.shared.Page;

/** Letting an erased person come back, which takes two privacy officers as the erasure did. */
@Tag(name = "privacy")
@Requires(Permission.TOMBSTONES_LIFT)
@RestController
@RequestMapping(TombstoneLiftsController.PATH)
final class TombstoneLiftsController {
  static final String PATH = "/v1/privacy/tombstone-lifts";

  private final TombstoneLifts lifts;
  private final EntityTags tags;

  TombstoneLiftsController(TombstoneLifts lifts, EntityTags tags) {
    this.lifts = lifts;
    this.tags = tags;
  }

  /** Which identifier may come back, and why. Not shown by {@link #toString()}. */
  record LiftRequest(
      @Schema(example = "email") @NotNull IdentifierKind kind,
      @Schema(example = "person@example.org") @NotBlank @Size(max = 255) String identifier,
      @Schema(example = "rejoined") @NotNull LiftReason reason) {

    @Override
    public String toString() {
      return "LiftRequest[]";
    }
  }

  @Operation(
      summary = "Ask that an erased person may come back",
      description =
          "Names one identifier of the person, which is kept as a blind index only. Nothing is lifted before another privacy officer approves; after seven days the request lapses. Where nobody who was erased had the identifier, the answer is 404, and that is on record.")
  @ApiResponse(
      responseCode = "201",
      description = "Asked for; Location is the lift",
      content = @Content(schema = @Schema(implementation = TombstoneLift.class)))
  @PostMapping(produces = "application/json")
  ResponseEntity<byte[]> create(
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody LiftRequest request) {
    return lifts.create(request, key);
  }

  @Operation(
      summary = "Approve a lift that somebody else asked for",
      description =
          "From now on imports take rows with the identifier and make a new person of them; what was erased stays erased. Approving it again changes nothing; who asked is refused.")
  @PostMapping(path = "/{id}/approve", produces = "application/json")
  TombstoneLift approve(@PathVariable UUID id) {
    return lifts.approve(id);
  }

  @Operation(
      summary = "Withdraw a lift that nobody has approved",
      description =
          "Any privacy officer may: to refuse it, or to take it back. It stays in the list, and can be asked for anew. Withdrawing it again changes nothing.")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void withdraw(@PathVariable UUID id) {
    lifts.withdraw(id);
  }

  @Operation(summary = "How far a lift is")
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<TombstoneLift> get(@PathVariable UUID id) {
    return tags.answer(lifts.get(id));
  }

  @Operation(summary = "Lifts of the company, the newest first")
  @GetMapping(produces = "application/json")
  Page<TombstoneLift> list(
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return lifts.list(new Page.Range(page, pageSize));
  }
}
