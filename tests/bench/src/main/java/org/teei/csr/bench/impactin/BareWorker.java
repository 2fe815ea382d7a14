package org.teei.csr.bench.impactin;

import io.temporal.activity.ActivityOptions;
import io.temporal.activity.DynamicActivity;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.EncodedValues;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.DynamicWorkflow;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A worker of workflows that do nothing, in as many steps as they are told: what the machinery
 * takes by itself. It may do as much at once as a worker of deliveries.
 */
public final class BareWorker {
  static final String QUEUE = "bench-bare";
  static final String WORKFLOW_TYPE = "Bare";

  /** Those of the queue of deliveries and of the one of a platform. */
  private static final int ACTIVITIES = 8 + 16;

  private static final int CACHED = 600;

  private BareWorker() {}

  /** Does nothing, some times one after the other. */
  public static final class Bare implements DynamicWorkflow {
    @Override
    public @Nullable Object execute(EncodedValues arguments) {
      var nothing =
          Workflow.newUntypedActivityStub(
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(30)).build());
      int steps = arguments.get(0, Integer.class);
      for (int i = 0; i < steps; i++) {
        nothing.execute("Nothing", Void.class);
      }
      return null;
    }
  }

  /**
   * Works until it is killed.
   *
   * @param arguments the address of Temporal
   */
  public static void main(String[] arguments) {
    var stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(arguments[0]).build());
    var factory =
        WorkerFactory.newInstance(
            WorkflowClient.newInstance(stubs),
            WorkerFactoryOptions.newBuilder()
                .setWorkflowCacheSize(CACHED)
                .setUsingVirtualWorkflowThreads(true)
                .build());
    var worker =
        factory.newWorker(
            QUEUE,
            WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(ACTIVITIES)
                .setUsingVirtualThreads(true)
                .build());
    worker.registerWorkflowImplementationTypes(Bare.class);
    worker.registerActivitiesImplementations((DynamicActivity) _ -> "");
    factory.start();
  }
}
