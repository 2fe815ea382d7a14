package org.teei.csr.api.webhooks;

import static org.teei.csr.schema.jooq.Tables.PLATFORM_CALLBACKS;
import static org.teei.csr.schema.jooq.Tables.WEBHOOK_ENDPOINTS;
import static org.teei.csr.schema.jooq.Tables.WEBHOOK_EVENTS;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.CallbackListener;
import org.teei.csr.engines.webhooks.PlatformCallback;
import org.teei.csr.engines.webhooks.Signatures;
import org.teei.csr.engines.webhooks.WebhookSource;
import org.teei.csr.schema.jooq.tables.records.WebhookEndpointsRecord;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.schema.webhooks.WebhookSeal;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Takes in what platforms say. Whoever has not the secret learns nothing, not even whether there is
 * such an endpoint: for one that is not there as much is looked up and computed as for one that is.
 */
@Component
final class Callbacks {
  private static final Logger log = LoggerFactory.getLogger(Callbacks.class);

  /** A tenant that there always is, and that has no endpoints. */
  private static final String NOBODY = "platform";

  private final SystemView system;
  private final Tenancy tenancy;
  private final WebhookSeal seal;
  private final ObjectProvider<CallbackListener> listeners;
  private final MeterRegistry meters;

  /** Nobody signs with it. */
  private final String decoy = UUID.randomUUID().toString();

  Callbacks(
      SystemView system,
      Tenancy tenancy,
      WebhookSeal seal,
      ObjectProvider<CallbackListener> listeners,
      MeterRegistry meters) {
    this.system = system;
    this.tenancy = tenancy;
    this.seal = seal;
    this.listeners = listeners;
    this.meters = meters;
  }

  static ProblemException notFromTheSource() {
    return ProblemException.of(WebhooksProblem.NOT_FROM_THE_SOURCE);
  }

  /**
   * Keeps what is said for the first time.
   *
   * @param headers the value of a header by its name, blank if there is none
   * @param body as it was sent
   * @throws ProblemException if it is not from the source of the endpoint or has not its form
   */
  void receive(UUID endpointId, WebhookSource source, UnaryOperator<String> headers, byte[] body) {
    var endpoint = find(endpointId);
    var signed = Signatures.verify(source, headers, body, secrets(endpoint), Instant.now());
    var own = endpoint.filter(row -> WebhookEndpoint.sourceOf(row) == source);
    if (!signed || own.isEmpty()) {
      throw refused(source, "refused", notFromTheSource());
    }
    var callback =
        PlatformCallback.read(source, body)
            .orElseThrow(() ->
                refused(source, "unreadable", ProblemException.of(WebhooksProblem.UNREADABLE)));
    var isNew = keep(own.get(), source, callback, body);
    count(source, isNew ? "received" : "repeated");
    if (isNew) {
      tell(own.get().getTenantId(), source, callback);
    }
  }

  private Optional<WebhookEndpointsRecord> find(UUID endpointId) {
    var tenant =
        system
            .read(db ->
                db.select(WEBHOOK_ENDPOINTS.TENANT_ID)
                    .from(WEBHOOK_ENDPOINTS)
                    .where(WEBHOOK_ENDPOINTS.ENDPOINT_ID.eq(endpointId))
                    .fetchOptional(WEBHOOK_ENDPOINTS.TENANT_ID))
            .orElse(NOBODY);
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(WEBHOOK_ENDPOINTS)
                .where(
                    WEBHOOK_ENDPOINTS.TENANT_ID.eq(tenant),
                    WEBHOOK_ENDPOINTS.ENDPOINT_ID.eq(endpointId))
                .fetchOptional());
  }

  /** Always two, so that it takes as long whether there is an endpoint, and a secret before. */
  private List<String> secrets(Optional<WebhookEndpointsRecord> endpoint) {
    return List.of(
        endpoint.map(row -> opened(row, row.getSecretCiphertext())).orElse(decoy),
        endpoint
            .filter(row ->
                row.getPreviousSecretUntil() != null
                    && row.getPreviousSecretUntil().isAfter(Instant.now()))
            .map(row -> opened(row, row.getPreviousSecretCiphertext()))
            .orElse(decoy));
  }

  private String opened(WebhookEndpointsRecord row, byte[] ciphertext) {
    return seal.openSecret(row.getTenantId(), row.getEndpointId(), ciphertext);
  }

  /** Whether it was said for the first time. */
  private boolean keep(
      WebhookEndpointsRecord endpoint,
      WebhookSource source,
      PlatformCallback callback,
      byte[] body) {
    var tenant = endpoint.getTenantId();
    var id = Ids.next();
    var sealed = seal.sealBody(tenant, id, body);
    try {
      return tenancy.write(
          tenant,
          db -> {
            var kept =
                db.insertInto(WEBHOOK_EVENTS)
                    .set(WEBHOOK_EVENTS.TENANT_ID, tenant)
                    .set(WEBHOOK_EVENTS.ENDPOINT_ID, endpoint.getEndpointId())
                    .set(WEBHOOK_EVENTS.EVENT_DIGEST, callback.digest())
                    .set(WEBHOOK_EVENTS.CALLBACK_ID, id)
                    .set(WEBHOOK_EVENTS.BODY_CIPHERTEXT, sealed)
                    .onConflictDoNothing()
                    .execute();
            if (kept == 0) {
              return false;
            }
            db.insertInto(PLATFORM_CALLBACKS)
                .set(PLATFORM_CALLBACKS.TENANT_ID, tenant)
                .set(PLATFORM_CALLBACKS.CALLBACK_ID, id)
                .set(PLATFORM_CALLBACKS.PLATFORM, source.word())
                .set(PLATFORM_CALLBACKS.TRANSACTION_ID, callback.transactionId())
                .set(PLATFORM_CALLBACKS.OUTCOME, callback.outcome().word())
                .set(PLATFORM_CALLBACKS.REASON, callback.reason())
                .execute();
            return true;
          });
    } catch (IntegrityConstraintViolationException deletedMeanwhile) {
      throw refused(source, "refused", notFromTheSource());
    }
  }

  /** It is kept already, so nobody who is told can undo that. */
  private void tell(String tenant, WebhookSource source, PlatformCallback callback) {
    listeners
        .orderedStream()
        .forEach(listener -> {
          try {
            listener.received(new TenantId(tenant), source.word(), callback.transactionId());
          } catch (RuntimeException e) {
            log.warn("A listener could not be told of a callback, which is kept", e);
          }
        });
  }

  private ProblemException refused(WebhookSource source, String result, ProblemException problem) {
    count(source, result);
    return problem;
  }

  private void count(WebhookSource source, String result) {
    meters.counter("csr.webhooks", "source", source.word(), "result", result).increment();
  }
}
