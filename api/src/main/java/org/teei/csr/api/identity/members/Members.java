package org.teei.csr.api.identity.members;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.ACCESS_TOKENS;
import static org.teei.csr.schema.jooq.Tables.MEMBERSHIPS;
import static org.teei.csr.schema.jooq.Tables.PRINCIPAL_IDENTITIES;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.Role;
import org.teei.csr.api.identity.members.MembersController.Member;
import org.teei.csr.api.identity.members.MembersController.NewMember;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.Versions;
import org.teei.csr.api.shared.Versions.Versioned;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.identity.SigningKeys;
import org.teei.csr.schema.jooq.tables.records.MembershipsRecord;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Tenancy;

/** Gives and takes roles. Each change and each look at addresses is on record. */
@Component
final class Members {
  private static final String RESOURCE = "member";

  private final Tenancy tenancy;
  private final TenantKeys keys;
  private final People people;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;

  Members(
      Tenancy tenancy,
      TenantKeys keys,
      People people,
      CurrentPrincipal principals,
      AuditTrail trail,
      IdempotentRequests requests) {
    this.tenancy = tenancy;
    this.keys = keys;
    this.people = people;
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
  }

  Page<Member> list(Page.Range range) {
    var tenant = principals.get().tenant();
    var ofTenant = MEMBERSHIPS.TENANT_ID.eq(tenant);
    var slice =
        tenancy.write(
            tenant,
            db -> {
              var rows =
                  db.selectFrom(MEMBERSHIPS)
                      .where(ofTenant)
                      .orderBy(MEMBERSHIPS.CREATED_AT, MEMBERSHIPS.PRINCIPAL_ID)
                      .limit(range.pageSize())
                      .offset(range.offset())
                      .fetch();
              Audit.append(
                  db,
                  trail
                      .entry("identity.see-members", "tenant", tenant)
                      .withDetails(Map.of("members", rows.size())));
              return new Page.Slice<>(rows, db.fetchCount(MEMBERSHIPS, ofTenant));
            });
    return Page.of(slice, range, MembersController.PATH, Map.of(), this::shape);
  }

  Versioned<Member> get(UUID id) {
    var row =
        tenancy.write(
            principals.get().tenant(),
            db -> {
              var found = find(db, id);
              Audit.append(db, trail.entry("identity.see-member", RESOURCE, id));
              return found;
            });
    return versioned(row);
  }

  ResponseEntity<byte[]> add(NewMember request, @Nullable String key) {
    var who = principals.get();
    var roles = roles(who.tenant(), request.roles());
    var email = People.normal(request.email());
    return requests.answer(
        who,
        "POST " + MembersController.PATH,
        key,
        List.of(email.getBytes(UTF_8), spelled(roles).getBytes(UTF_8)),
        asked -> {
          var member = shape(add(who.tenant(), email, roles, who.name(), this::added));
          return new Answer(201, member, URI.create(MembersController.PATH + "/" + member.id()));
        });
  }

  private AuditEntry added(MembershipsRecord row) {
    return trail.entry("identity.add-member", RESOURCE, row.getPrincipalId());
  }

  /** How a new membership stands on record. */
  @FunctionalInterface
  interface Entry {
    AuditEntry about(MembershipsRecord row);
  }

  MembershipsRecord add(
      String tenant, String email, Set<Role> roles, String createdBy, Entry entry) {
    var cipher = keys.cipher(tenant);
    var principal = people.withEmail(email);
    return tenancy.write(
        tenant,
        db -> {
          var row =
              db.insertInto(MEMBERSHIPS)
                  .set(MEMBERSHIPS.TENANT_ID, tenant)
                  .set(MEMBERSHIPS.PRINCIPAL_ID, principal)
                  .set(MEMBERSHIPS.ROLES, spellings(roles))
                  .set(
                      MEMBERSHIPS.EMAIL_CIPHERTEXT,
                      cipher.encrypt(email.getBytes(UTF_8), place(tenant, principal)))
                  .set(MEMBERSHIPS.CREATED_BY, createdBy)
                  .onConflictDoNothing()
                  .returning()
                  .fetchOptional()
                  .orElseThrow(() -> ProblemException.of(MemberProblem.ALREADY_MEMBER));
          Audit.append(db, entry.about(row).withChanges(new Change("roles", null, spelled(roles))));
          return row;
        });
  }

  Versioned<Member> replaceRoles(UUID id, String ifMatch, List<String> wanted) {
    var tenant = principals.get().tenant();
    var roles = roles(tenant, wanted);
    return versioned(
        tenancy.write(
            tenant,
            db -> {
              var before = locked(db, id);
              Versions.check(ifMatch, before.getVersion());
              keepAdministrator(db, before, roles);
              revokeTokens(db, id);
              Audit.append(
                  db,
                  trail
                      .entry("identity.replace-roles", RESOURCE, id)
                      .withChanges(
                          new Change("roles", spelled(before.getRoles()), spelled(roles))));
              return db.update(MEMBERSHIPS)
                  .set(MEMBERSHIPS.ROLES, spellings(roles))
                  .set(MEMBERSHIPS.VERSION, MEMBERSHIPS.VERSION.plus(1))
                  .set(MEMBERSHIPS.CHANGED_AT, DSL.currentInstant())
                  .where(MEMBERSHIPS.TENANT_ID.eq(tenant), MEMBERSHIPS.PRINCIPAL_ID.eq(id))
                  .returning()
                  .fetchSingle();
            }));
  }

