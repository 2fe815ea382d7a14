package org.teei.csr.api.operations;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.EntityTags;

/** Exchanging the keys that wrap those of a company's persons. */
@Tag(name = "operations")
@Requires(Permission.KEYS_ROTATE)
@RestController
@RequestMapping(TenantKeyRotationsController.PATH)
final class TenantKeyRotationsController {
  static final String PATH = "/v1/admin/keys/rotations";

  private final TenantKeyRotations rotations;
  private final EntityTags tags;

  TenantKeyRotationsController(TenantKeyRotations rotations, EntityTags tags) {
    this.rotations = rotations;
    this.tags = tags;
  }

  /** Whose key to rotate. */
  record RotationRequest(@Schema(example = "demo") @NotBlank @Size(max = 40) String tenant) {}

  @Operation(
      summary = "Rotate the data key of a company",
      description =
          "A new version wraps the keys of its persons. Everything goes on meanwhile; earlier versions are kept for what cannot be wrapped anew.")
  @ApiResponse(
      responseCode = "202",
      description = "Accepted; Location is the job",
      content = @Content(schema = @Schema(implementation = TenantKeyRotation.class)))
  @PostMapping(produces = "application/json")
  ResponseEntity<byte[]> create(
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody RotationRequest request) {
    return rotations.create(request.tenant(), key);
  }

  @Operation(summary = "How far the rotation of a company's data key is")
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<TenantKeyRotation> get(@PathVariable UUID id) {
    return tags.answer(rotations.get(id));
  }
}
