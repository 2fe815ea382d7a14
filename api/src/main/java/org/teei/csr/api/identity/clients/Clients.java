package org.teei.csr.api.identity.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.ACCESS_TOKENS;
import static org.teei.csr.schema.jooq.Tables.OAUTH_CLIENTS;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.clients.ClientsController.Client;
import org.teei.csr.api.identity.clients.ClientsController.IssuedClient;
import org.teei.csr.api.identity.clients.ClientsController.NewClient;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.jooq.tables.records.OauthClientsRecord;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;

/** Makes, shows and revokes clients. */
@Component
final class Clients {
  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;

  Clients(
      Tenancy tenancy, CurrentPrincipal principals, AuditTrail trail, IdempotentRequests requests) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
  }

  Page<Client> list(Page.Range range) {
    var tenant = principals.get().tenant();
    var ofTenant = OAUTH_CLIENTS.TENANT_ID.eq(tenant);
    var slice =
        tenancy.read(
            tenant,
            db ->
                new Page.Slice<>(
                    db.selectFrom(OAUTH_CLIENTS)
                        .where(ofTenant)
                        .orderBy(OAUTH_CLIENTS.CREATED_AT.desc(), OAUTH_CLIENTS.CLIENT_ID)
                        .limit(range.pageSize())
                        .offset(range.offset())
                        .fetch(),
                    db.fetchCount(OAUTH_CLIENTS, ofTenant)));
    return Page.of(slice, range, ClientsController.PATH, Map.of(), Clients::shape);
  }

  Client get(String clientId) {
    return tenancy
        .read(principals.get().tenant(), db -> find(db, clientId))
        .map(Clients::shape)
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  ResponseEntity<byte[]> create(NewClient request, @Nullable String idempotencyKey) {
    var scopes = Scopes.checked(request.scopes());
    return requests.answerOnce(
        principals.get(),
        "POST " + ClientsController.PATH,
        idempotencyKey,
        List.of(Json.of(request).getBytes(UTF_8)),
        id -> create("client-" + id, request, scopes));
  }

  private Answer create(String clientId, NewClient request, String[] scopes) {
    var who = principals.get();
    var secret = MachineSecret.fresh(MachineSecret.CLIENT);
    var location = URI.create(ClientsController.PATH + "/" + clientId);
    var row =
        tenancy.write(
            who.tenant(),
            db -> {
              var made =
                  db.insertInto(OAUTH_CLIENTS)
                      .set(OAUTH_CLIENTS.TENANT_ID, who.tenant())
                      .set(OAUTH_CLIENTS.CLIENT_ID, clientId)
                      .set(OAUTH_CLIENTS.NAME, request.name())
                      .set(OAUTH_CLIENTS.SECRET_DIGEST, secret.digest())
                      .set(OAUTH_CLIENTS.SCOPES, scopes)
                      .set(OAUTH_CLIENTS.CREATED_BY, who.name())
                      .set(OAUTH_CLIENTS.EXPIRES_AT, expiry(request))
                      .onConflictDoNothing()
                      .returning()
                      .fetchOptional()
                      .orElseThrow(() -> IdempotentRequests.secretGiven(location));
              Audit.append(
                  db,
                  trail
                      .entry("identity.create-client", "client", clientId)
                      .withDetails(Map.of("scopes", List.of(scopes))));
              return made;
            });
    return new Answer(201, new IssuedClient(shape(row), secret.plain()), location);
  }

  private static @Nullable Instant expiry(NewClient request) {
    return request.expiresInDays() == null
        ? null
        : Instant.now().plus(Duration.ofDays(request.expiresInDays()));
  }

  void revoke(String clientId) {
    var tenant = principals.get().tenant();
    tenancy.change(
        tenant,
        db -> {
          var revoked =
              db.update(OAUTH_CLIENTS)
                  .set(OAUTH_CLIENTS.REVOKED_AT, DSL.currentInstant())
                  .where(
                      OAUTH_CLIENTS.TENANT_ID.eq(tenant),
                      OAUTH_CLIENTS.CLIENT_ID.eq(clientId),
                      OAUTH_CLIENTS.REVOKED_AT.isNull())
                  .execute();
          if (revoked == 1) {
            revokeTokens(db, tenant, clientId);
            Audit.append(db, trail.entry("identity.revoke-client", "client", clientId));
          } else if (find(db, clientId).isEmpty()) {
            throw ProblemException.of(RequestProblem.NOT_FOUND);
          }
        });
  }

  private static void revokeTokens(DSLContext db, String tenant, String clientId) {
    db.update(ACCESS_TOKENS)
        .set(ACCESS_TOKENS.REVOKED_AT, DSL.currentInstant())
        .where(
            ACCESS_TOKENS.TENANT_ID.eq(tenant),
            ACCESS_TOKENS.CLIENT_ID.eq(clientId),
            ACCESS_TOKENS.EXPIRES_AT.gt(DSL.currentInstant()),
            ACCESS_TOKENS.REVOKED_AT.isNull())
        .execute();
  }

  private Optional<OauthClientsRecord> find(DSLContext db, String clientId) {
    return db.selectFrom(OAUTH_CLIENTS)
        .where(
            OAUTH_CLIENTS.TENANT_ID.eq(principals.get().tenant()),
            OAUTH_CLIENTS.CLIENT_ID.eq(clientId))
        .fetchOptional();
  }

  private static Client shape(OauthClientsRecord row) {
    return new Client(
        row.getClientId(),
        row.getName(),
        List.of(row.getScopes()),
        row.getCreatedAt(),
        row.getCreatedBy(),
        row.getExpiresAt(),
        row.getRevokedAt());
  }
}
