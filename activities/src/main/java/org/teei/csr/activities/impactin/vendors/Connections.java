package org.teei.csr.activities.impactin.vendors;

import static org.teei.csr.schema.jooq.Tables.VENDOR_CONNECTIONS;
import static org.teei.csr.schema.jooq.Tables.VENDOR_FEATURES;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.teei.csr.activities.impactin.vendors.Connection.Auth;
import org.teei.csr.activities.impactin.vendors.Connection.SignIn;
import org.teei.csr.engines.impactin.Mapping;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.impactin.VendorCredentials;
import org.teei.csr.schema.jooq.tables.records.VendorConnectionsRecord;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.shared.TenantId;

/** What is on record about connections. */
final class Connections {
  private final Tenancy tenancy;
  private final VendorCredentials credentials;
  private final String environment;

  /**
   * @param environment whose switches count
   */
  Connections(Tenancy tenancy, VendorCredentials credentials, String environment) {
    this.tenancy = tenancy;
    this.credentials = credentials;
    this.environment = environment;
  }

  /** Whether the company has not switched the platform off. */
  boolean wanted(TenantId tenant, Platform platform) {
    return tenancy.read(
        tenant.value(),
        db ->
            !db.fetchExists(
                VENDOR_FEATURES,
                VENDOR_FEATURES.TENANT_ID.eq(tenant.value()),
                VENDOR_FEATURES.PLATFORM.eq(platform.spelling()),
                VENDOR_FEATURES.ENVIRONMENT.eq(environment),
                VENDOR_FEATURES.ENABLED.isFalse()));
  }

  Optional<Mapping> mapping(TenantId tenant, Platform platform) {
    return row(tenant, platform).map(row -> mapping(platform, row.getMapping()));
  }

  private Optional<VendorConnectionsRecord> row(TenantId tenant, Platform platform) {
    return tenancy.read(
        tenant.value(),
        db ->
            Objects.requireNonNull(
                db.selectFrom(VENDOR_CONNECTIONS).where(is(tenant, platform)).fetchOptional()));
  }

  private static Mapping mapping(Platform platform, JSONB stored) {
    Map<String, String> values = new TreeMap<>();
    Json.read(stored.data(), Map.class)
        .forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
    return Mapping.of(platform, values);
  }

  /** Of a platform with an address. */
  Optional<Connection> open(TenantId tenant, Platform platform) {
    return row(tenant, platform).map(row -> open(tenant, platform, row));
  }

  private Connection open(TenantId tenant, Platform platform, VendorConnectionsRecord row) {
    List<SignIn> signIns = new ArrayList<>();
    if (row.getCredentialsCiphertext() != null) {
      signIns.add(
          signIn(
              tenant, platform, row.getCredentialsCiphertext(), row.getCredentialsFingerprint()));
    }
    if (row.getNextCiphertext() != null) {
      signIns.add(signIn(tenant, platform, row.getNextCiphertext(), row.getNextFingerprint()));
    }
    return new Connection(
        tenant,
        URI.create(row.getEndpoint()),
        row.getHost(),
        row.getProtocol().equals("soap"),
        Auth.valueOf(row.getAuth().toUpperCase(Locale.ROOT).replace('-', '_')),
        row.getApiVersion(),
        mapping(platform, row.getMapping()),
        List.copyOf(signIns));
  }

  private SignIn signIn(TenantId tenant, Platform platform, byte[] ciphertext, String fingerprint) {
    return new SignIn(
        credentials.open(tenant.value(), platform.spelling(), ciphertext), fingerprint);
  }

  /**
   * The platform took the next credentials after it had refused those before, which are gone with
   * that. Nothing happens where others were set meanwhile.
   */
  void promote(Connection connection, SignIn taken) {
    String tenant = connection.tenant().value();
    tenancy.change(
        tenant,
        db -> {
          int promoted =
              db.update(VENDOR_CONNECTIONS)
                  .set(
                      VENDOR_CONNECTIONS.CREDENTIALS_CIPHERTEXT, VENDOR_CONNECTIONS.NEXT_CIPHERTEXT)
                  .set(
                      VENDOR_CONNECTIONS.CREDENTIALS_FINGERPRINT,
                      VENDOR_CONNECTIONS.NEXT_FINGERPRINT)
                  .set(VENDOR_CONNECTIONS.CREDENTIALS_SET_AT, VENDOR_CONNECTIONS.NEXT_SET_AT)
                  .setNull(VENDOR_CONNECTIONS.NEXT_CIPHERTEXT)
                  .setNull(VENDOR_CONNECTIONS.NEXT_FINGERPRINT)
                  .setNull(VENDOR_CONNECTIONS.NEXT_SET_AT)
                  .set(VENDOR_CONNECTIONS.VERSION, VENDOR_CONNECTIONS.VERSION.plus(1))
                  .set(VENDOR_CONNECTIONS.CHANGED_AT, DSL.currentInstant())
                  .set(VENDOR_CONNECTIONS.CHANGED_BY, "system")
                  .where(
                      is(connection.tenant(), connection.platform()),
                      VENDOR_CONNECTIONS.NEXT_FINGERPRINT.eq(taken.fingerprint()))
                  .execute();
          if (promoted == 1) {
            append(db, connection, taken);
          }
        });
  }

  private static void append(DSLContext db, Connection connection, SignIn taken) {
    Audit.append(
        db,
        AuditEntry.of(
                connection.tenant().value(),
                "system",
                "system",
                "impactin.promote-vendor-credentials",
                "vendor-connection",
                connection.platform().spelling())
            .withDetails(Map.of("fingerprint", taken.fingerprint())));
  }

  private static Condition is(TenantId tenant, Platform platform) {
    return VENDOR_CONNECTIONS
        .TENANT_ID
        .eq(tenant.value())
        .and(VENDOR_CONNECTIONS.PLATFORM.eq(platform.spelling()));
  }
}
