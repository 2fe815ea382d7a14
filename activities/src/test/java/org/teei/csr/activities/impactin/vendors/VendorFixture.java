package org.teei.csr.activities.impactin.vendors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.VENDOR_CONNECTIONS;
import static org.teei.csr.schema.jooq.Tables.VENDOR_FEATURES;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.springframework.boot.http.client.InetAddressFilter;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.schema.impactin.VendorCredentials;
import org.teei.csr.schema.jooq.tables.records.VendorConnectionsRecord;
import org.teei.csr.schema.personaldata.FileKms;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.storage.FileStorage;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.shared.TenantId;

/** Connections of a tenant as the API makes them, and platforms that are reached through them. */
final class VendorFixture {
  static final Duration PATIENCE = Duration.ofMillis(700);
  static final Duration IN_ALL = Duration.ofMillis(1_500);

  final Database database = Database.shared();
  final Tenancy api = new Tenancy(database.api());
  final Tenancy worker = new Tenancy(database.worker());
  final TenantKeys keys;
  final VendorCredentials credentials;
  final Storage storage;

  VendorFixture(Path directory) throws IOException {
    keys = new TenantKeys(worker, FileKms.createIfMissing(directory.resolve("kms.json")));
    credentials = new VendorCredentials(keys);
    storage = new FileStorage(directory.resolve("storage"), keys);
  }

  TenantId tenant() {
    return new TenantId(database.freshTenant());
  }

  /** One process, which may reach this machine. */
  PlatformVendors vendors() {
    return vendors(requests(InetAddressFilter.adapt(InetAddress::isLoopbackAddress)));
  }

  PlatformVendors vendors(VendorRequests requests) {
    return vendors(new Circuits(worker), requests, InstantSource.system());
  }

  static VendorRequests requests(InetAddressFilter addresses) {
    return new VendorRequests(addresses, true, PATIENCE, IN_ALL);
  }

  PlatformVendors vendors(Circuits circuits, VendorRequests requests, InstantSource clock) {
    return new PlatformVendors(
        worker,
        keys,
        storage,
        new PlatformVendors.Settings(
            "development",
            Set.of("benevity", "goodera", "workday", "file"),
            InetAddressFilter.externalAddresses(),
            false),
        requests,
        circuits,
        clock);
  }

  void connect(TenantId tenant, Platform platform, String endpoint, String auth) {
    connect(tenant, platform, endpoint, auth, "rest");
  }

  void connect(TenantId tenant, Platform platform, String endpoint, String auth, String protocol) {
    api.change(
        tenant.value(),
        db ->
            db.insertInto(VENDOR_CONNECTIONS)
                .set(VENDOR_CONNECTIONS.TENANT_ID, tenant.value())
                .set(VENDOR_CONNECTIONS.PLATFORM, platform.spelling())
                .set(VENDOR_CONNECTIONS.ENDPOINT, endpoint)
                .set(
                    VENDOR_CONNECTIONS.HOST,
                    endpoint == null ? null : String.valueOf(URI.create(endpoint).getAuthority()))
                .set(VENDOR_CONNECTIONS.PROTOCOL, protocol)
                .set(VENDOR_CONNECTIONS.AUTH, auth)
                .set(VENDOR_CONNECTIONS.API_VERSION, "1.0")
                .set(VENDOR_CONNECTIONS.MAPPING, JSONB.jsonb(Json.of(mapping(platform))))
                .set(VENDOR_CONNECTIONS.CHANGED_BY, "tests")
                .execute());
  }

  private static Map<String, String> mapping(Platform platform) {
    return switch (platform) {
      case BENEVITY -> Map.of("organizationId", "org-1");
      case GOODERA -> Map.of("projectId", "project-1");
      case WORKDAY -> Map.of("workdayTenant", "acme");
      case FILE -> Map.of();
    };
  }

  void current(TenantId tenant, Platform platform, Map<String, String> values) {
    byte[] sealed = credentials.seal(tenant.value(), platform.spelling(), values);
    api.change(
        tenant.value(),
        db ->
            db.update(VENDOR_CONNECTIONS)
                .set(VENDOR_CONNECTIONS.CREDENTIALS_CIPHERTEXT, sealed)
                .set(
                    VENDOR_CONNECTIONS.CREDENTIALS_FINGERPRINT,
                    VendorCredentials.fingerprint(sealed))
                .set(VENDOR_CONNECTIONS.CREDENTIALS_SET_AT, DSL.currentInstant())
                .where(VENDOR_CONNECTIONS.TENANT_ID.eq(tenant.value()))
                .and(VENDOR_CONNECTIONS.PLATFORM.eq(platform.spelling()))
                .execute());
  }

  void next(TenantId tenant, Platform platform, Map<String, String> values) {
    byte[] sealed = credentials.seal(tenant.value(), platform.spelling(), values);
    api.change(
        tenant.value(),
        db ->
            db.update(VENDOR_CONNECTIONS)
                .set(VENDOR_CONNECTIONS.NEXT_CIPHERTEXT, sealed)
                .set(VENDOR_CONNECTIONS.NEXT_FINGERPRINT, VendorCredentials.fingerprint(sealed))
                .set(VENDOR_CONNECTIONS.NEXT_SET_AT, DSL.currentInstant())
                .where(VENDOR_CONNECTIONS.TENANT_ID.eq(tenant.value()))
                .and(VENDOR_CONNECTIONS.PLATFORM.eq(platform.spelling()))
                .execute());
  }

  void switchOff(TenantId tenant, Platform platform) {
    api.change(
        tenant.value(),
        db ->
            db.insertInto(VENDOR_FEATURES)
                .set(VENDOR_FEATURES.TENANT_ID, tenant.value())
                .set(VENDOR_FEATURES.PLATFORM, platform.spelling())
                .set(VENDOR_FEATURES.ENVIRONMENT, "development")
                .set(VENDOR_FEATURES.ENABLED, false)
                .set(VENDOR_FEATURES.CHANGED_BY, "tests")
                .execute());
  }

  VendorConnectionsRecord row(TenantId tenant, Platform platform) {
    return api.read(
        tenant.value(),
        db ->
            db.selectFrom(VENDOR_CONNECTIONS)
                .where(VENDOR_CONNECTIONS.TENANT_ID.eq(tenant.value()))
                .and(VENDOR_CONNECTIONS.PLATFORM.eq(platform.spelling()))
                .fetchSingle());
  }

  static Outgoing outgoing(TenantId tenant, Platform platform) {
    return new Outgoing(tenant, platform, UUID.randomUUID(), "{\"a\":1}".getBytes(UTF_8));
  }
}
