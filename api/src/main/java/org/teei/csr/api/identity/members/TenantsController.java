package org.teei.csr.api.identity.members;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
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
import org.teei.csr.api.shared.EntityTags;
import org.teei.csr.api.shared.Page;

/** The companies of this installation. */
@Tag(name = "identity")
@Requires(Permission.TENANTS_MANAGE)
@RestController
@RequestMapping(TenantsController.PATH)
final class TenantsController {
  static final String PATH = "/v1/admin/tenants";

  private final Tenants tenants;
  private final EntityTags tags;

  TenantsController(Tenants tenants, EntityTags tags) {
    this.tenants = tenants;
    this.tags = tags;
  }

  /** A company. */
  record Tenant(
      @Schema(example = "acme") String id,
      @Schema(example = "Acme") String name,
      Instant createdAt) {}

  record NewTenant(
      @Schema(
              description =
                  "Stands in addresses and never changes: 2 to 40 lower-case letters, digits and hyphens, no hyphen first.",
              example = "acme")
          @NotBlank
          String id,
      @Schema(example = "Acme") @NotBlank @Size(max = 200) String name) {}

  /** Not shown by {@link #toString()}. */
  record NewAdministrator(
      @Schema(example = "person@example.org") @NotBlank @Email @Size(max = 254) String email) {

    @Override
    public String toString() {
      return "NewAdministrator[]";
    }
  }

  /** The member that was made, as the company's own administrators will see it. */
  record Administrator(UUID memberId) {}

  @Operation(summary = "Companies in the order of their ids")
  @GetMapping(produces = "application/json")
  Page<Tenant> list(
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return tenants.list(new Page.Range(page, pageSize));
  }

  @Operation(summary = "One company")
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<Tenant> get(@PathVariable String id) {
    return tags.answer(tenants.get(id));
  }

  @Operation(summary = "Add a company; then give it an administrator")
  @ApiResponse(
      responseCode = "201",
      description = "Added; Location is the company",
      content = @Content(schema = @Schema(implementation = Tenant.class)))
  @PostMapping(produces = "application/json")
  ResponseEntity<byte[]> add(
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody NewTenant request) {
    return tenants.add(request, key);
  }

  @Operation(
      summary = "Give a company an administrator",
      description =
          "The first one of a new company, or another where it has lost all. They add the other members themselves.")
  @ApiResponse(
      responseCode = "201",
      description = "Added",
      content = @Content(schema = @Schema(implementation = Administrator.class)))
  @PostMapping(path = "/{id}/administrators", produces = "application/json")
  ResponseEntity<byte[]> addAdministrator(
      @PathVariable String id,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody NewAdministrator request) {
    return tenants.addAdministrator(id, request, key);
  }
}
