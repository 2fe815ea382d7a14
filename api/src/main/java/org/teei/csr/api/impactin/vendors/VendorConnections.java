package org.teei.csr.api.impactin.vendors;

import static org.teei.csr.schema.jooq.Tables.VENDOR_CONNECTIONS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.impactin.vendors.VendorsController.CredentialsRequest;
import org.teei.csr.api.impactin.vendors.VendorsController.VendorRequest;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.PlatformSettings;
import org.teei.csr.api.shared.Versions;
import org.teei.csr.api.shared.Versions.Versioned;
import org.teei.csr.engines.impactin.Mapping;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.impactin.VendorCredentials;
import org.teei.csr.schema.jooq.tables.records.VendorConnectionsRecord;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;

/** Platforms that a company is connected to; each change is on record, and no credential is. */
@Component
final class VendorConnections {
  private static final String RESOURCE = "vendor-connection";

  private final Tenancy tenancy;
  private final VendorCredentials seal;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final boolean development;

  VendorConnections(
      Tenancy tenancy,
      VendorCredentials seal,
      CurrentPrincipal principals,
      AuditTrail trail,
      PlatformSettings platform) {
    this.tenancy = tenancy;
    this.seal = seal;
    this.principals = principals;
    this.trail = trail;
    this.development = platform.development();
  }

