package org.teei.csr.activities.operations;

import static org.teei.csr.schema.jooq.Tables.DRAIN_SWITCHES;
import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.OperationsActivities;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.operations.ParkingEnd;
import org.teei.csr.workflows.operations.Unparked;
import org.teei.csr.workflows.operations.UnverifiedCommand;

/** Keeps the list of parked workflows and asks the drain switches. */
public final class OperationsActivitiesImpl implements OperationsActivities {
  private final Tenancy tenancy;

  public OperationsActivitiesImpl(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  @Override
  public void park(Parked parked) {
    String tenant = parked.tenant().value();
    tenancy.change(
        tenant,
        db ->
            db.insertInto(PARKED_WORKFLOWS)
                .set(PARKED_WORKFLOWS.TENANT_ID, tenant)
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
                .execute());
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
    List<String> scopes = new ArrayList<>(List.of("feature:" + gate.feature(), "tenant:" + tenant));
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
                db, unverified(tenant, "workflow", command.workflowId(), command.command())));
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
    return new AuditEntry(
        tenant,
        Ids.next(),
        "unknown",
        "unverified",
        "operations.unverified-command",
        resourceType,
        resourceId,
        null,
        null,
        Map.of("command", String.valueOf(command)));
  }
}
