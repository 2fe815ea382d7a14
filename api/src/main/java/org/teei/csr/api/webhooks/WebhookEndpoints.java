package org.teei.csr.api.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.WEBHOOK_ENDPOINTS;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.Versions.Versioned;
import org.teei.csr.api.webhooks.WebhookEndpointsController.IssuedEndpoint;
import org.teei.csr.api.webhooks.WebhookEndpointsController.NewEndpoint;
import org.teei.csr.api.webhooks.WebhookEndpointsController.NewSecret;
import org.teei.csr.api.webhooks.WebhookEndpointsController.RotatedSecret;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.schema.webhooks.WebhookSeal;

/** The endpoints of a company, and the secrets that its sources sign with. */
@Component
final class WebhookEndpoints {
  private static final String RESOURCE = "webhook-endpoint";
  private static final String PREFIX = "whsec_";
  private static final int SECRET_BYTES = 32;
  private static final int USUAL_OVERLAP_HOURS = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Tenancy tenancy;
  private final WebhookSeal seal;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;
  private final int most;

  WebhookEndpoints(
      Tenancy tenancy,
      WebhookSeal seal,
      CurrentPrincipal principals,
      AuditTrail trail,
      IdempotentRequests requests,
      WebhookSettings settings) {
    this.tenancy = tenancy;
    this.seal = seal;
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
    this.most = settings.endpoints();
  }

  Page<WebhookEndpoint> list(Page.Range range) {
    var tenant = principals.get().tenant();
    var own = WEBHOOK_ENDPOINTS.TENANT_ID.eq(tenant);
    var slice =
        tenancy.read(
            tenant,
            db ->
                new Page.Slice<>(
                    db.selectFrom(WEBHOOK_ENDPOINTS)
                        .where(own)
                        .orderBy(WEBHOOK_ENDPOINTS.CREATED_AT.desc(), WEBHOOK_ENDPOINTS.ENDPOINT_ID)
                        .limit(range.pageSize())
                        .offset(range.offset())
                        .fetch(),
                    db.fetchCount(WEBHOOK_ENDPOINTS, own)));
    return Page.of(slice, range, WebhookEndpointsController.PATH, Map.of(), WebhookEndpoint::of);
  }

  Versioned<WebhookEndpoint> get(UUID id) {
    var tenant = principals.get().tenant();
    var row =
        tenancy
            .read(
                tenant,
                db -> db.selectFrom(WEBHOOK_ENDPOINTS).where(own(tenant, id)).fetchOptional())
            .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
    return new Versioned<>(WebhookEndpoint.of(row), row.getVersion());
  }

  ResponseEntity<byte[]> create(NewEndpoint wanted, @Nullable String key) {
    return requests.answerOnce(
        principals.get(),
        "POST " + WebhookEndpointsController.PATH,
        key,
        List.of(Json.of(wanted).getBytes(UTF_8)),
        id -> created(id, wanted));
  }

  private Answer created(UUID id, NewEndpoint wanted) {
    var who = principals.get();
    var location = location(id);
    var secret = wanted.secret() == null ? fresh() : wanted.secret();
    var sealed = seal.sealSecret(who.tenant(), id, secret);
    var row =
        tenancy.write(
            who.tenant(),
            db -> {
              var made =
                  db.insertInto(WEBHOOK_ENDPOINTS)
                      .set(WEBHOOK_ENDPOINTS.TENANT_ID, who.tenant())
                      .set(WEBHOOK_ENDPOINTS.ENDPOINT_ID, id)
                      .set(WEBHOOK_ENDPOINTS.SOURCE, wanted.source().word())
                      .set(WEBHOOK_ENDPOINTS.NAME, wanted.name())
                      .set(WEBHOOK_ENDPOINTS.SECRET_CIPHERTEXT, sealed)
                      .set(WEBHOOK_ENDPOINTS.CREATED_BY, who.name())
                      .onConflictDoNothing()
                      .returning()
                      .fetchOptional()
                      .orElseThrow(() -> IdempotentRequests.secretGiven(location));
              if (db.fetchCount(WEBHOOK_ENDPOINTS, WEBHOOK_ENDPOINTS.TENANT_ID.eq(who.tenant()))
                  > most) {
                throw ProblemException.of(WebhooksProblem.TOO_MANY_ENDPOINTS);
              }
              Audit.append(
                  db,
                  trail
                      .entry("webhooks.add-endpoint", RESOURCE, id)
                      .withDetails(Map.of("source", wanted.source().word())));
              return made;
            });
    return new Answer(
        201,
        new IssuedEndpoint(WebhookEndpoint.of(row), wanted.secret() == null ? secret : null),
        location);
  }

  /** The secret before stays good for a while, so that the source may change over in it. */
  ResponseEntity<byte[]> rotate(UUID id, NewSecret wanted, @Nullable String key) {
    return requests.answerOnce(
        principals.get(),
        "POST " + location(id) + "/secret",
        key,
        List.of(Json.of(wanted).getBytes(UTF_8)),
        attempt -> rotated(id, wanted));
  }

  private Answer rotated(UUID id, NewSecret wanted) {
    var tenant = principals.get().tenant();
    var secret = wanted.secret() == null ? fresh() : wanted.secret();
    var sealed = seal.sealSecret(tenant, id, secret);
    var hours = wanted.overlapHours() == null ? USUAL_OVERLAP_HOURS : wanted.overlapHours();
    var until = Instant.now().plus(Duration.ofHours(hours));
    tenancy.change(
        tenant,
        db -> {
          var row =
              db.selectFrom(WEBHOOK_ENDPOINTS)
                  .where(own(tenant, id))
                  .forUpdate()
                  .fetchOptional()
                  .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
          row.setPreviousSecretCiphertext(row.getSecretCiphertext());
          row.setPreviousSecretUntil(until);
          row.setSecretCiphertext(sealed);
          row.setVersion(row.getVersion() + 1);
          row.setChangedAt(Instant.now());
          row.update();
          Audit.append(db, trail.entry("webhooks.rotate-secret", RESOURCE, id));
        });
    return new Answer(
        201, new RotatedSecret(wanted.secret() == null ? secret : null, until), location(id));
  }

  void delete(UUID id) {
    var tenant = principals.get().tenant();
    tenancy.change(
        tenant,
        db -> {
          if (db.deleteFrom(WEBHOOK_ENDPOINTS).where(own(tenant, id)).execute() == 0) {
            throw ProblemException.of(RequestProblem.NOT_FOUND);
          }
          Audit.append(db, trail.entry("webhooks.delete-endpoint", RESOURCE, id));
        });
  }

  private static String fresh() {
    var bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static URI location(UUID id) {
    return URI.create(WebhookEndpointsController.PATH + "/" + id);
  }

  private static Condition own(String tenant, UUID id) {
    return WEBHOOK_ENDPOINTS.TENANT_ID.eq(tenant).and(WEBHOOK_ENDPOINTS.ENDPOINT_ID.eq(id));
  }
}
