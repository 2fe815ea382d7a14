package org.teei.csr.api.identity.signin;

import static org.teei.csr.schema.jooq.Tables.SIGN_INS;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.jooq.tables.records.SignInsRecord;
import org.teei.csr.schema.tenancy.Tenancy;

/** Who is signed in, and how that is ended. */
@Tag(name = "identity")
@Requires(Permission.MEMBERS_MANAGE)
@RestController
@RequestMapping(SignInsController.PATH)
final class SignInsController {
  static final String PATH = "/v1/admin/sign-ins";

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;

  SignInsController(Tenancy tenancy, CurrentPrincipal principals, AuditTrail trail) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
  }

  /** A sign-in that has not ended. */
  @Schema(name = "SignIn")
  record SignIn(
      UUID id,
      UUID principalId,
      @Schema(example = "csr-login") String clientId,
      @Schema(example = "google") String registrationId,
      Instant authenticatedAt,
      Instant createdAt,
      @Nullable Instant refreshedAt,
      Instant expiresAt) {}

  @Operation(summary = "Sign-ins of the company that have not ended, the newest first")
  @GetMapping(produces = "application/json")
  Page<SignIn> list(
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    var tenant = principals.get().tenant();
    var range = new Page.Range(page, pageSize);
    var going =
        SIGN_INS
            .TENANT_ID
            .eq(tenant)
            .and(SIGN_INS.REVOKED_AT.isNull())
            .and(SIGN_INS.CODE_USED_AT.isNotNull())
            .and(SIGN_INS.EXPIRES_AT.gt(DSL.currentInstant()));
    var slice =
        tenancy.read(
            tenant,
            db ->
                new Page.Slice<>(
                    db.selectFrom(SIGN_INS)
                        .where(going)
                        .orderBy(SIGN_INS.EXPIRES_AT.desc(), SIGN_INS.SIGN_IN_ID)
                        .limit(range.pageSize())
                        .offset(range.offset())
                        .fetch(),
                    db.fetchCount(SIGN_INS, going)));
    return Page.of(slice, range, PATH, Map.of(), SignInsController::shape);
  }

  @Operation(
      summary = "End a sign-in",
      description =
          "Its refresh token and its access tokens are refused from the next request on. Ending one that has ended changes nothing.")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void end(@PathVariable UUID id) {
    var tenant = principals.get().tenant();
    tenancy.change(
        tenant,
        db -> {
          if (!db.fetchExists(
              SIGN_INS, SIGN_INS.TENANT_ID.eq(tenant).and(SIGN_INS.SIGN_IN_ID.eq(id)))) {
            throw ProblemException.of(RequestProblem.NOT_FOUND);
          }
          if (SignIns.end(db, tenant, SIGN_INS.SIGN_IN_ID.eq(id))) {
            Audit.append(db, trail.entry("identity.end-sign-in", SignIns.RESOURCE, id));
          }
        });
  }

  private static SignIn shape(SignInsRecord row) {
    return new SignIn(
        row.getSignInId(),
        row.getPrincipalId(),
        row.getClientId(),
        row.getRegistrationId(),
        row.getAuthenticatedAt(),
        row.getCreatedAt(),
        row.getRefreshedAt(),
        row.getExpiresAt());
  }
}
