package org.teei.csr.workers.impactin;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.RateLimit;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.UpdateTaskQueueConfigRequest;
import io.temporal.api.workflowservice.v1.UpdateTaskQueueConfigRequest.RateLimitUpdate;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNames;

/**
 * Has Temporal hold the rate of calls to each platform, for each company apart and over all
 * workers: the fairness key of a delivery is its company. A server that cannot is said once; a
 * platform that is asked too often still says so itself, and deliveries wait as long as it names.
 */
public final class PlatformRates {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformRates.class);
  private static final Set<Status.Code> CANNOT =
      Set.of(Status.Code.UNIMPLEMENTED, Status.Code.PERMISSION_DENIED);
  private static final float SECONDS = 60;

  private final Map<String, Integer> perMinute;

  /**
   * @param perMinute calls for each company, by platform; 0 for any number
   */
  PlatformRates(Map<String, Integer> perMinute) {
    this.perMinute = Map.copyOf(perMinute);
  }

  /** Sets what is not set yet. */
  public void ensure(WorkflowClient temporal) {
    try {
      perMinute.forEach((platform, calls) -> ensure(temporal, platform, calls / SECONDS));
    } catch (StatusRuntimeException e) {
      if (!CANNOT.contains(e.getStatus().getCode())) {
        throw e;
      }
      LOG.warn("Temporal does not hold the rate of platforms: {}", e.getStatus().getCode());
    }
  }

  private static void ensure(WorkflowClient temporal, String platform, float perSecond) {
    String namespace = temporal.getOptions().getNamespace();
    String queue = DeliveryNames.taskQueue(platform);
    if (rate(stub(temporal), namespace, queue) == perSecond) {
      return;
    }
    var rate = RateLimitUpdate.newBuilder();
    if (perSecond > 0) {
      rate.setRateLimit(RateLimit.newBuilder().setRequestsPerSecond(perSecond))
          .setReason("What the platform takes of a company, from the settings of the workers");
    } else {
      rate.setReason("Any number, from the settings of the workers");
    }
    stub(temporal)
        .updateTaskQueueConfig(
            UpdateTaskQueueConfigRequest.newBuilder()
                .setNamespace(namespace)
                .setIdentity(temporal.getOptions().getIdentity())
                .setTaskQueue(queue)
                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                .setUpdateFairnessKeyRateLimitDefault(rate)
                .build());
  }

  /** Calls in a second; 0 where any number is let through. */
  private static float rate(WorkflowServiceBlockingStub stub, String namespace, String queue) {
    return stub.describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace(namespace)
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                .setReportConfig(true)
                .build())
        .getConfig()
        .getFairnessKeysRateLimitDefault()
        .getRateLimit()
        .getRequestsPerSecond();
  }

  private static WorkflowServiceBlockingStub stub(WorkflowClient temporal) {
    return temporal.getWorkflowServiceStubs().blockingStub().withDeadlineAfter(5, TimeUnit.SECONDS);
  }
}
