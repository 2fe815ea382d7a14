package org.teei.csr.api.identity.passkeys;

import static org.teei.csr.schema.jooq.Tables.MEMBERSHIPS;
import static org.teei.csr.schema.jooq.Tables.PASSKEYS;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
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
import org.teei.csr.schema.jooq.tables.records.PasskeysRecord;
import org.teei.csr.schema.tenancy.Tenancy;

/** Passkeys of a member, for who helps them when they have lost theirs. */
@Tag(name = "identity")
@Requires(Permission.MEMBERS_MANAGE)
@RestController
@RequestMapping(MemberPasskeysController.PATH)
final class MemberPasskeysController {
  static final String PATH = "/v1/admin/members/{id}/passkeys";

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;

  MemberPasskeysController(Tenancy tenancy, CurrentPrincipal principals, AuditTrail trail) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
  }

  /**
   * A passkey that somebody registered.
   *
   * @param synced whether it may be on several devices of its holder
   */
  record Passkey(
      UUID id,
      Instant createdAt,
      @Nullable Instant lastUsedAt,
      boolean synced,
      @Schema(example = "[\"internal\"]") List<String> transports) {}

  @Operation(summary = "Passkeys of a member, the oldest first")
  @GetMapping(produces = "application/json")
  Page<Passkey> list(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    var holder = holder(id);
    var range = new Page.Range(page, pageSize);
    var slice =
        tenancy.read(
            holder.tenant(),
            db -> {
              mustBeMember(db, holder);
              return new Page.Slice<>(
                  db.selectFrom(PASSKEYS)
                      .where(Passkeys.isOf(holder))
                      .orderBy(PASSKEYS.CREATED_AT, PASSKEYS.PASSKEY_ID)
                      .limit(range.pageSize())
                      .offset(range.offset())
                      .fetch(),
                  db.fetchCount(PASSKEYS, Passkeys.isOf(holder)));
            });
    var path = PATH.replace("{id}", id.toString());
    return Page.of(slice, range, path, Map.of(), MemberPasskeysController::shape);
  }

  @Operation(
      summary = "Remove all passkeys of a member",
      description =
          "The member registers a new one after the next sign-in. Removing where there are none changes nothing.")
  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable UUID id) {
    var holder = holder(id);
    tenancy.change(
        holder.tenant(),
        db -> {
          mustBeMember(db, holder);
          var removed = Passkeys.delete(db, Passkeys.isOf(holder));
          if (removed > 0) {
            Audit.append(
                db,
                trail
                    .entry("identity.remove-passkeys", "member", id)
                    .withDetails(Map.of("passkeys", removed)));
          }
        });
  }

  private Holder holder(UUID id) {
    return new Holder(principals.get().tenant(), id);
  }

  private static void mustBeMember(DSLContext db, Holder holder) {
    if (!db.fetchExists(
        MEMBERSHIPS,
        MEMBERSHIPS.TENANT_ID.eq(holder.tenant()),
        MEMBERSHIPS.PRINCIPAL_ID.eq(holder.principal()))) {
      throw ProblemException.of(RequestProblem.NOT_FOUND);
    }
  }

  private static Passkey shape(PasskeysRecord row) {
    return new Passkey(
        row.getPasskeyId(),
        row.getCreatedAt(),
        row.getLastUsedAt(),
        row.getBackupEligible(),
        List.of(row.getTransports()));
  }
}
