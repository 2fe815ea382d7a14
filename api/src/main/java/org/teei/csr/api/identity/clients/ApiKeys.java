package org.teei.csr.api.identity.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.API_KEYS;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.SecretDigests;
import org.teei.csr.api.identity.clients.ApiKeysController.ApiKey;
import org.teei.csr.api.identity.clients.ApiKeysController.IssuedApiKey;
import org.teei.csr.api.identity.clients.ApiKeysController.NewApiKey;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.jooq.tables.records.ApiKeysRecord;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/** Makes, finds and revokes API keys. */
@Component
final class ApiKeys {
  private static final int DAYS = 90;

  /** How exactly the last use is kept: reading requests should not all write. */
  private static final Duration LAST_USE = Duration.ofMinutes(1);

  private final Tenancy tenancy;
  private final SystemView system;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;

  ApiKeys(
      Tenancy tenancy,
      SystemView system,
      CurrentPrincipal principals,
      AuditTrail trail,
      IdempotentRequests requests) {
    this.tenancy = tenancy;
    this.system = system;
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
  }

  /** The valid key with this secret; notes its use. */
  Optional<ApiKeysRecord> use(String secret) {
    var digest = HexFormat.of().parseHex(SecretDigests.of(secret));
    var found =
        system.read(db ->
            db.selectFrom(API_KEYS)
                .where(
                    API_KEYS.SECRET_DIGEST.eq(digest),
                    API_KEYS.REVOKED_AT.isNull(),
                    API_KEYS.EXPIRES_AT.gt(DSL.currentInstant()))
                .fetchOptional());
    found.ifPresent(this::noteUse);
    return found;
  }

  /** Whether a key that was used is good still. */
  boolean valid(ApiKeysRecord key) {
    return tenancy.read(
        key.getTenantId(),
        db ->
            db.fetchExists(
                API_KEYS,
                API_KEYS.TENANT_ID.eq(key.getTenantId()),
                API_KEYS.KEY_ID.eq(key.getKeyId()),
                API_KEYS.REVOKED_AT.isNull(),
                API_KEYS.EXPIRES_AT.gt(DSL.currentInstant())));
  }

  private void noteUse(ApiKeysRecord key) {
    var now = Instant.now();
    if (key.getLastUsedAt() == null || key.getLastUsedAt().isBefore(now.minus(LAST_USE))) {
      tenancy.change(
          key.getTenantId(),
          db ->
              db.update(API_KEYS)
                  .set(API_KEYS.LAST_USED_AT, now)
                  .where(
                      API_KEYS.TENANT_ID.eq(key.getTenantId()),
                      API_KEYS.KEY_ID.eq(key.getKeyId()),
                      API_KEYS
                          .LAST_USED_AT
                          .isNull()
                          .or(API_KEYS.LAST_USED_AT.lt(now.minus(LAST_USE))))
                  .execute());
    }
  }

  Page<ApiKey> list(Page.Range range) {
    var tenant = principals.get().tenant();
    var ofTenant = API_KEYS.TENANT_ID.eq(tenant);
    var slice =
        tenancy.read(
            tenant,
            db ->
                new Page.Slice<>(
                    db.selectFrom(API_KEYS)
                        .where(ofTenant)
                        .orderBy(API_KEYS.CREATED_AT.desc(), API_KEYS.KEY_ID)
                        .limit(range.pageSize())
                        .offset(range.offset())
                        .fetch(),
                    db.fetchCount(API_KEYS, ofTenant)));
    return Page.of(slice, range, ApiKeysController.PATH, Map.of(), ApiKeys::shape);
  }

  ApiKey get(UUID id) {
    return tenancy
        .read(principals.get().tenant(), db -> find(db, id))
        .map(ApiKeys::shape)
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  ResponseEntity<byte[]> create(NewApiKey request, @Nullable String idempotencyKey) {
    var scopes = Scopes.checked(request.scopes());
    return requests.answerOnce(
        principals.get(),
        "POST " + ApiKeysController.PATH,
        idempotencyKey,
        List.of(Json.of(request).getBytes(UTF_8)),
        id -> create(id, request, scopes));
  }

  private Answer create(UUID id, NewApiKey request, String[] scopes) {
    var who = principals.get();
    var secret = MachineSecret.fresh(MachineSecret.API_KEY);
    var location = URI.create(ApiKeysController.PATH + "/" + id);
    var days = request.expiresInDays() == null ? DAYS : request.expiresInDays();
    var row =
        tenancy.write(
            who.tenant(),
            db -> {
              var made =
                  db.insertInto(API_KEYS)
                      .set(API_KEYS.TENANT_ID, who.tenant())
                      .set(API_KEYS.KEY_ID, id)
                      .set(API_KEYS.NAME, request.name())
                      .set(API_KEYS.PREFIX, secret.beginning())
                      .set(API_KEYS.SECRET_DIGEST, secret.digest())
                      .set(API_KEYS.SCOPES, scopes)
                      .set(API_KEYS.REQUESTS_PER_MINUTE, request.requestsPerMinute())
                      .set(API_KEYS.CREATED_BY, who.name())
                      .set(API_KEYS.EXPIRES_AT, Instant.now().plus(Duration.ofDays(days)))
                      .onConflictDoNothing()
                      .returning()
                      .fetchOptional()
                      .orElseThrow(() -> IdempotentRequests.secretGiven(location));
              Audit.append(
                  db,
                  trail
                      .entry("identity.create-api-key", "api-key", id)
                      .withDetails(Map.of("scopes", List.of(scopes))));
              return made;
            });
    return new Answer(201, new IssuedApiKey(shape(row), secret.plain()), location);
  }

  void revoke(UUID id) {
    var tenant = principals.get().tenant();
    tenancy.change(
        tenant,
        db -> {
          var revoked =
              db.update(API_KEYS)
                  .set(API_KEYS.REVOKED_AT, DSL.currentInstant())
                  .where(
                      API_KEYS.TENANT_ID.eq(tenant),
                      API_KEYS.KEY_ID.eq(id),
                      API_KEYS.REVOKED_AT.isNull())
                  .execute();
          if (revoked == 1) {
            Audit.append(db, trail.entry("identity.revoke-api-key", "api-key", id));
          } else if (find(db, id).isEmpty()) {
            throw ProblemException.of(RequestProblem.NOT_FOUND);
          }
        });
  }

  private Optional<ApiKeysRecord> find(DSLContext db, UUID id) {
    return db.selectFrom(API_KEYS)
        .where(API_KEYS.TENANT_ID.eq(principals.get().tenant()), API_KEYS.KEY_ID.eq(id))
        .fetchOptional();
  }

  private static ApiKey shape(ApiKeysRecord row) {
    return new ApiKey(
        row.getKeyId(),
        row.getName(),
        row.getPrefix(),
        List.of(row.getScopes()),
        row.getRequestsPerMinute(),
        row.getCreatedAt(),
        row.getCreatedBy(),
        row.getExpiresAt(),
        row.getLastUsedAt(),
        row.getRevokedAt());
  }
}
