package org.teei.csr.api.impactin.deliveries;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.WorkflowCommands;
import org.teei.csr.api.shared.WorkflowCommands.Outcome;
import org.teei.csr.api.shared.WorkflowStarts;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.impactin.deliveries.DeliveryCommand;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNames;

/** Approves, refuses and cancels deliveries. Each is a decision on record. */
@Component
final class DeliveryCommands {
  private static final String RESOURCE = "delivery";

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final WorkflowCommands workflows;
  private final WorkflowStarts starts;
  private final ImpactDeliveries deliveries;

  DeliveryCommands(
      Tenancy tenancy,
      CurrentPrincipal principals,
      AuditTrail trail,
      WorkflowCommands workflows,
      WorkflowStarts starts,
      ImpactDeliveries deliveries) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.workflows = workflows;
    this.starts = starts;
    this.deliveries = deliveries;
  }

  /** What a delivery can be told. */
  enum Command {
    APPROVE(DeliveryNames.APPROVE, DeliveryProblem.NOT_WAITING),
    REFUSE(DeliveryNames.REFUSE, DeliveryProblem.NOT_WAITING),
    CANCEL(DeliveryNames.CANCEL, DeliveryProblem.HAS_ENDED);

    private final String update;
    private final DeliveryProblem refusal;

    Command(String update, DeliveryProblem refusal) {
      this.update = update;
      this.refusal = refusal;
    }
  }

  /**
   * What a command came to.
   *
   * @param confirmed whether the delivery has done it; else it was told and will
   */
  record Told(Delivery delivery, boolean confirmed) {}

  Told tell(UUID id, Command command, @Nullable String reason) {
    var row = deliveries.row(id);
    // The row follows its workflow with a delay: only an end is certain here.
    if (row.getFinishedAt() != null) {
      throw refused(row, command);
    }
    if (!workflows.reachable()) {
      throw ProblemException.of(DeliveryProblem.WORKFLOW_UNREACHABLE);
    }
    // A workflow that is not there yet cannot be told anything.
    starts.pending(row.getTenantId(), row.getWorkflowId());
    var decision =
        tenancy.write(
            row.getTenantId(),
            db -> Decisions.record(db, entry(row, "impactin." + command.update), reason));
    var outcome =
        workflows.send(
            row.getWorkflowId(), command.update, decision, new DeliveryCommand(decision));
    return switch (outcome) {
      case Outcome.Done() -> new Told(deliveries.get(id), true);
      case Outcome.Pending() -> new Told(deliveries.get(id), false);
      case Outcome.Refused _, Outcome.NotRunning _ -> {
        noteRefusal(row, command, decision);
        throw refused(deliveries.row(id), command);
      }
    };
  }

  private static ProblemException refused(ImpactDeliveriesRecord row, Command command) {
    return ProblemException.inState(command.refusal, row.getStatus());
  }

  /** The decision stays on record; this says that nothing came of it. */
  private void noteRefusal(ImpactDeliveriesRecord row, Command command, UUID decision) {
    var refused =
        entry(row, "impactin." + command.update + "-refused")
            .withDetails(Map.of("decisionId", decision.toString()));
    tenancy.change(row.getTenantId(), db -> Audit.append(db, refused));
  }

  private AuditEntry entry(ImpactDeliveriesRecord row, String action) {
    return trail.entry(action, RESOURCE, row.getDeliveryId()).withWorkflow(row.getWorkflowId());
  }
}
