package org.teei.csr.api.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.schema.audit.AuditVerifier;
import org.teei.csr.schema.audit.Verification;
import org.teei.csr.schema.audit.Verification.Breach;

/** Whether the audit record is what was sealed. */
@Tag(name = "audit")
@Requires(Permission.AUDIT_READ)
@RestController
final class AuditController {
  private final AuditVerifier verifier;
  private final CurrentPrincipal principals;

  AuditController(AuditVerifier verifier, CurrentPrincipal principals) {
    this.verifier = verifier;
    this.principals = principals;
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

  @Operation(summary = "Compare the audit record with its seals, in the database and outside")
  @GetMapping(path = "/v1/audit/verify", produces = "application/json")
  AuditVerification verify() throws IOException {
    return AuditVerification.of(verifier.verify(principals.get().tenant()));
  }
}
