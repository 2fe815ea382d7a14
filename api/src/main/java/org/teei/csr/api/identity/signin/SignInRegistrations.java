package org.teei.csr.api.identity.signin;

import static org.teei.csr.schema.jooq.Tables.SIGN_INS;
import static org.teei.csr.schema.jooq.Tables.SIGN_IN_REGISTRATIONS;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.IdentityProblem;
import org.teei.csr.api.identity.signin.SignInRegistrationsController.NewRegistration;
import org.teei.csr.api.identity.signin.SignInRegistrationsController.Registration;
import org.teei.csr.api.identity.signin.SignInRegistrationsController.Replacement;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.Versions;
import org.teei.csr.api.shared.Versions.Versioned;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.jooq.tables.records.SignInRegistrationsRecord;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Tenancy;

/** The OpenID providers of the principal's company. */
@Component
final class SignInRegistrations {
  private static final String RESOURCE = "sign-in-registration";
  private static final int SHORTEST_ID = 3;
  private static final int LONGEST_ID = 40;

  private final Tenancy tenancy;
  private final TenantKeys keys;
  private final Providers providers;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;

  SignInRegistrations(
      Tenancy tenancy,
      TenantKeys keys,
      Providers providers,
      CurrentPrincipal principals,
      AuditTrail trail,
      IdempotentRequests requests) {
    this.tenancy = tenancy;
    this.keys = keys;
    this.providers = providers;
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
  }

  /** Lower-case letters, digits and hyphens: it stands in addresses. */
  static boolean soundId(String id) {
    return id.length() >= SHORTEST_ID
        && id.length() <= LONGEST_ID
        && id.charAt(0) != '-'
        && id.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')
        && !Beginnings.RESERVED.contains(id);
  }

  Page<Registration> list(Page.Range range) {
    var tenant = principals.get().tenant();
    var own = SIGN_IN_REGISTRATIONS.TENANT_ID.eq(tenant);
    var slice =
        tenancy.read(
            tenant,
            db ->
                new Page.Slice<>(
                    db.selectFrom(SIGN_IN_REGISTRATIONS)
                        .where(own)
                        .orderBy(SIGN_IN_REGISTRATIONS.REGISTRATION_ID)
                        .limit(range.pageSize())
                        .offset(range.offset())
                        .fetch(),
                    db.fetchCount(SIGN_IN_REGISTRATIONS, own)));
    return Page.of(
        slice, range, SignInRegistrationsController.PATH, Map.of(), SignInRegistrations::shape);
  }