  List<VendorConnection> list() {
    var tenant = principals.get().tenant();
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(VENDOR_CONNECTIONS)
                .where(VENDOR_CONNECTIONS.TENANT_ID.eq(tenant))
                .orderBy(VENDOR_CONNECTIONS.PLATFORM)
                .fetch(VendorConnection::of));
  }

  Versioned<VendorConnection> get(String word) {
    var platform = platform(word);
    var tenant = principals.get().tenant();
    return versioned(
        tenancy.read(
            tenant,
            db ->
                found(
                    Objects.requireNonNull(
                        db.selectFrom(VENDOR_CONNECTIONS)
                            .where(is(tenant, platform))
                            .fetchOptional()))));
  }

  Versioned<VendorConnection> put(String word, @Nullable String ifMatch, VendorRequest request) {
    var platform = platform(word);
    var tenant = principals.get().tenant();
    var mapping = mapping(platform, request.mapping());
    var protocol = protocol(platform, request.protocol());
    var auth = auth(platform, protocol, request.auth());
    var endpoint = endpoint(platform, request.endpoint());
    return versioned(
        tenancy.write(
            tenant,
            db -> {
              var before = locked(db, tenant, platform);
              checkVersion(before, ifMatch);
              var row = before.orElseGet(() -> db.newRecord(VENDOR_CONNECTIONS));
              var same = isForTheSame(row, endpoint, auth);
              row.setTenantId(tenant);
              row.setPlatform(platform.spelling());
              row.setEndpoint(endpoint == null ? null : endpoint.address());
              row.setHost(endpoint == null ? null : endpoint.host());
              row.setProtocol(protocol.spelling());
              row.setAuth(auth.spelling());
              row.setApiVersion(request.apiVersion() == null ? "1.0" : request.apiVersion());
              row.setMapping(JSONB.jsonb(Json.of(mapping.values())));
              row.setPerMinute(request.perMinute());
              if (!same) {
                forget(row);
              }
              store(db, row, before.isPresent());
              Audit.append(
                  db,
                  trail
                      .entry("impactin.connect-vendor", RESOURCE, platform.spelling())
                      .withDetails(Map.of("version", row.getVersion(), "credentialsKept", same)));
              return row;
            }));
  }

  /** Credentials that were set for one machine are not sent to another. */
  private static boolean isForTheSame(
      VendorConnectionsRecord row, @Nullable Endpoint endpoint, Auth auth) {
    var host = endpoint == null ? null : endpoint.host();
    return Objects.equals(row.getHost(), host)
        && Objects.equals(row.getAuth(), auth.spelling())
        && Objects.equals(
            scheme(row.getEndpoint()), scheme(endpoint == null ? null : endpoint.address()));
  }

  private static @Nullable String scheme(@Nullable String address) {
    return address == null ? null : address.substring(0, address.indexOf(':'));
  }

  private static void forget(VendorConnectionsRecord row) {
    row.setCredentialsCiphertext(null);
    row.setCredentialsFingerprint(null);
    row.setCredentialsSetAt(null);
    forgetNext(row);
  }

  private static void forgetNext(VendorConnectionsRecord row) {
    row.setNextCiphertext(null);
    row.setNextFingerprint(null);
    row.setNextSetAt(null);
  }

  void delete(String word, @Nullable String ifMatch) {
    var platform = platform(word);
    var tenant = principals.get().tenant();
    tenancy.change(
        tenant,
        db -> {
          var row = found(locked(db, tenant, platform));
          Versions.check(Versions.required(ifMatch), row.getVersion());
          row.delete();
          Audit.append(
              db, trail.entry("impactin.disconnect-vendor", RESOURCE, platform.spelling()));
        });
  }

  Versioned<VendorConnection> setCredentials(
      String word, boolean immediately, CredentialsRequest request) {
    var platform = platform(word);
    var tenant = principals.get().tenant();
    return versioned(
        tenancy.write(
            tenant,
            db -> {
              var row = found(locked(db, tenant, platform));
              var values = values(Auth.spelled(row.getAuth()), request);
              var sealed = seal.seal(tenant, platform.spelling(), values);
              var fingerprint = VendorCredentials.fingerprint(sealed);
              var now = db.select(DSL.currentInstant()).fetchSingle().value1();
              var replaced =
                  immediately ? row.getCredentialsFingerprint() : row.getNextFingerprint();
              if (immediately || row.getCredentialsFingerprint() == null) {
                row.setCredentialsCiphertext(sealed);
                row.setCredentialsFingerprint(fingerprint);
                row.setCredentialsSetAt(now);
                forgetNext(row);
              } else {
                row.setNextCiphertext(sealed);
                row.setNextFingerprint(fingerprint);
                row.setNextSetAt(now);
              }
              store(db, row, true);
              Audit.append(
                  db,
                  trail
                      .entry("impactin.set-vendor-credentials", RESOURCE, platform.spelling())
                      .withChanges(new Change("fingerprint", replaced, fingerprint)));
              return row;
            }));
  }

  private static Map<String, String> values(Auth auth, CredentialsRequest request) {
    if (auth == Auth.NONE) {
      throw ProblemException.of(VendorProblem.NO_CREDENTIALS);
    }
    Map<String, @Nullable String> given = new LinkedHashMap<>();
    given.put("apiKey", request.apiKey());
    given.put("clientId", request.clientId());
    given.put("clientSecret", request.clientSecret());
    given.put("username", request.username());
    given.put("password", request.password());
    List<Fault> faults = new ArrayList<>();
    Map<String, String> values = new TreeMap<>();
    given.forEach((name, value) -> {
      var wanted = auth.names().contains(name);
      if (wanted && (value == null || !printable(value))) {
        faults.add(
            Fault.ofMember("/" + name, "invalid", "Is needed, in visible characters of ASCII."));
      } else if (!wanted && value != null) {
        faults.add(
            Fault.ofMember("/" + name, "invalid", "Is not what " + auth.spelling() + " needs."));
      } else if (value != null) {
        values.put(name, value);
      }
    });
    if (!faults.isEmpty()) {
      throw ProblemException.of(RequestProblem.INVALID_BODY, faults);
    }
    return values;
  }

  /** It becomes part of a header. */
  private static boolean printable(String value) {
    return value.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static Platform platform(String word) {
    return Platform.spelled(word).orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  private static Mapping mapping(Platform platform, Map<String, String> values) {
    try {
      return Mapping.of(platform, values);
    } catch (IllegalArgumentException wrong) {
      throw invalid("/mapping", "This " + wrong.getMessage() + ".");
    }
  }

  private static Protocol protocol(Platform platform, @Nullable Protocol wanted) {
    if (wanted == Protocol.SOAP && platform != Platform.WORKDAY) {
      throw invalid("/protocol", "Only Workday speaks SOAP.");
    }
    return wanted == null ? Protocol.REST : wanted;
  }

  private static Auth auth(Platform platform, Protocol protocol, @Nullable Auth wanted) {
    var taken = Auth.of(platform, protocol);
    if (wanted != null && !taken.contains(wanted)) {
      throw invalid(
          "/auth",
          "Is one of " + String.join(", ", taken.stream().map(Auth::spelling).toList()) + " here.");
    }
    return wanted == null ? taken.getFirst() : wanted;
  }

  private @Nullable Endpoint endpoint(Platform platform, @Nullable String wanted) {
    if (platform != Platform.FILE) {
      return Endpoint.of(wanted, development);
    }
    if (wanted != null) {
      throw invalid("/endpoint", "A file goes nowhere else.");
    }
    return null;
  }

  private static ProblemException invalid(String member, String rule) {
    return ProblemException.of(
        RequestProblem.INVALID_BODY, List.of(Fault.ofMember(member, "invalid", rule)));
  }

  private static void checkVersion(
      Optional<VendorConnectionsRecord> before, @Nullable String ifMatch) {
    if (before.isPresent()) {
      Versions.check(Versions.required(ifMatch), before.get().getVersion());
    } else if (ifMatch != null) {
      throw ProblemException.of(RequestProblem.PRECONDITION_FAILED);
    }
  }

  private void store(DSLContext db, VendorConnectionsRecord row, boolean there) {
    row.setVersion(there ? row.getVersion() + 1 : 1);
    row.setChangedAt(db.select(DSL.currentInstant()).fetchSingle().value1());
    row.setChangedBy(principals.get().name());
    row.store();
    row.refresh();
  }

  private static VendorConnectionsRecord found(Optional<VendorConnectionsRecord> row) {
    return row.orElseThrow(() -> ProblemException.of(VendorProblem.NOT_CONNECTED));
  }

  private static Optional<VendorConnectionsRecord> locked(
      DSLContext db, String tenant, Platform platform) {
    return Objects.requireNonNull(
        db.selectFrom(VENDOR_CONNECTIONS).where(is(tenant, platform)).forUpdate().fetchOptional());
  }

  private static Condition is(String tenant, Platform platform) {
    return VENDOR_CONNECTIONS
        .TENANT_ID
        .eq(tenant)
        .and(VENDOR_CONNECTIONS.PLATFORM.eq(platform.spelling()));
  }

  private static Versioned<VendorConnection> versioned(VendorConnectionsRecord row) {
    return new Versioned<>(VendorConnection.of(row), row.getVersion());
  }
}
