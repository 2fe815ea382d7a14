package org.teei.csr.api.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.CursorPage;
import org.teei.csr.api.shared.EntityTags;
import org.teei.csr.schema.audit.AuditVerifier;
import org.teei.csr.schema.audit.Verification;
import org.teei.csr.schema.audit.Verification.Breach;

/** Who did and saw what, and whether the record still says what was sealed. */
@Tag(name = "audit")
@Requires(Permission.AUDIT_READ)
@RestController
final class AuditController {
  private final AuditLog log;
  private final PersonAccesses accesses;
  private final AuditVerifier verifier;
  private final CurrentPrincipal principals;
  private final EntityTags tags;

  AuditController(
      AuditLog log,
      PersonAccesses accesses,
      AuditVerifier verifier,
      CurrentPrincipal principals,
      EntityTags tags) {
    this.log = log;
    this.accesses = accesses;
    this.verifier = verifier;
    this.principals = principals;
    this.tags = tags;
  }

  /**
   * What was found.
   *
   * @param seals looked at, all of which hold; null where one does not
   * @param breach how the first seal that does not hold was broken
   */
  record AuditVerification(
      boolean intact,
      @Schema(example = "12") @Nullable Long seals,
      @Schema(example = "340") @Nullable Long entries,
      @Schema(example = "2") @Nullable Long unsealed,
      @Nullable Breach breach,
      @Nullable Long sealNumber,
      @Nullable UUID entryId) {

    static AuditVerification of(Verification verification) {
      return switch (verification) {
        case Verification.Intact(var seals, var entries, var unsealed) ->
            new AuditVerification(true, seals, entries, unsealed, null, null, null);
        case Verification.Broken(var breach, var seal, var entry) ->
            new AuditVerification(false, null, null, null, breach, seal, entry);
      };
    }
  }

  @Operation(
      summary = "Who did and saw what, the newest first",
      description =
          "from is inclusive, to exclusive. The next page is the link next; a cursor holds for the same filters only. The platform's staff see headers of all tenants, or of the one they name.")
  @GetMapping(path = AuditLog.PATH, produces = "application/json")
  CursorPage<AuditedAction> list(
      @RequestParam(required = false) @Size(max = 40) @Nullable String tenant,
      @RequestParam(required = false) @Size(max = 255) @Nullable String actor,
      @RequestParam(required = false) @Size(max = 255) @Nullable String action,
      @RequestParam(required = false) @Size(max = 255) @Nullable String resourceType,
      @RequestParam(required = false) @Size(max = 255) @Nullable String resourceId,
      @RequestParam(required = false) @Size(max = 255) @Nullable String requestId,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Size(max = 255) @Nullable String cursor,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    var filter =
        new AuditFilter(tenant, actor, action, resourceType, resourceId, requestId, from, to);
    return log.list(filter, cursor, pageSize);
  }

  @Operation(
      summary = "Who saw this person",
      description =
          "Looks at the profile, and result files of imports with a row of the person. That the report was asked for is on record too.")
  @GetMapping(path = "/v1/audit/persons/{personId}", produces = "application/json")
  ResponseEntity<PersonAccess> person(@PathVariable UUID personId) {
    return tags.answer(accesses.of(personId));
  }

  @Operation(summary = "Compare the audit record with its seals, in the database and outside")
  @GetMapping(path = "/v1/audit/verify", produces = "application/json")
  AuditVerification verify() throws IOException {
    return AuditVerification.of(verifier.verify(principals.get().tenant()));
  }
}
