package org.teei.csr.api.impactin.deliveries;

import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERY_ATTEMPTS;
import static org.teei.csr.schema.jooq.Tables.IMPACT_REPLACED_PAYLOADS;

import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.WorkflowLinks;
import org.teei.csr.schema.impactin.DeliverySeal;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Tenancy;

/** Reads the deliveries of the principal's company. */
@Component
public final class ImpactDeliveries {
  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final WorkflowLinks links;
  private final DeliverySeal seal;

  ImpactDeliveries(
      Tenancy tenancy, CurrentPrincipal principals, WorkflowLinks links, TenantKeys keys) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.links = links;
    this.seal = new DeliverySeal(keys);
  }

  /** What was frozen, as it is sent. */
  record Frozen(byte[] bytes, String contentType, String sha256) {}

  Page<Delivery> list(DeliveryFilter filter, Page.Range range) {
    var tenant = principals.get().tenant();
    var own = IMPACT_DELIVERIES.TENANT_ID.eq(tenant).and(filter.condition());
    var slice =
        tenancy.read(
            tenant,
            db ->
                new Page.Slice<>(
                    db.selectFrom(IMPACT_DELIVERIES)
                        .where(own)
                        .orderBy(
                            IMPACT_DELIVERIES.REQUESTED_AT.desc(), IMPACT_DELIVERIES.DELIVERY_ID)
                        .limit(range.pageSize())
                        .offset(range.offset())
                        .fetch(),
                    db.fetchCount(IMPACT_DELIVERIES, own)));
    return Page.of(slice, range, ImpactDeliveriesController.PATH, filter.given(), this::shape);
  }

  public Delivery get(UUID id) {
    return shape(row(id));
  }

  ImpactDeliveriesRecord row(UUID id) {
    var tenant = principals.get().tenant();
    return tenancy.read(tenant, db -> find(db, tenant, id));
  }

  List<DeliveryAttempt> attempts(UUID id) {
    var tenant = principals.get().tenant();
    var rows =
        tenancy.read(
            tenant,
            db -> {
              find(db, tenant, id);
              return db.selectFrom(IMPACT_DELIVERY_ATTEMPTS)
                  .where(
                      IMPACT_DELIVERY_ATTEMPTS.TENANT_ID.eq(tenant),
                      IMPACT_DELIVERY_ATTEMPTS.DELIVERY_ID.eq(id))
                  .orderBy(IMPACT_DELIVERY_ATTEMPTS.ATTEMPT)
                  .fetch();
            });
    return rows.map(row -> DeliveryAttempt.of(row, seal));
  }

  /**
   * @param sha256 of what is frozen, or of what was before it was frozen anew; null for what is
   */
  Frozen payload(UUID id, @Nullable String sha256) {
    var row = row(id);
    if (row.getPayloadSha256() == null) {
      throw ProblemException.of(DeliveryProblem.NOT_FROZEN);
    }
    if (sha256 != null && !sha256.equals(row.getPayloadSha256())) {
      return replaced(row, sha256);
    }
    return new Frozen(
        seal.openPayload(row.getTenantId(), id, row.getPayloadCiphertext()),
        row.getContentType(),
        row.getPayloadSha256());
  }

  private Frozen replaced(ImpactDeliveriesRecord row, String sha256) {
    var tenant = row.getTenantId();
    var id = row.getDeliveryId();
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(IMPACT_REPLACED_PAYLOADS)
                .where(
                    IMPACT_REPLACED_PAYLOADS.TENANT_ID.eq(tenant),
                    IMPACT_REPLACED_PAYLOADS.DELIVERY_ID.eq(id),
                    IMPACT_REPLACED_PAYLOADS.PAYLOAD_SHA256.eq(sha256))
                .orderBy(IMPACT_REPLACED_PAYLOADS.RUN.desc())
                .limit(1)
                .fetchOptional(kept ->
                    new Frozen(
                        seal.openReplaced(tenant, id, kept.getRun(), kept.getPayloadCiphertext()),
                        kept.getContentType(),
                        sha256))
                .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND)));
  }

  private Delivery shape(ImpactDeliveriesRecord row) {
    return Delivery.of(row, links);
  }

  static ImpactDeliveriesRecord find(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(IMPACT_DELIVERIES)
        .where(is(tenant, id))
        .fetchOptional()
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  static Condition is(String tenant, UUID id) {
    return DSL.and(IMPACT_DELIVERIES.TENANT_ID.eq(tenant), IMPACT_DELIVERIES.DELIVERY_ID.eq(id));
  }
}