  void remove(UUID id) {
    var tenant = principals.get().tenant();
    tenancy.change(
        tenant,
        db -> {
          var before = locked(db, id);
          keepAdministrator(db, before, Set.of());
          revokeTokens(db, id);
          db.deleteFrom(PRINCIPAL_IDENTITIES)
              .where(
                  PRINCIPAL_IDENTITIES.TENANT_ID.eq(tenant),
                  PRINCIPAL_IDENTITIES.PRINCIPAL_ID.eq(id))
              .execute();
          db.deleteFrom(MEMBERSHIPS)
              .where(MEMBERSHIPS.TENANT_ID.eq(tenant), MEMBERSHIPS.PRINCIPAL_ID.eq(id))
              .execute();
          Audit.append(
              db,
              trail
                  .entry("identity.remove-member", RESOURCE, id)
                  .withChanges(new Change("roles", spelled(before.getRoles()), null)));
        });
  }

  private MembershipsRecord find(DSLContext db, UUID id) {
    return db.selectFrom(MEMBERSHIPS)
        .where(MEMBERSHIPS.TENANT_ID.eq(principals.get().tenant()), MEMBERSHIPS.PRINCIPAL_ID.eq(id))
        .fetchOptional()
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  /**
   * Locks the tenant's administrators in order too, so that two of them who leave at once see each
   * other go.
   */
  private MembershipsRecord locked(DSLContext db, UUID id) {
    var tenant = principals.get().tenant();
    db.select(MEMBERSHIPS.PRINCIPAL_ID)
        .from(MEMBERSHIPS)
        .where(
            MEMBERSHIPS.TENANT_ID.eq(tenant),
            MEMBERSHIPS
                .PRINCIPAL_ID
                .eq(id)
                .or(MEMBERSHIPS.ROLES.contains(spellings(Set.of(administrator(tenant))))))
        .orderBy(MEMBERSHIPS.PRINCIPAL_ID)
        .forUpdate()
        .execute();
    return find(db, id);
  }

  private static void keepAdministrator(
      DSLContext db, MembershipsRecord before, Set<Role> afterwards) {
    var administrator = administrator(before.getTenantId());
    if (List.of(before.getRoles()).contains(administrator.spelling())
        && !afterwards.contains(administrator)
        && !db.fetchExists(
            MEMBERSHIPS,
            MEMBERSHIPS.TENANT_ID.eq(before.getTenantId()),
            MEMBERSHIPS.PRINCIPAL_ID.ne(before.getPrincipalId()),
            MEMBERSHIPS.ROLES.contains(spellings(Set.of(administrator))))) {
      throw ProblemException.of(MemberProblem.LAST_ADMINISTRATOR);
    }
  }

  /** Who gives roles in a tenant. */
  static Role administrator(String tenant) {
    return tenant.equals(SigningKeys.PLATFORM) ? Role.SYSTEM_ADMIN : Role.COMPANY_ADMIN;
  }

  /** Tokens say what their holder might do when they were given out. */
  private void revokeTokens(DSLContext db, UUID principal) {
    db.update(ACCESS_TOKENS)
        .set(ACCESS_TOKENS.REVOKED_AT, DSL.currentInstant())
        .where(
            ACCESS_TOKENS.TENANT_ID.eq(principals.get().tenant()),
            ACCESS_TOKENS.SUBJECT.eq(principal.toString()),
            ACCESS_TOKENS.EXPIRES_AT.gt(DSL.currentInstant()),
            ACCESS_TOKENS.REVOKED_AT.isNull())
        .execute();
  }

  /** People have the roles of their tenant's kind; that of machines is not for them. */
  private static Set<Role> roles(String tenant, List<String> wanted) {
    var platform = tenant.equals(SigningKeys.PLATFORM);
    Set<Role> roles = EnumSet.noneOf(Role.class);
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      var role = Role.of(wanted.get(i));
      if (role.isPresent()
          && role.get().ofPlatform() == platform
          && role.get() != Role.API_CLIENT) {
        roles.add(role.get());
      } else {
        faults.add(
            Fault.ofMember("/roles/" + i, "invalid", "Is one of " + assignable(platform) + "."));
      }
    }
    if (!faults.isEmpty()) {
      throw ProblemException.of(RequestProblem.INVALID_BODY, faults);
    }
    return roles;
  }

  private static String assignable(boolean platform) {
    return Stream.of(Role.values())
        .filter(role -> role.ofPlatform() == platform && role != Role.API_CLIENT)
        .map(Role::spelling)
        .collect(Collectors.joining(", "));
  }

  private Versioned<Member> versioned(MembershipsRecord row) {
    return new Versioned<>(shape(row), row.getVersion());
  }

  private Member shape(MembershipsRecord row) {
    var email =
        keys.cipher(row.getTenantId())
            .decrypt(row.getEmailCiphertext(), place(row.getTenantId(), row.getPrincipalId()));
    return new Member(
        row.getPrincipalId(),
        new String(email, UTF_8),
        List.of(row.getRoles()),
        row.getCreatedAt(),
        row.getCreatedBy(),
        row.getChangedAt());
  }

  private static byte[] place(String tenant, UUID principal) {
    return ("memberships\0email\0" + tenant + "\0" + principal).getBytes(UTF_8);
  }

  private static String[] spellings(Set<Role> roles) {
    return roles.stream().map(Role::spelling).sorted().toArray(String[]::new);
  }

  private static String spelled(Set<Role> roles) {
    return spelled(spellings(roles));
  }

  private static String spelled(String[] roles) {
    return String.join("/", new TreeSet<>(List.of(roles)));
  }
}
