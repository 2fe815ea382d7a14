package org.teei.csr.api.identity.members;

import static org.teei.csr.schema.jooq.Tables.MEMBERSHIPS;
import static org.teei.csr.schema.jooq.Tables.PRINCIPALS;
import static org.teei.csr.schema.jooq.Tables.PRINCIPAL_IDENTITIES;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.Role;
import org.teei.csr.schema.identity.SigningKeys;
import org.teei.csr.schema.personaldata.BlindIndex;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/** Who somebody is that an OpenID provider has identified, and what they may do where. */
@Component
public final class People {
  private final Tenancy tenancy;
  private final SystemView system;
  private final TenantKeys keys;

  People(Tenancy tenancy, SystemView system, TenantKeys keys) {
    this.tenancy = tenancy;
    this.system = system;
    this.keys = keys;
  }

  /**
   * Somebody as a provider knows them.
   *
   * @param speaksFor {@code platform} for a provider that the installation trusts for everybody;
   *     for one that a company set up, that company, where alone it is believed
   * @param verifiedEmail null where the provider does not vouch for it
   */
  public record ProviderIdentity(
      String speaksFor, String issuer, String subject, @Nullable String verifiedEmail) {

    @Override
    public String toString() {
      return "ProviderIdentity[issuer=" + issuer + "]";
    }
  }

  /**
   * The person, by the provider's subject or, the first time, by e-mail address. An address that
   * somebody else at the same provider has signed in with before identifies nobody. Empty also for
   * who has no membership that this provider speaks for.
   */
  public Optional<UUID> identify(ProviderIdentity identity) {
    return bound(identity)
        .or(() -> bind(identity))
        .filter(principal -> !tenants(principal, identity.speaksFor()).isEmpty());
  }

  /** What a person may do in a tenant; nothing where they are no member. */
  public Set<Role> roles(UUID principal, String tenant) {
    return tenancy.read(
        tenant,
        db ->
            db
                .select(MEMBERSHIPS.ROLES)
                .from(MEMBERSHIPS)
                .where(MEMBERSHIPS.TENANT_ID.eq(tenant), MEMBERSHIPS.PRINCIPAL_ID.eq(principal))
                .fetch(MEMBERSHIPS.ROLES)
                .stream()
                .flatMap(Stream::of)
                .flatMap(role -> Role.of(role).stream())
                .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * The tenants of which a person is a member, in order.
   *
   * @param speaksFor as of {@link ProviderIdentity}
   */
  public List<String> tenants(UUID principal, String speaksFor) {
    return system.read(db ->
        db
            .select(MEMBERSHIPS.TENANT_ID)
            .from(MEMBERSHIPS)
            .where(MEMBERSHIPS.PRINCIPAL_ID.eq(principal))
            .orderBy(MEMBERSHIPS.TENANT_ID)
            .fetch(MEMBERSHIPS.TENANT_ID)
            .stream()
            .filter(tenant -> speaksFor.equals(SigningKeys.PLATFORM) || speaksFor.equals(tenant))
            .toList());
  }

  /**
   * The tenant that a person means: the one they name, if they are a member there, or their only
   * one.
   *
   * @param speaksFor as of {@link ProviderIdentity}
   */
  public Optional<String> tenant(UUID principal, String speaksFor, @Nullable String named) {
    var tenants = tenants(principal, speaksFor);
    return named == null && tenants.size() > 1
        ? Optional.empty()
        : tenants.stream().filter(one -> named == null || named.equals(one)).findFirst();
  }

  /** The person with an e-mail address, who is made if there is none. */
  UUID withEmail(String email) {
    var index = emailIndex(email);
    return tenancy.write(
        SigningKeys.PLATFORM,
        db -> {
          db.insertInto(PRINCIPALS)
              .set(PRINCIPALS.TENANT_ID, SigningKeys.PLATFORM)
              .set(PRINCIPALS.PRINCIPAL_ID, Ids.next())
              .set(PRINCIPALS.INDEX_KEY_VERSION, index.version())
              .set(PRINCIPALS.EMAIL_INDEX, index.bytes())
              .onConflictDoNothing()
              .execute();
          return find(db, index).orElseThrow();
        });
  }

  /** One spelling for an address, however it was typed. */
  static String normal(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  private Optional<UUID> bound(ProviderIdentity identity) {
    return tenancy.read(
        identity.speaksFor(),
        db ->
            db.select(PRINCIPAL_IDENTITIES.PRINCIPAL_ID)
                .from(PRINCIPAL_IDENTITIES)
                .where(of(identity))
                .fetchOptional(PRINCIPAL_IDENTITIES.PRINCIPAL_ID));
  }

  private Optional<UUID> bind(ProviderIdentity identity) {
    var email = identity.verifiedEmail();
    if (email == null) {
      return Optional.empty();
    }
    var index = emailIndex(email);
    var principal = tenancy.read(SigningKeys.PLATFORM, db -> find(db, index));
    if (principal.isEmpty() || tenants(principal.get(), identity.speaksFor()).isEmpty()) {
      return Optional.empty();
    }
    var subject = subjectIndex(identity);
    tenancy.change(
        identity.speaksFor(),
        db ->
            db.insertInto(PRINCIPAL_IDENTITIES)
                .set(PRINCIPAL_IDENTITIES.TENANT_ID, identity.speaksFor())
                .set(PRINCIPAL_IDENTITIES.ISSUER, identity.issuer())
                .set(PRINCIPAL_IDENTITIES.INDEX_KEY_VERSION, subject.version())
                .set(PRINCIPAL_IDENTITIES.SUBJECT_INDEX, subject.bytes())
                .set(PRINCIPAL_IDENTITIES.PRINCIPAL_ID, principal.get())
                .onConflictDoNothing()
                .execute());
    return bound(identity);
  }

  private Condition of(ProviderIdentity identity) {
    var subject = subjectIndex(identity);
    return PRINCIPAL_IDENTITIES
        .TENANT_ID
        .eq(identity.speaksFor())
        .and(PRINCIPAL_IDENTITIES.ISSUER.eq(identity.issuer()))
        .and(PRINCIPAL_IDENTITIES.INDEX_KEY_VERSION.eq(subject.version()))
        .and(PRINCIPAL_IDENTITIES.SUBJECT_INDEX.eq(subject.bytes()));
  }

  private static Optional<UUID> find(DSLContext db, BlindIndex.Index email) {
    return db.select(PRINCIPALS.PRINCIPAL_ID)
        .from(PRINCIPALS)
        .where(
            PRINCIPALS.TENANT_ID.eq(SigningKeys.PLATFORM),
            PRINCIPALS.INDEX_KEY_VERSION.eq(email.version()),
            PRINCIPALS.EMAIL_INDEX.eq(email.bytes()))
        .fetchOptional(PRINCIPALS.PRINCIPAL_ID);
  }

  private BlindIndex.Index emailIndex(String email) {
    return keys.blindIndex(SigningKeys.PLATFORM).of("principal-email", normal(email));
  }

  private BlindIndex.Index subjectIndex(ProviderIdentity identity) {
    return keys.blindIndex(SigningKeys.PLATFORM).of("provider-subject", identity.subject());
  }
}
