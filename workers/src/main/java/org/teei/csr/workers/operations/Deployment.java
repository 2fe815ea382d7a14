package org.teei.csr.workers.operations;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.deployment.v1.WorkerDeploymentVersion;
import io.temporal.api.enums.v1.WorkerDeploymentVersionStatus;
import io.temporal.api.workflowservice.v1.DescribeWorkerDeploymentVersionRequest;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.client.WorkflowClient;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What Temporal knows of the build that this process runs. */
record Deployment(WorkflowClient temporal, WorkflowsBuild build) {
  private static final int PATIENCE_SECONDS = 5;

  private static final Set<WorkerDeploymentVersionStatus> ENDED =
      Set.of(
          WorkerDeploymentVersionStatus.WORKER_DEPLOYMENT_VERSION_STATUS_DRAINED,
          WorkerDeploymentVersionStatus.WORKER_DEPLOYMENT_VERSION_STATUS_INACTIVE);

  /**
   * Lets new runs begin with this build, and those go on with it that are not tied to theirs.
   *
   * @throws StatusRuntimeException while Temporal has not heard from the workers of all queues
   */
  void makeCurrent() {
    var version = build.version();
    temporal
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .setWorkerDeploymentCurrentVersion(
            SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                .setNamespace(temporal.getOptions().getNamespace())
                .setDeploymentName(version.getDeploymentName())
                .setBuildId(version.getBuildId())
                .setIdentity(temporal.getOptions().getIdentity())
                .build());
  }

  /**
   * Whether no run is open any more that is tied to this build, and none begins with it; so too of
   * one that never was current.
   */
  boolean isDrained() {
    var version = build.version();
    try {
      var known =
          temporal
              .getWorkflowServiceStubs()
              .blockingStub()
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .describeWorkerDeploymentVersion(
                  DescribeWorkerDeploymentVersionRequest.newBuilder()
                      .setNamespace(temporal.getOptions().getNamespace())
                      .setDeploymentVersion(
                          WorkerDeploymentVersion.newBuilder()
                              .setDeploymentName(version.getDeploymentName())
                              .setBuildId(version.getBuildId()))
                      .build())
              .getWorkerDeploymentVersionInfo();
      return ENDED.contains(known.getStatus());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return true;
      }
      throw e;
    }
  }
}
