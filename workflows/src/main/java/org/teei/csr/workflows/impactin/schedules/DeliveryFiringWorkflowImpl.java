package org.teei.csr.workflows.impactin.schedules;

import io.temporal.common.SearchAttributeKey;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNames;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.operations.ParkingEndedException;
import org.teei.csr.workflows.shared.Attributes;

/** See {@link DeliveryFiringWorkflow}. */
public final class DeliveryFiringWorkflowImpl implements DeliveryFiringWorkflow {

  /** Set by the server on what a Schedule starts; a run that was missed has the time of its own. */
  private static final SearchAttributeKey<OffsetDateTime> SCHEDULED_START =
      SearchAttributeKey.forOffsetDateTime("TemporalScheduledStartTime");

  private static final String FIRING = "firing";

  private final Parking parking;

  @WorkflowInit
  public DeliveryFiringWorkflowImpl(ScheduleRef ref) {
    parking =
        new Parking(
            new Parking.Subject(ref.tenant(), DeliveryNames.FEATURE, ref.scheduleId().toString()),
            0,
            () -> {});
  }

  @Override
  public Fired run(ScheduleRef ref) {
    Firing firing = new Firing(ref, due());
    try {
      Fired fired =
          parking.step(
              FIRING,
              () -> {
                Workflow.setCurrentDetails(ScheduleSentences.FIRING);
                Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(FIRING));
                return ScheduleOptions.fire(firing);
              });
      Workflow.setCurrentDetails(ScheduleSentences.fired(fired));
      return fired;
    } catch (ParkingEndedException given) {
      Workflow.setCurrentDetails(ScheduleSentences.GIVEN_UP);
      throw ApplicationFailure.newNonRetryableFailure(
          "The delivery was not opened", "impactin/not-opened");
    } finally {
      Workflow.await(Workflow::isEveryHandlerFinished);
    }
  }

  private static Instant due() {
    OffsetDateTime scheduled = Workflow.getTypedSearchAttributes().get(SCHEDULED_START);
    return scheduled == null
        ? Instant.ofEpochMilli(Workflow.currentTimeMillis())
        : scheduled.toInstant();
  }
}
