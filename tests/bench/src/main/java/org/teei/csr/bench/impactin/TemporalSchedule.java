package org.teei.csr.bench.impactin;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.schedule.v1.TriggerImmediatelyRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.PatchScheduleRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.Optional;
import java.util.UUID;

/** The Temporal Schedule of a schedule of deliveries, as the server has it. */
public record TemporalSchedule(WorkflowServiceStubs temporal, String id) implements AutoCloseable {
  private static final String NAMESPACE = "default";

  public static TemporalSchedule of(String target, String company, String schedule) {
    return new TemporalSchedule(
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build()),
        "impactin/" + company + "/schedule-" + schedule);
  }

  /** Empty where the server has none. */
  public Optional<DescribeScheduleResponse> described() {
    try {
      return Optional.of(
          temporal
              .blockingStub()
              .describeSchedule(
                  DescribeScheduleRequest.newBuilder()
                      .setNamespace(NAMESPACE)
                      .setScheduleId(id)
                      .build()));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Has the server start a run now, as it does when one is due. */
  public void fire() {
    var _ =
        temporal
            .blockingStub()
            .patchSchedule(
                PatchScheduleRequest.newBuilder()
                    .setNamespace(NAMESPACE)
                    .setScheduleId(id)
                    .setRequestId(UUID.randomUUID().toString())
                    .setPatch(
                        SchedulePatch.newBuilder()
                            .setTriggerImmediately(TriggerImmediatelyRequest.newBuilder()))
                    .build());
  }

  @Override
  public void close() {
    temporal.shutdownNow();
  }
}
