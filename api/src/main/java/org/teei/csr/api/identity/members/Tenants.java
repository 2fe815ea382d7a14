package org.teei.csr.api.identity.members;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.TENANTS;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.members.TenantsController.Administrator;
import org.teei.csr.api.identity.members.TenantsController.NewAdministrator;
import org.teei.csr.api.identity.members.TenantsController.NewTenant;
import org.teei.csr.api.identity.members.TenantsController.Tenant;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.identity.SigningKeys;
import org.teei.csr.schema.jooq.tables.records.TenantsRecord;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/** Adds companies and gives them their first administrator. Both stand on the company's record. */
@Component
final class Tenants {
  private final SystemView system;
  private final Tenancy tenancy;
  private final Members members;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;

  Tenants(
      SystemView system,
      Tenancy tenancy,
      Members members,
      CurrentPrincipal principals,
      AuditTrail trail,
      IdempotentRequests requests) {
    this.system = system;
    this.tenancy = tenancy;
    this.members = members;
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
  }

  Page<Tenant> list(Page.Range range) {
    var companies = TENANTS.TENANT_ID.ne(SigningKeys.PLATFORM);
    var slice =
        system.read(db ->
            new Page.Slice<>(
                db.selectFrom(TENANTS)
                    .where(companies)
                    .orderBy(TENANTS.TENANT_ID)
                    .limit(range.pageSize())
                    .offset(range.offset())
                    .fetch(),
                db.fetchCount(TENANTS, companies)));
    return Page.of(slice, range, TenantsController.PATH, Map.of(), Tenants::shape);
  }

  Tenant get(String id) {
    return system.read(db -> find(db, id)).map(Tenants::shape).orElseThrow(Tenants::notThere);
  }

  ResponseEntity<byte[]> add(NewTenant request, @Nullable String key) {
    check(request.id());
    return requests.answer(
        principals.get(),
        "POST " + TenantsController.PATH,
        key,
        List.of(request.id().getBytes(UTF_8), request.name().getBytes(UTF_8)),
        asked -> {
          insert(request);
          return new Answer(
              201, get(request.id()), URI.create(TenantsController.PATH + "/" + request.id()));
        });
  }

  private void insert(NewTenant request) {
    tenancy.change(
        request.id(),
        db -> {
          var added =
              db.insertInto(TENANTS)
                  .set(TENANTS.TENANT_ID, request.id())
                  .set(TENANTS.NAME, request.name())
                  .onConflictDoNothing()
                  .execute();
          if (added == 0) {
            throw ProblemException.of(MemberProblem.TENANT_EXISTS);
          }
          Audit.append(
              db, trail.entryOf(request.id(), "identity.add-tenant", "tenant", request.id()));
        });
  }

  ResponseEntity<byte[]> addAdministrator(
      String tenant, NewAdministrator request, @Nullable String key) {
    get(tenant);
    var email = People.normal(request.email());
    return requests.answer(
        principals.get(),
        "POST " + TenantsController.PATH + "/" + tenant + "/administrators",
        key,
        List.of(email.getBytes(UTF_8)),
        asked -> {
          var row =
              members.add(
                  tenant,
                  email,
                  Set.of(Members.administrator(tenant)),
                  principals.get().name(),
                  member ->
                      trail.entryOf(
                          tenant, "identity.add-member", "member", member.getPrincipalId()));
          return new Answer(201, new Administrator(row.getPrincipalId()), null);
        });
  }

  /** As the table demands it. */
  private static void check(String id) {
    var sound =
        id.length() >= 2
            && id.length() <= 40
            && id.charAt(0) != '-'
            && id.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-');
    if (!sound || id.equals(SigningKeys.PLATFORM)) {
      throw ProblemException.of(
          RequestProblem.INVALID_BODY,
          List.of(
              Fault.ofMember(
                  "/id",
                  "invalid",
                  "Has 2 to 40 lower-case letters, digits and hyphens, no hyphen first, and is not platform.")));
    }
  }

  private static Optional<TenantsRecord> find(DSLContext db, String id) {
    return id.equals(SigningKeys.PLATFORM)
        ? Optional.empty()
        : db.selectFrom(TENANTS).where(TENANTS.TENANT_ID.eq(id)).fetchOptional();
  }

  private static Tenant shape(TenantsRecord row) {
    return new Tenant(row.getTenantId(), row.getName(), row.getCreatedAt());
  }

  private static ProblemException notThere() {
    return ProblemException.of(RequestProblem.NOT_FOUND);
  }
}
