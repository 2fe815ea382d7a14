package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.Versions;

/** What a company has of what it may have. */
@Tag(name = "imports")
@RestController
final class ImportQuotaController {
  private final ImportQuotas quotas;

  ImportQuotaController(ImportQuotas quotas) {
    this.quotas = quotas;
  }

  /** How much is used, and how much may be. */
  @Schema(name = "ImportQuotaFigure")
  record Figure(@Schema(example = "3") long used, @Schema(example = "50") long limit) {}

  /**
   * What a company has and may have.
   *
   * @param runningImports imports that have not ended, those that wait for somebody included
   * @param storedBytes of the files that are kept
   */
  @Schema(name = "ImportQuota")
  record Quota(Figure runningImports, Figure storedBytes) {}

  /** What is set for one company; null for what all companies may have. */
  @Schema(name = "ImportLimits")
  record OwnLimits(
      @Schema(example = "100") @Positive @Nullable Integer runningImports,
      @Schema(example = "107374182400") @Positive @Nullable Long storedBytes) {}

  @Operation(summary = "How many imports may run and how many bytes may be kept, and how many do")
  @Requires(Permission.IMPORTS_READ)
  @GetMapping(path = "/v1/imports/quota", produces = "application/json")
  Quota quota() {
    return quotas.quota();
  }

  @Operation(summary = "Limits of a company that differ from those of all")
  @Requires(Permission.TENANTS_MANAGE)
  @GetMapping(path = "/v1/admin/tenants/{id}/import-limits", produces = "application/json")
  ResponseEntity<OwnLimits> limits(@PathVariable String id) {
    return quotas.limits(id).answer();
  }

  @Operation(
      summary = "Set limits of a company",
      description =
          "If-Match is the ETag of the limits as they were read. What is beyond a lower limit goes on; nothing is added.")
  @Requires(Permission.TENANTS_MANAGE)
  @PutMapping(path = "/v1/admin/tenants/{id}/import-limits", produces = "application/json")
  ResponseEntity<OwnLimits> replace(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @Valid @RequestBody OwnLimits request) {
    return quotas.replace(id, Versions.required(ifMatch), request).answer();
  }
}
