package org.teei.csr.activities.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Scope;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.activities.observability.TraceParents;
import org.teei.csr.activities.shared.LeasedLoop;
import org.teei.csr.activities.shared.LeasedLoop.Hold;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.operations.StartIntents.PendingIntent;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.WorkflowStart;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Starts the workflows that requests asked for. While Temporal is away the intents wait in the
 * database; one that Temporal refuses again and again is given up as refused, and none keeps the
 * others back.
 */
public final class StartIntentLoop implements LeasedLoop.Pass {
  private static final Logger LOG = LoggerFactory.getLogger(StartIntentLoop.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BATCH = 100;
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

  /** About a minute and a half: search attributes and namespaces may be registered meanwhile. */
  private static final int ATTEMPTS_BEFORE_REFUSAL = 20;

  private final SystemView system;
  private final Tenancy tenancy;
  private final WorkflowClient temporal;
  private final Counter started;
  private final Counter postponed;
  private final Counter refused;

  /**
   * @param temporal gives up within seconds when Temporal does not answer
   */
  public StartIntentLoop(
      SystemView system, Tenancy tenancy, WorkflowClient temporal, MeterRegistry meters) {
    this.system = system;
    this.tenancy = tenancy;
    this.temporal = temporal;
    this.started = counter(meters, "started");
    this.postponed = counter(meters, "postponed");
    this.refused = counter(meters, "refused");
  }

  @Override
  public boolean run(Hold hold) {
    List<PendingIntent> pending = StartIntents.pending(system, BATCH);
    for (PendingIntent waiting : pending) {
      hold.keep();
      StartIntent intent = waiting.intent();
      try {
        String run = start(intent);
        if (tenancy.write(intent.tenant(), db -> StartIntents.markStarted(db, intent, run))) {
          started.increment();
        } else {
          postpone(waiting);
        }
      } catch (RuntimeException e) {
        failed(waiting, e);
      }
    }
    return pending.size() == BATCH;
  }

  /** The run that was started, or is there already. */
  private String start(StartIntent intent) {
    try (Scope ignored = TraceParents.context(intent.traceParent()).makeCurrent()) {
      return temporal
          .newUntypedWorkflowStub(intent.workflowType(), options(intent))
          .start(input(intent))
          .getRunId();
    } catch (WorkflowExecutionAlreadyStarted e) {
      LOG.debug("{} runs already", intent.workflowId());
      return e.getExecution().getRunId();
    }
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

  private void failed(PendingIntent waiting, RuntimeException e) {
    StartIntent intent = waiting.intent();
    Status.Code code = code(e);
    if (code == Status.Code.INVALID_ARGUMENT && waiting.attempts() + 1 >= ATTEMPTS_BEFORE_REFUSAL) {
      tenancy.change(
          intent.tenant(), db -> StartIntents.refuse(db, intent.tenant(), intent.intentId()));
      refused.increment();
      LOG.error("Temporal refuses to start {}", intent.workflowId());
      return;
    }
    postpone(waiting);
    if (Outage.causes(e)) {
      throw e;
    }
    if (Integer.bitCount(waiting.attempts() + 1) == 1) {
      LOG.warn("{} could not be started: {}", intent.workflowId(), LeasedLoop.causes(e));
    }
  }

  private void postpone(PendingIntent waiting) {
    StartIntent intent = waiting.intent();
    tenancy.change(
        intent.tenant(),
        db ->
            StartIntents.postpone(
                db, intent.tenant(), intent.intentId(), delay(waiting.attempts())));
    postponed.increment();
  }

  static Duration delay(int attempts) {
    Duration delay = Duration.ofMillis(200L << Math.min(attempts, 10));
    return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
  }

  private static Status.@Nullable Code code(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status) {
        return status.getStatus().getCode();
      }
    }
    return null;
  }

  private static JsonNode input(StartIntent intent) {
    try {
      return JSON.readTree(intent.input());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The input of an intent is no JSON", e);
    }
  }

  private static Counter counter(MeterRegistry meters, String outcome) {
    return Counter.builder("csr.starts")
        .description("Attempts to start a workflow that a request asked for")
        .tag("outcome", outcome)
        .register(meters);
  }
}