  Versioned<Registration> get(String id) {
    var tenant = principals.get().tenant();
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(SIGN_IN_REGISTRATIONS)
                .where(own(tenant, id))
                .fetchOptional(SignInRegistrations::versioned)
                .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND)));
  }

  ResponseEntity<byte[]> create(NewRegistration wanted, @Nullable String key) {
    if (!soundId(wanted.id())) {
      throw ProblemException.of(
          RequestProblem.INVALID_BODY,
          List.of(
              Fault.ofMember(
                  "/id", "invalid", "Has 3 to 40 lower-case letters, digits and hyphens.")));
    }
    checkIssuer(wanted.issuer());
    var content =
        List.of(
            wanted.id(),
            wanted.issuer(),
            wanted.clientId(),
            wanted.clientSecret(),
            String.join(",", wanted.hostedDomains()),
            String.valueOf(wanted.entraTenant()));
    return requests.answer(
        principals.get(),
        "POST " + SignInRegistrationsController.PATH,
        key,
        content.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList(),
        attempt -> created(wanted));
  }

  private Answer created(NewRegistration wanted) {
    var who = principals.get();
    var location = URI.create(SignInRegistrationsController.PATH + "/" + wanted.id());
    if (providers.ofInstallation().contains(wanted.id())) {
      throw ProblemException.of(IdentityProblem.REGISTRATION_TAKEN);
    }
    var secret = sealed(who.tenant(), wanted.id(), wanted.clientSecret());
    return tenancy.write(
        who.tenant(),
        db -> {
          var row =
              db.insertInto(SIGN_IN_REGISTRATIONS)
                  .set(SIGN_IN_REGISTRATIONS.TENANT_ID, who.tenant())
                  .set(SIGN_IN_REGISTRATIONS.REGISTRATION_ID, wanted.id())
                  .set(SIGN_IN_REGISTRATIONS.ISSUER, wanted.issuer())
                  .set(SIGN_IN_REGISTRATIONS.CLIENT_ID, wanted.clientId())
                  .set(SIGN_IN_REGISTRATIONS.CLIENT_SECRET_CIPHERTEXT, secret)
                  .set(SIGN_IN_REGISTRATIONS.HOSTED_DOMAINS, array(wanted.hostedDomains()))
                  .set(SIGN_IN_REGISTRATIONS.ENTRA_TENANT, wanted.entraTenant())
                  .set(SIGN_IN_REGISTRATIONS.CREATED_BY, who.name())
                  .onConflictDoNothing()
                  .returning()
                  .fetchOptional()
                  .orElseThrow(() -> ProblemException.of(IdentityProblem.REGISTRATION_TAKEN));
          Audit.append(db, trail.entry("identity.add-sign-in-registration", RESOURCE, wanted.id()));
          return new Answer(201, shape(row), location);
        });
  }

  /** People who signed in before sign in again, as another provider may speak now. */
  Versioned<Registration> replace(String id, String ifMatch, Replacement wanted) {
    checkIssuer(wanted.issuer());
    var tenant = principals.get().tenant();
    return tenancy.write(
        tenant,
        db -> {
          var row =
              db.selectFrom(SIGN_IN_REGISTRATIONS)
                  .where(own(tenant, id))
                  .forUpdate()
                  .fetchOptional()
                  .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
          Versions.check(ifMatch, row.getVersion());
          row.setIssuer(wanted.issuer());
          row.setClientId(wanted.clientId());
          if (wanted.clientSecret() != null) {
            row.setClientSecretCiphertext(sealed(tenant, id, wanted.clientSecret()));
          }
          row.setHostedDomains(array(wanted.hostedDomains()));
          row.setEntraTenant(wanted.entraTenant());
          row.setVersion(row.getVersion() + 1);
          row.setChangedAt(Instant.now());
          row.update();
          endSignIns(db, tenant, id);
          Audit.append(db, trail.entry("identity.replace-sign-in-registration", RESOURCE, id));
          return versioned(row);
        });
  }

  void delete(String id) {
    var tenant = principals.get().tenant();
    tenancy.change(
        tenant,
        db -> {
          if (db.deleteFrom(SIGN_IN_REGISTRATIONS).where(own(tenant, id)).execute() == 0) {
            throw ProblemException.of(RequestProblem.NOT_FOUND);
          }
          endSignIns(db, tenant, id);
          Audit.append(db, trail.entry("identity.delete-sign-in-registration", RESOURCE, id));
        });
  }

  private static void endSignIns(DSLContext db, String tenant, String id) {
    SignIns.end(db, tenant, SIGN_INS.REGISTRATION_ID.eq(id));
  }

  private void checkIssuer(String issuer) {
    if (!providers.ofCompanies().allowed(issuer)) {
      throw ProblemException.of(IdentityProblem.ISSUER_REFUSED)
          .with(List.of(Fault.ofMember("/issuer", "not-allowed", "Is no https address.")));
    }
  }

  private byte[] sealed(String tenant, String id, String secret) {
    return keys.cipher(tenant)
        .encrypt(secret.getBytes(StandardCharsets.UTF_8), Providers.place(tenant, id));
  }

  private static Condition own(String tenant, String id) {
    return SIGN_IN_REGISTRATIONS
        .TENANT_ID
        .eq(tenant)
        .and(SIGN_IN_REGISTRATIONS.REGISTRATION_ID.eq(id));
  }

  private static String[] array(List<String> texts) {
    return texts.toArray(String[]::new);
  }

  private static Versioned<Registration> versioned(SignInRegistrationsRecord row) {
    return new Versioned<>(shape(row), row.getVersion());
  }

  private static Registration shape(SignInRegistrationsRecord row) {
    return new Registration(
        row.getRegistrationId(),
        row.getIssuer(),
        row.getClientId(),
        List.of(row.getHostedDomains()),
        row.getEntraTenant(),
        row.getCreatedAt(),
        row.getCreatedBy(),
        row.getChangedAt());
  }
}
