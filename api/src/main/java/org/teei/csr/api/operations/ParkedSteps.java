package org.teei.csr.api.operations;

import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.Actions;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.operations.ParkedController.ResolveRequest;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.WorkflowCommands;
import org.teei.csr.api.shared.WorkflowCommands.Outcome;
import org.teei.csr.api.shared.WorkflowLinks;
import org.teei.csr.schema.jooq.tables.records.ParkedWorkflowsRecord;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.shared.ResolveCommand;

/** Lists parked steps and hands decisions on to their workflows. */
@Component
final class ParkedSteps {
  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final Actions actions;
  private final WorkflowCommands workflows;
  private final WorkflowLinks links;

  ParkedSteps(
      Tenancy tenancy,
      CurrentPrincipal principals,
      Actions actions,
      WorkflowCommands workflows,
      WorkflowLinks links) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.actions = actions;
    this.workflows = workflows;
    this.links = links;
  }

  /** A decision that was handed on; confirmed where the workflow has obeyed already. */
  record Resolved(ParkedStep step, boolean confirmed) {}

  Page<ParkedStep> list(ParkedFilter filter, Page.Range range) {
    var tenant = principals.get().tenant();
    var wanted = filter.condition(tenant);
    var slice =
        tenancy.read(
            tenant,
            db ->
                new Page.Slice<>(
                    db.selectFrom(PARKED_WORKFLOWS)
                        .where(wanted)
                        .orderBy(PARKED_WORKFLOWS.PARKED_AT, PARKED_WORKFLOWS.PARKED_ID)
                        .limit(range.pageSize())
                        .offset(range.offset())
                        .fetch(),
                    db.fetchCount(PARKED_WORKFLOWS, wanted)));
    return Page.of(
        slice, range, "/v1/operations/parked", filter.given(), row -> ParkedStep.of(row, links));
  }

  ParkedStep get(UUID id) {
    return ParkedStep.of(row(id), links);
  }

  Resolved resolve(UUID id, ResolveRequest request) {
    check(row(id), request);
    if (!workflows.reachable()) {
      throw ProblemException.of(OperationsProblem.TEMPORAL_UNREACHABLE);
    }
    var tenant = principals.get().tenant();
    var decision =
        tenancy.write(
            tenant,
            db -> {
              check(find(db, tenant, id), request);
              return actions.decide(
                  db,
                  "operations.resolve-" + request.spelling(),
                  "parked-workflow",
                  id.toString(),
                  request.reason());
            });
    var command = new ResolveCommand(decision, request.action(), request.expectedSequence());
    var outcome =
        workflows.send(row(id).getWorkflowId(), OperationsNames.RESOLVE, decision, command);
    return switch (outcome) {
      case Outcome.Done() -> new Resolved(get(id), true);
      case Outcome.Pending() -> new Resolved(get(id), false);
      case Outcome.Refused _, Outcome.NotRunning _ -> {
        noteRefusal(id, request, decision);
        throw ProblemException.inState(OperationsProblem.NOT_WAITING, row(id).getState());
      }
    };
  }

  /** The decision stays on record; this says that nothing came of it. */
  private void noteRefusal(UUID id, ResolveRequest request, UUID decision) {
    tenancy.change(
        principals.get().tenant(),
        db ->
            actions.note(
                db,
                "operations.resolve-" + request.spelling() + "-refused",
                "parked-workflow",
                id.toString(),
                Map.of("decisionId", decision.toString())));
  }

  private static void check(ParkedWorkflowsRecord row, ResolveRequest request) {
    if (!row.getState().equals(ParkedStep.State.WAITING.spelling())) {
      throw ProblemException.inState(OperationsProblem.NOT_WAITING, row.getState());
    }
    if (row.getSequence() != request.expectedSequence()) {
      throw ProblemException.of(OperationsProblem.STALE_DECISION);
    }
    if (!Arrays.asList(row.getActions()).contains(request.action().name())) {
      throw ProblemException.of(OperationsProblem.ACTION_NOT_ALLOWED);
    }
  }

  private ParkedWorkflowsRecord row(UUID id) {
    var tenant = principals.get().tenant();
    return tenancy.read(tenant, db -> find(db, tenant, id));
  }

  private static ParkedWorkflowsRecord find(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(PARKED_WORKFLOWS)
        .where(PARKED_WORKFLOWS.TENANT_ID.eq(tenant), PARKED_WORKFLOWS.PARKED_ID.eq(id))
        .fetchOptional()
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }
}
