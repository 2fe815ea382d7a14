package org.teei.csr.api.impactin.deliveries;

import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.IMPACT_REPLACED_PAYLOADS;
import static org.teei.csr.schema.jooq.Tables.METRIC_SNAPSHOTS;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.WorkflowStarts;
import org.teei.csr.engines.impactin.Payload;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.impactin.DeliveryChange;
import org.teei.csr.schema.impactin.DeliverySeal;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Freezes deliveries anew that certainly did not arrive: from the same figures, with today's
 * mapping, under the same idempotency key. The platform keeps nothing under that key, and if it
 * does after all, it refuses other bytes under it and takes no second report.
 */
@Component
final class Refreezes {
  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final WorkflowStarts starts;
  private final IdempotentRequests requests;
  private final ImpactDeliveries deliveries;
  private final DeliverySeal seal;

  Refreezes(
      Tenancy tenancy,
      CurrentPrincipal principals,
      AuditTrail trail,
      WorkflowStarts starts,
      IdempotentRequests requests,
      ImpactDeliveries deliveries,
      TenantKeys keys) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.starts = starts;
    this.requests = requests;
    this.deliveries = deliveries;
    this.seal = new DeliverySeal(keys);
  }

  /** What would be frozen, and whether it could be now. */
  Refreeze planned(UUID id) {
    var row = deliveries.row(id);
    return tenancy.read(
        row.getTenantId(),
        db -> {
          var payload = payload(db, row);
          return new Refreeze(
              id,
              row.getSnapshotId(),
              row.getPayloadSha256(),
              payload.sha256(),
              payload.contentType(),
              PayloadFinding.of(payload),
              Payloads.changes(frozen(row), payload.bytes()),
              refusal(db, row, payload).map(DeliveryProblem::code).orElse(null));
        });
  }

  ResponseEntity<byte[]> refreeze(UUID id, @Nullable String key, Refreeze.Request request) {
    deliveries.row(id);
    return requests.answer(
        principals.get(),
        "POST /v1/impact-in/deliveries/{id}/refreeze",
        IdempotentRequests.required(key),
        List.of((id + Json.of(request)).getBytes(StandardCharsets.UTF_8)),
        decision -> {
          refreeze(id, decision, request);
          return new Answer(
              202, deliveries.get(id), URI.create(ImpactDeliveriesController.PATH + "/" + id));
        });
  }

  private void refreeze(UUID id, UUID asked, Refreeze.Request request) {
    var intent = DeliveryOpenings.again(deliveries.row(id));
    var begun =
        tenancy.write(
            intent.tenant(),
            db -> {
              var decision = DeliveryReplays.unused(db, intent.tenant(), asked);
              if (Decisions.find(db, intent.tenant(), decision).isPresent()) {
                return false;
              }
              var row = locked(db, intent.tenant(), id);
              replace(db, row, agreed(db, row, request), decision, request.reason());
              StartIntents.again(db, intent);
              return true;
            });
    if (begun) {
      starts.soon(intent);
    }
  }

  private static ImpactDeliveriesRecord locked(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(IMPACT_DELIVERIES)
        .where(ImpactDeliveries.is(tenant, id))
        .forUpdate()
        .fetchSingle();
  }

  /** What the person looked at, if it still is what would be frozen. */
  private Payload agreed(DSLContext db, ImpactDeliveriesRecord row, Refreeze.Request request) {
    var payload = payload(db, row);
    refusal(db, row, payload)
        .ifPresent(problem -> {
          throw ProblemException.inState(problem, row.getStatus());
        });
    if (!payload.sha256().equals(request.payloadSha256())) {
      throw ProblemException.of(DeliveryProblem.NOT_WHAT_WAS_SHOWN);
    }
    return payload;
  }

  private static Payload payload(DSLContext db, ImpactDeliveriesRecord row) {
    if (row.getPayloadSha256() == null) {
      throw ProblemException.of(DeliveryProblem.NOT_FROZEN);
    }
    var snapshot =
        db.selectFrom(METRIC_SNAPSHOTS)
            .where(
                METRIC_SNAPSHOTS.TENANT_ID.eq(row.getTenantId()),
                METRIC_SNAPSHOTS.SNAPSHOT_ID.eq(row.getSnapshotId()))
            .fetchSingle();
    return Payloads.of(db, snapshot, row.getPlatform())
        .orElseThrow(() -> ProblemException.of(DeliveryProblem.PLATFORM_NOT_CONNECTED));
  }

  private static Optional<DeliveryProblem> refusal(
      DSLContext db, ImpactDeliveriesRecord row, Payload payload) {
    if (!BulkReplay.isReplayable(row)) {
      return Optional.of(DeliveryProblem.NOT_REPLAYABLE);
    }
    if (mayHaveArrived(db, row)) {
      return Optional.of(DeliveryProblem.MAY_HAVE_ARRIVED);
    }
    if (!payload.findings().isEmpty()) {
      return Optional.of(DeliveryProblem.INVALID_PAYLOAD);
    }
    return payload.sha256().equals(row.getPayloadSha256())
        ? Optional.of(DeliveryProblem.SAME_PAYLOAD)
        : Optional.empty();
  }

  /** The database judges it, so that nothing else can replace what is frozen. */
  private static boolean mayHaveArrived(DSLContext db, ImpactDeliveriesRecord row) {
    return db.select(
            DSL.function(
                DSL.name("csr", "impact_may_have_arrived"),
                Boolean.class,
                DSL.val(row.getTenantId()),
                DSL.val(row.getDeliveryId())))
        .fetchSingle()
        .value1();
  }

  private void replace(
      DSLContext db,
      ImpactDeliveriesRecord row,
      Payload payload,
      UUID decision,
      @Nullable String reason) {
    keep(db, row, decision);
    db.update(IMPACT_DELIVERIES)
        .set(
            IMPACT_DELIVERIES.PAYLOAD_CIPHERTEXT,
            seal.sealPayload(row.getTenantId(), row.getDeliveryId(), payload.bytes()))
        .set(IMPACT_DELIVERIES.PAYLOAD_SHA256, payload.sha256())
        .set(IMPACT_DELIVERIES.CONTENT_TYPE, payload.contentType())
        .set(IMPACT_DELIVERIES.LEFT_OUT, JSONB.jsonb(Json.of(payload.leftOut())))
        .set(IMPACT_DELIVERIES.CHANGES, JSONB.jsonb(Json.of(changes(row, payload))))
        .set(IMPACT_DELIVERIES.STATUS, "pending")
        .setNull(IMPACT_DELIVERIES.REASON)
        .setNull(IMPACT_DELIVERIES.FINISHED_AT)
        .set(IMPACT_DELIVERIES.RUN, IMPACT_DELIVERIES.RUN.plus(1))
        .where(ImpactDeliveries.is(row.getTenantId(), row.getDeliveryId()))
        .execute();
    Decisions.record(
        db,
        trail
            .entry("impactin.refreeze", "delivery", row.getDeliveryId())
            .withWorkflow(row.getWorkflowId())
            .withDecision(decision)
            .withChanges(
                new Change("status", row.getStatus(), "pending"),
                new Change("payloadSha256", row.getPayloadSha256(), payload.sha256())),
        reason);
  }

  private void keep(DSLContext db, ImpactDeliveriesRecord row, UUID decision) {
    db.insertInto(IMPACT_REPLACED_PAYLOADS)
        .set(IMPACT_REPLACED_PAYLOADS.TENANT_ID, row.getTenantId())
        .set(IMPACT_REPLACED_PAYLOADS.DELIVERY_ID, row.getDeliveryId())
        .set(IMPACT_REPLACED_PAYLOADS.RUN, row.getRun())
        .set(
            IMPACT_REPLACED_PAYLOADS.PAYLOAD_CIPHERTEXT,
            seal.sealReplaced(row.getTenantId(), row.getDeliveryId(), row.getRun(), frozen(row)))
        .set(IMPACT_REPLACED_PAYLOADS.PAYLOAD_SHA256, row.getPayloadSha256())
        .set(IMPACT_REPLACED_PAYLOADS.CONTENT_TYPE, row.getContentType())
        .set(IMPACT_REPLACED_PAYLOADS.DECISION_ID, decision)
        .set(IMPACT_REPLACED_PAYLOADS.REPLACED_BY, principals.get().name())
        .execute();
  }

  private byte[] frozen(ImpactDeliveriesRecord row) {
    return seal.openPayload(row.getTenantId(), row.getDeliveryId(), row.getPayloadCiphertext());
  }

  /**
   * What a person looks at before it goes out: what it was asked about before, and what differs.
   */
  private List<DeliveryChange> changes(ImpactDeliveriesRecord row, Payload payload) {
    var asked = Json.read(row.getChanges().data(), DeliveryChange[].class);
    var differing = Payloads.changes(frozen(row), payload.bytes());
    return Stream.concat(
            Arrays.stream(asked)
                .filter(change ->
                    differing.stream().noneMatch(later -> later.what().equals(change.what()))),
            differing.stream())
        .toList();
  }
}
