package org.teei.csr.workflows.shared;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Where a scenario is played: a server, and one worker with the scenario's fakes. */
public final class Theatre implements AutoCloseable {

  private final TestWorkflowEnvironment server;
  private final WorkerFactory workers;
  private final String taskQueue;

  public Theatre(TestWorkflowEnvironment server, String taskQueue) {
    this.server = server;
    this.taskQueue = taskQueue;
    workers = WorkerFactory.newInstance(server.getWorkflowClient());
  }

  /** Serves these too, on a queue of their own; to be said before {@link #open}. */
  public void serve(String queue, Object... activities) {
    workers.newWorker(queue).registerActivitiesImplementations(activities);
  }

  /** Starts the worker and answers a stub of the workflow, still to be started. */
  public WorkflowStub open(Class<?> workflow, String type, String id, Object... activities) {
    Worker worker = workers.newWorker(taskQueue);
    worker.registerWorkflowImplementationTypes(workflow);
    worker.registerActivitiesImplementations(activities);
    workers.start();
    return client()
        .newUntypedWorkflowStub(
            type, WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(taskQueue).build());
  }

  public WorkflowClient client() {
    return server.getWorkflowClient();
  }

  /** Lets time go by; only on a server that skips it. */
  public void sleep(Duration duration) {
    server.sleep(duration);
  }

  @Override
  public void close() {
    workers.shutdownNow();
    workers.awaitTermination(10, TimeUnit.SECONDS);
  }
}
