package org.teei.csr.api.shared;

import io.grpc.StatusRuntimeException;
import io.opentelemetry.context.Context;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.failure.ApplicationFailure;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells running workflows what a person decided, and waits a moment for their answer. */
@Component
public final class WorkflowCommands {
  private static final Logger log = LoggerFactory.getLogger(WorkflowCommands.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration PROBE = Duration.ofSeconds(1);

  private final WorkflowClient client;
  private final WorkflowServiceStubs stubs;

  WorkflowCommands(WorkflowClient client, WorkflowServiceStubs stubs) {
    this.client = client;
    this.stubs = stubs;
  }

  /** Opens the connection, for which nobody's command should have to wait. */
  @EventListener(ApplicationReadyEvent.class)
  void connect() {
    Thread.ofVirtual().name("temporal-connection").start(this::reachable);
  }

  /** What became of a command. */
  public sealed interface Outcome {
    /** The workflow has done it. */
    record Done() implements Outcome {}

    /** Sent; the workflow has not confirmed it yet. */
    record Pending() implements Outcome {}

    /**
     * The workflow does not allow it in its present state.
     *
     * @param failureType of the refusal, as in {@code imports/already-paused}; empty where there is
     *     none
     */
    record Refused(String failureType) implements Outcome {}

    /** There is no such workflow, or it has ended. */
    record NotRunning() implements Outcome {}
  }

  /** Whether the Temporal service answers now. */
  public boolean reachable() {
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(PROBE.toMillis(), TimeUnit.MILLISECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException away) {
      return false;
    }
  }

  /**
   * Sends an Update.
   *
   * @param decisionId of the decision behind it; makes repeated sending harmless
   */
  public Outcome send(String workflowId, String update, UUID decisionId, Object command) {
    var answer = new CompletableFuture<Outcome>();
    Thread.ofVirtual()
        .name("command-" + decisionId)
        .start(
            Context.current()
                .wrap(() -> {
                  answer.complete(sendAndWait(workflowId, update, decisionId, command));
                }));
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      return new Outcome.Pending();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Outcome.Pending();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A command has no other end", e);
    }
  }

  private Outcome sendAndWait(String workflowId, String update, UUID decisionId, Object command) {
    var options =
        UpdateOptions.<Void>newBuilder()
            .setUpdateName(update)
            .setUpdateId(decisionId.toString())
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .setResultClass(Void.class)
            .build();
    try {
      client
          .newUntypedWorkflowStub(workflowId)
          .startUpdate(options, command)
          .getResultAsync()
          .join();
      return new Outcome.Done();
    } catch (WorkflowNotFoundException gone) {
      return new Outcome.NotRunning();
    } catch (RuntimeException failed) {
      return refusal(failed)
          .orElseGet(() -> {
            log.warn("No confirmation of {} by {}", update, workflowId);
            return new Outcome.Pending();
          });
    }
  }

  private static Optional<Outcome> refusal(Throwable failed) {
    var refused = false;
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure failure) {
        return Optional.of(new Outcome.Refused(Objects.requireNonNullElse(failure.getType(), "")));
      }
      refused |= cause instanceof WorkflowUpdateException;
    }
    return refused ? Optional.of(new Outcome.Refused("")) : Optional.empty();
  }
}
