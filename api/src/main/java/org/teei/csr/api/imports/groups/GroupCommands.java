package org.teei.csr.api.imports.groups;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.imports.ImportProblem;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.WorkflowCommands;
import org.teei.csr.api.shared.WorkflowCommands.Outcome;
import org.teei.csr.api.shared.WorkflowStarts;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.jooq.tables.records.ImportGroupsRecord;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportCommand;
import org.teei.csr.workflows.imports.groups.GroupStatus;

/** Pauses, resumes and cancels groups of imports. Each is a decision on record. */
@Component
final class GroupCommands {
  private final Tenancy tenancy;
  private final AuditTrail trail;
  private final WorkflowCommands workflows;
  private final WorkflowStarts starts;
  private final Groups groups;

  GroupCommands(
      Tenancy tenancy,
      AuditTrail trail,
      WorkflowCommands workflows,
      WorkflowStarts starts,
      Groups groups) {
    this.tenancy = tenancy;
    this.trail = trail;
    this.workflows = workflows;
    this.starts = starts;
    this.groups = groups;
  }

  /**
   * Tells a group something.
   *
   * @param command the name of the Update
   * @return whether the group has done it; else it was told and will
   */
  boolean tell(UUID id, String command, @Nullable String reason) {
    var group = groups.row(id);
    if (GroupRows.status(group).ended()) {
      throw notIn(id);
    }
    if (!workflows.reachable()) {
      throw ProblemException.of(ImportProblem.WORKFLOW_UNREACHABLE);
    }
    if (GroupRows.status(group) == GroupStatus.QUEUED) {
      starts.pending(group.getTenantId(), group.getWorkflowId());
    }
    var decision =
        tenancy.write(
            group.getTenantId(),
            db -> Decisions.record(db, entry(group, "imports." + command + "-group"), reason));
    var outcome =
        workflows.send(group.getWorkflowId(), command, decision, new ImportCommand(decision));
    return switch (outcome) {
      case Outcome.Done() -> true;
      case Outcome.Pending() -> false;
      case Outcome.Refused(String failureType) -> {
        noteRefusal(group, command, decision);
        throw ProblemException.inState(
            ImportProblem.ofRefusal(failureType), GroupRows.status(groups.row(id)).spelling());
      }
      case Outcome.NotRunning() -> {
        noteRefusal(group, command, decision);
        throw notIn(id);
      }
    };
  }

  /** The decision stays on record; this says that nothing came of it. */
  private void noteRefusal(ImportGroupsRecord group, String command, UUID decision) {
    var refused =
        entry(group, "imports." + command + "-group-refused")
            .withDetails(Map.of("decisionId", decision.toString()));
    tenancy.change(group.getTenantId(), db -> Audit.append(db, refused));
  }

  private AuditEntry entry(ImportGroupsRecord group, String action) {
    return trail
        .entry(action, Groups.RESOURCE, group.getGroupId())
        .withWorkflow(group.getWorkflowId());
  }

  private ProblemException notIn(UUID id) {
    return ProblemException.inState(
        ImportProblem.NOT_IN_THIS_STATE, GroupRows.status(groups.row(id)).spelling());
  }
}
