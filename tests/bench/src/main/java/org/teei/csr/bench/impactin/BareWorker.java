package org.teei.csr.bench.impactin;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/**
 * A worker of workflows that do nothing, in as many steps as they are told: what the machinery
 * takes by itself. It may do as much at once as a worker of deliveries.
 */
public final class BareWorker {
  static final String QUEUE = "bench-bare";

  /** Those of the queue of deliveries and of the one of a platform. */
  private static final int ACTIVITIES = 8 + 16;

  private static final int CACHED = 600;

  private BareWorker() {}

  /** Does nothing, some times one after the other. */
  @WorkflowInterface
  public interface BareWorkflow {
    @WorkflowMethod
    void run(int steps);
  }

  /** Nothing. */
  @ActivityInterface(namePrefix = "Bare_")
  public interface BareActivities {
    void step();
  }

  /** See {@link BareWorkflow}. */
  public static final class BareWorkflowImpl implements BareWorkflow {
    private final BareActivities nothing =
        Workflow.newActivityStub(
            BareActivities.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(30)).build());

    @Override
    public void run(int steps) {
      for (int i = 0; i < steps; i++) {
        nothing.step();
      }
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
    worker.registerWorkflowImplementationTypes(BareWorkflowImpl.class);
    worker.registerActivitiesImplementations((BareActivities) () -> {});
    factory.start();
  }
}
