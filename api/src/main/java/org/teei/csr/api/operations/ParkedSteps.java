package org.teei.csr.api.operations;

import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import java.util.Arrays;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.SelectJoinStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.Reach;
import org.teei.csr.api.operations.ParkedController.ResolveRequest;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.WorkflowCommands;
import org.teei.csr.api.shared.WorkflowCommands.Outcome;
import org.teei.csr.api.shared.WorkflowLinks;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.jooq.tables.records.ParkedWorkflowsRecord;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.shared.ResolveCommand;

/** Lists parked steps and hands decisions on to their workflows. */
@Component
final class ParkedSteps {
  private final Tenancy tenancy;
  private final Reach reach;
  private final AuditTrail trail;
  private final WorkflowCommands workflows;
  private final WorkflowLinks links;

  ParkedSteps(
      Tenancy tenancy,
      Reach reach,
      AuditTrail trail,
      WorkflowCommands workflows,
      WorkflowLinks links) {
    this.tenancy = tenancy;
    this.reach = reach;
    this.trail = trail;
    this.workflows = workflows;
    this.links = links;
  }

  /** A decision that was handed on; confirmed where the workflow has obeyed already. */
  record Resolved(ParkedStep step, boolean confirmed) {}

  Page<ParkedStep> list(@Nullable String tenant, ParkedFilter filter, Page.Range range) {
    var wanted = DSL.and(reach.covers(PARKED_WORKFLOWS.TENANT_ID, tenant), filter.condition());
    var slice =
        reach.read(db ->
            new Page.Slice<>(
                select(db)
                    .where(wanted)
                    .orderBy(PARKED_WORKFLOWS.PARKED_AT, PARKED_WORKFLOWS.PARKED_ID)
                    .limit(range.pageSize())
                    .offset(range.offset())
                    .fetchInto(PARKED_WORKFLOWS),
                db.fetchCount(PARKED_WORKFLOWS, wanted)));
    var given = filter.given();
    if (tenant != null) {
      given.put("tenant", tenant);
    }
    return Page.of(slice, range, "/v1/operations/parked", given, row -> ParkedStep.of(row, links));
  }

  ParkedStep get(UUID id) {
    return ParkedStep.of(row(id), links);
  }

  private SelectJoinStep<?> select(DSLContext db) {
    return db.select(reach.columns(PARKED_WORKFLOWS, PARKED_WORKFLOWS.SENTENCE))
        .from(PARKED_WORKFLOWS);
  }

  Resolved resolve(UUID id, ResolveRequest request) {
    var parked = row(id);
    check(parked, request);
    if (!workflows.reachable()) {
      throw ProblemException.of(OperationsProblem.TEMPORAL_UNREACHABLE);
    }
    var tenant = parked.getTenantId();
    var decision =
        tenancy.write(
            tenant,
            db -> {
              var row = find(db, tenant, id);
              check(row, request);
              return Decisions.record(
                  db, entry(row, "operations.resolve-" + request.spelling()), request.reason());
            });
    var command = new ResolveCommand(decision, request.action(), request.expectedSequence());
    var outcome =
        workflows.send(parked.getWorkflowId(), OperationsNames.RESOLVE, decision, command);
    return switch (outcome) {
      case Outcome.Done() -> new Resolved(get(id), true);
      case Outcome.Pending() -> new Resolved(get(id), false);
      case Outcome.Refused _, Outcome.NotRunning _ -> {
        var row = row(id);
        noteRefusal(row, request, decision);
        throw ProblemException.inState(OperationsProblem.NOT_WAITING, row.getState());
      }
    };
  }

  /** The decision stays on record; this says that nothing came of it. */
  private void noteRefusal(ParkedWorkflowsRecord row, ResolveRequest request, UUID decision) {
    var refused =
        entry(row, "operations.resolve-" + request.spelling() + "-refused").withDecision(decision);
    tenancy.change(row.getTenantId(), db -> Audit.append(db, refused));
  }

  private AuditEntry entry(ParkedWorkflowsRecord row, String action) {
    return trail
        .entryOf(row.getTenantId(), action, "parked-workflow", row.getParkedId())
        .withWorkflow(row.getWorkflowId());
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
    return reach.read(db ->
        select(db)
            .where(
                reach.covers(PARKED_WORKFLOWS.TENANT_ID, null), PARKED_WORKFLOWS.PARKED_ID.eq(id))
            .fetchOptionalInto(PARKED_WORKFLOWS)
            .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND)));
  }

  private static ParkedWorkflowsRecord find(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(PARKED_WORKFLOWS)
        .where(PARKED_WORKFLOWS.TENANT_ID.eq(tenant), PARKED_WORKFLOWS.PARKED_ID.eq(id))
        .fetchOptional()
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }
}
