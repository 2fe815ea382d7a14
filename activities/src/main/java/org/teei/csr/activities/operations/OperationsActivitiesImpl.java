package org.teei.csr.activities.operations;

import static org.teei.csr.schema.jooq.Tables.DRAIN_SWITCHES;
import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.OperationsActivities;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.operations.ParkingEnd;
import org.teei.csr.workflows.operations.Unparked;
import org.teei.csr.workflows.operations.UnverifiedCommand;

/** Keeps the list of parked workflows, with the brake, and asks the drain switches. */
public final class OperationsActivitiesImpl implements OperationsActivities {
  private static final Logger LOG = LoggerFactory.getLogger(OperationsActivitiesImpl.class);

  private final Tenancy tenancy;
  private final MeterRegistry meters;

  public OperationsActivitiesImpl(Tenancy tenancy, MeterRegistry meters) {
    this.tenancy = tenancy;
    this.meters = meters;
  }

  @Override
  public void park(Parked parked) {
    if (tenancy.write(parked.tenant().value(), db -> list(db, parked))) {
      LOG.warn(
          "The brake holds back {}: more than {} parks of class {} in {}",
          Brake.scope(parked.tenant().value(), parked.feature()),
          Brake.TOLERATED,
          parked.failureClass(),
          Brake.WINDOW);
      Counter.builder("csr.operations.brake")
          .description("Drain switches that the brake set")
          .tag("feature", parked.feature())
          .tag("class", parked.failureClass().name())
          .register(meters)
          .increment();
    }
  }

  /** Whether the brake was set by this park. */
  private static boolean list(DSLContext db, Parked parked) {
    Brake.enter(db, parked);
    boolean listed =
        db.insertInto(PARKED_WORKFLOWS)
                .set(PARKED_WORKFLOWS.TENANT_ID, parked.tenant().value())
                .set(PARKED_WORKFLOWS.PARKED_ID, parked.parkedId())
                .set(PARKED_WORKFLOWS.FEATURE, parked.feature())
                .set(PARKED_WORKFLOWS.WORKFLOW_ID, parked.workflowId())
                .set(PARKED_WORKFLOWS.BUSINESS_REF, parked.businessRef())
                .set(PARKED_WORKFLOWS.STAGE, parked.stage())
                .set(PARKED_WORKFLOWS.FAILURE_CLASS, parked.failureClass().name())
                .set(PARKED_WORKFLOWS.FAILURE_TYPE, parked.failureType())
                .set(PARKED_WORKFLOWS.SENTENCE, parked.sentence())
                .set(PARKED_WORKFLOWS.SEQUENCE, parked.sequence())
                .set(
                    PARKED_WORKFLOWS.ACTIONS,
                    parked.actions().stream().map(Enum::name).toArray(String[]::new))
                .set(PARKED_WORKFLOWS.PARKED_AT, parked.parkedAt())
                .set(PARKED_WORKFLOWS.EXPIRES_AT, parked.expiresAt())
                .onConflict(PARKED_WORKFLOWS.TENANT_ID, PARKED_WORKFLOWS.PARKED_ID)
                .doNothing()
                .execute()
            == 1;
    return listed && Brake.tread(db, parked);
  }

  @Override
  public void unpark(Unparked unparked) {
    String tenant = unparked.tenant().value();
    tenancy.change(
        tenant,
        db -> {
          boolean ended =
              db.update(PARKED_WORKFLOWS)
                      .set(PARKED_WORKFLOWS.STATE, state(unparked.end()))
                      .set(
                          PARKED_WORKFLOWS.RESOLUTION,
                          unparked.action() == null ? null : unparked.action().name())
                      .set(PARKED_WORKFLOWS.DECISION_ID, unparked.decisionId())
                      .set(PARKED_WORKFLOWS.RESOLVED_AT, DSL.currentInstant())
                      .where(
                          PARKED_WORKFLOWS.TENANT_ID.eq(tenant),
                          PARKED_WORKFLOWS.PARKED_ID.eq(unparked.parkedId()),
                          PARKED_WORKFLOWS.STATE.eq("waiting"))
                      .execute()
                  == 1;
          if (ended && unparked.action() != null && unparked.decisionId() == null) {
            Audit.append(
                db,
                unverified(
                    tenant, "parking", unparked.parkedId().toString(), unparked.action().name()));
          }
        });
  }

  @Override
  public boolean held(Gate gate) {
    String tenant = gate.tenant().value();
    List<String> scopes =
        new ArrayList<>(
            List.of(
                "feature:" + gate.feature(),
                "tenant:" + tenant,
                Brake.scope(tenant, gate.feature())));
    if (gate.vendor() != null) {
      scopes.add("vendor:" + gate.vendor());
    }
    return tenancy.read(
        tenant,
        db ->
            db.fetchExists(
                DSL.selectOne().from(DRAIN_SWITCHES).where(DRAIN_SWITCHES.SCOPE.in(scopes))));
  }

  @Override
  public void unverified(UnverifiedCommand command) {
    String tenant = command.tenant().value();
    tenancy.change(
        tenant,
        db ->
            Audit.append(
                db,
                unverified(tenant, "workflow", command.workflowId(), command.command())
                    .withWorkflow(command.workflowId())));
  }

  private static String state(ParkingEnd end) {
    return switch (end) {
      case RESOLVED -> "resolved";
      case EXPIRED -> "expired";
      case ENDED -> "ended";
    };
  }

  private static AuditEntry unverified(
      String tenant, String resourceType, String resourceId, @Nullable String command) {
    return AuditEntry.of(
            tenant,
            "unknown",
            "unverified",
            "operations.unverified-command",
            resourceType,
            resourceId)
        .withDetails(Map.of("command", String.valueOf(command)));
  }
}
