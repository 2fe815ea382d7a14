package org.teei.csr.workers.impactin;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.RateLimit;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.taskqueue.v1.TaskQueueConfig;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.UpdateTaskQueueConfigRequest;
import io.temporal.api.workflowservice.v1.UpdateTaskQueueConfigRequest.RateLimitUpdate;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNames;

/**
 * Has Temporal hold the rate of calls to each platform, for each company apart and over all
 * workers: the fairness key of a delivery is its company. A company with a number of its own has a
 * weight: the server multiplies the rate of a key by it, and its share of a backlog too. A server
 * that cannot is said once; a platform that is asked too often still says so itself, and deliveries
 * wait as long as it names.
 */
public final class PlatformRates {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformRates.class);
  private static final Set<Status.Code> CANNOT =
      Set.of(Status.Code.UNIMPLEMENTED, Status.Code.PERMISSION_DENIED);
  private static final float SECONDS = 60;

  /** Of a queue, more than which the server refuses. */
  private static final int MOST_WEIGHTS = 1_000;

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

  /**
   * Has the numbers of companies held. Where any number is let through, theirs are not held either.
   *
   * @param companies calls of companies in a minute, by platform and company; of others the
   *     platform's number holds
   */
  public void follow(WorkflowClient temporal, Map<String, Map<String, Integer>> companies) {
    try {
      perMinute.forEach((platform, calls) ->
          weigh(temporal, platform, weights(calls, companies.getOrDefault(platform, Map.of()))));
    } catch (StatusRuntimeException e) {
      if (!CANNOT.contains(e.getStatus().getCode())) {
        throw e;
      }
    }
  }

  /** Were there too many, those that want the least would be the ones to keep to it. */
  private static Map<String, Float> weights(int calls, Map<String, Integer> companies) {
    return companies.entrySet().stream()
        .filter(company -> calls > 0 && company.getValue() != calls)
        .sorted(Map.Entry.comparingByValue())
        .limit(MOST_WEIGHTS)
        .collect(
            Collectors.toMap(Map.Entry::getKey, company -> (float) company.getValue() / calls));
  }

  private static void weigh(WorkflowClient temporal, String platform, Map<String, Float> wanted) {
    Map<String, Float> held = config(temporal, platform).getFairnessWeightOverridesMap();
    Map<String, Float> changed = new HashMap<>(wanted);
    changed.entrySet().removeAll(held.entrySet());
    Set<String> gone = new HashSet<>(held.keySet());
    gone.removeAll(wanted.keySet());
    if (!changed.isEmpty() || !gone.isEmpty()) {
      stub(temporal)
          .updateTaskQueueConfig(
              update(temporal, platform)
                  .putAllSetFairnessWeightOverrides(changed)
                  .addAllUnsetFairnessWeightOverrides(gone)
                  .build());
    }
  }

  private static void ensure(WorkflowClient temporal, String platform, float perSecond) {
    if (rate(config(temporal, platform)) == perSecond) {
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
            update(temporal, platform).setUpdateFairnessKeyRateLimitDefault(rate).build());
  }

  private static UpdateTaskQueueConfigRequest.Builder update(
      WorkflowClient temporal, String platform) {
    return UpdateTaskQueueConfigRequest.newBuilder()
        .setNamespace(temporal.getOptions().getNamespace())
        .setIdentity(temporal.getOptions().getIdentity())
        .setTaskQueue(DeliveryNames.taskQueue(platform))
        .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY);
  }

  /** Calls in a second; 0 where any number is let through. */
  private static float rate(TaskQueueConfig config) {
    return config.getFairnessKeysRateLimitDefault().getRateLimit().getRequestsPerSecond();
  }

  private static TaskQueueConfig config(WorkflowClient temporal, String platform) {
    return stub(temporal)
        .describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace(temporal.getOptions().getNamespace())
                .setTaskQueue(TaskQueue.newBuilder().setName(DeliveryNames.taskQueue(platform)))
                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                .setReportConfig(true)
                .build())
        .getConfig();
  }

  private static WorkflowServiceBlockingStub stub(WorkflowClient temporal) {
    return temporal.getWorkflowServiceStubs().blockingStub().withDeadlineAfter(5, TimeUnit.SECONDS);
  }
}
