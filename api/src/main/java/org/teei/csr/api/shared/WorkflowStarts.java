package org.teei.csr.api.shared;

import static org.teei.csr.schema.jooq.Tables.START_INTENTS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.context.Context;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.teei.csr.api.observability.TraceContext;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.PlannedStart;
import org.teei.csr.workflows.operations.WorkflowStart;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Starts workflows right after the commit of their intents, so that nobody waits for the loop that
 * starts what is pending. A start that fails here is left to that loop.
 */
@Component
public final class WorkflowStarts {
  private static final Logger log = LoggerFactory.getLogger(WorkflowStarts.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final WorkflowClient client;
  private final Tenancy tenancy;

  WorkflowStarts(WorkflowClient client, Tenancy tenancy) {
    this.client = client;
    this.tenancy = tenancy;
  }

  /** What the list of starts holds of a workflow that the current request wants. */
  public static StartIntent intent(PlannedStart start) {
    return new StartIntent(
        start.tenant().value(),
        Ids.next(),
        start.feature(),
        start.workflowType(),
        start.workflowId(),
        start.taskQueue(),
        Json.of(start.input()),
        start.summary(),
        start.businessRef(),
        start.priority(),
        TraceContext.parent());
  }

  /** Tries once, beside the request. */
  public void soon(StartIntent intent) {
    Thread.ofVirtual()
        .name("start-" + intent.intentId())
        .start(Context.current().wrap(() -> now(intent)));
  }

  /** Tries at once what is pending for a workflow, for a command that it is to receive. */
  public void pending(String tenant, String workflowId) {
    tenancy.read(tenant, db -> pending(db, tenant, workflowId)).forEach(this::now);
  }

  /** Tries once. */
  private void now(StartIntent intent) {
    try {
      var run =
          client
              .newUntypedWorkflowStub(intent.workflowType(), options(intent))
              .start(JSON.readTree(intent.input()))
              .getRunId();
      tenancy.write(intent.tenant(), db -> StartIntents.markStarted(db, intent, run));
    } catch (WorkflowException
        | StatusRuntimeException
        | DataAccessException
        | JsonProcessingException e) {
      log.info("Start left to the workers: {}", intent.workflowId());
    }
  }

  private static List<StartIntent> pending(DSLContext db, String tenant, String workflowId) {
    return db.selectFrom(START_INTENTS)
        .where(
            START_INTENTS.TENANT_ID.eq(tenant),
            START_INTENTS.WORKFLOW_ID.eq(workflowId),
            START_INTENTS.STATE.eq("pending"))
        .fetch(row ->
            new StartIntent(
                tenant,
                row.getIntentId(),
                row.getFeature(),
                row.getWorkflowType(),
                workflowId,
                row.getTaskQueue(),
                row.getInput().data(),
                row.getSummary(),
                row.getBusinessRef(),
                row.getPriority(),
                row.getTraceParent()));
  }

  private static WorkflowOptions options(StartIntent intent) {
    return WorkflowStart.options(
        new TenantId(intent.tenant()),
        intent.intentId(),
        intent.workflowId(),
        intent.taskQueue(),
        intent.summary(),
        intent.businessRef(),
        intent.priority());
  }
}
