package org.teei.csr.activities.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.UUID;
import org.jooq.Record;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.ParkedRef;
import org.teei.csr.workflows.operations.SweepActivities;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.TenantId;

/** Tells parked workflows to try again, by the platform's own decision. */
public final class SweepActivitiesImpl implements SweepActivities {
  private final SystemView system;
  private final Tenancy tenancy;
  private final ParkedSignals signals;

  public SweepActivitiesImpl(SystemView system, Tenancy tenancy, WorkflowClient temporal) {
    this.system = system;
    this.tenancy = tenancy;
    this.signals = new ParkedSignals(temporal);
  }

  @Override
  public List<ParkedRef> transientParked(int limit) {
    return system.read(db ->
        db.select(
                PARKED_WORKFLOWS.TENANT_ID,
                PARKED_WORKFLOWS.PARKED_ID,
                PARKED_WORKFLOWS.WORKFLOW_ID,
                PARKED_WORKFLOWS.SEQUENCE)
            .from(PARKED_WORKFLOWS)
            .where(
                PARKED_WORKFLOWS.STATE.eq("waiting"),
                PARKED_WORKFLOWS.FAILURE_CLASS.eq(FailureClass.TRANSIENT.name()))
            .orderBy(PARKED_WORKFLOWS.PARKED_AT, PARKED_WORKFLOWS.PARKED_ID)
            .limit(limit)
            .fetch(SweepActivitiesImpl::ref));
  }

  /** One decision per parking, however often this is repeated. */
  @Override
  public void retry(ParkedRef parked) {
    String tenant = parked.tenant().value();
    UUID decisionId = UUID.nameUUIDFromBytes(("sweep/" + parked.parkedId()).getBytes(UTF_8));
    tenancy.change(
        tenant,
        db -> {
          if (Decisions.find(db, tenant, decisionId).isEmpty()) {
            var entry =
                AuditEntry.of(
                        tenant,
                        "parked-sweeper",
                        "platform",
                        "operations.retry",
                        "parking",
                        parked.parkedId().toString())
                    .withDecision(decisionId)
                    .withWorkflow(parked.workflowId());
            Decisions.record(db, entry, null);
          }
        });
    signals.resolveLater(parked.workflowId(), ParkedAction.RETRY, decisionId, parked.sequence());
  }

  private static ParkedRef ref(Record row) {
    return new ParkedRef(
        new TenantId(row.get(PARKED_WORKFLOWS.TENANT_ID)),
        row.get(PARKED_WORKFLOWS.PARKED_ID),
        row.get(PARKED_WORKFLOWS.WORKFLOW_ID),
        row.get(PARKED_WORKFLOWS.SEQUENCE));
  }
}
