package org.teei.csr.workflows.impactin.schedules;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.FakeOperationsActivities;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.Scenario;
import org.teei.csr.workflows.shared.TemporalTesting;
import org.teei.csr.workflows.shared.TenantId;
import org.teei.csr.workflows.shared.Theatre;

/** The paths through the runs of schedules of which a history is kept. */
public final class ScheduleScenarios {

  private static final TenantId TENANT = new TenantId("synthetic");

  private ScheduleScenarios() {}

  public static List<Scenario> all() {
    return List.of(
        firing("opened", schedules -> {}, null),
        firing("nothing-to-do", schedules -> schedules.fired = Fired.NOTHING, null),
        firing("parked-retried", ScheduleScenarios::breaks, ParkedAction.RETRY),
        firing("parked-aborted", ScheduleScenarios::breaks, ParkedAction.ABORT),
        before("opened"),
        before("nothing-to-do"),
        before("parked-retried"),
        before("parked-aborted"),
        watch("done", new WatchCounts(2, 1, 0)),
        watch("incomplete", new WatchCounts(2, 1, 1)));
  }

  /** What runs did that began before their histories were brief, see {@link ScheduleOptions}. */
  private static Scenario before(String path) {
    return Scenario.kept(ScheduleNames.FIRING_TYPE, "before-brief-" + path);
  }

  private static void breaks(FakeScheduleActivities schedules) {
    schedules.failures.add(Failures.permanent(FailureClass.BUG, "impactin/broken"));
  }

  /**
   * @param action what somebody decides; null where nothing parks
   */
  private static Scenario firing(
      String path, Consumer<FakeScheduleActivities> plan, @Nullable ParkedAction action) {
    return new Scenario(
        ScheduleNames.FIRING_TYPE,
        path,
        false,
        theatre ->
            fire(theatre, new ScheduleRef(TENANT, new UUID(9, path.hashCode())), plan, action));
  }

  private static WorkflowExecution fire(
      Theatre theatre,
      ScheduleRef ref,
      Consumer<FakeScheduleActivities> plan,
      @Nullable ParkedAction action) {
    FakeScheduleActivities schedules = new FakeScheduleActivities();
    FakeOperationsActivities operations = new FakeOperationsActivities();
    plan.accept(schedules);
    WorkflowStub workflow =
        theatre.open(
            DeliveryFiringWorkflowImpl.class,
            ScheduleNames.FIRING_TYPE,
            ScheduleNames.scheduleId(TENANT, ref.scheduleId()),
            schedules,
            operations);
    workflow.start(ref);
    if (action != null) {
      Parked parked = operations.nextParked();
      TemporalTesting.eventually(() ->
          theatre
              .client()
              .fetchHistory(workflow.getExecution().getWorkflowId())
              .getEvents()
              .stream()
              .anyMatch(HistoryEvent::hasTimerStartedEventAttributes));
      workflow.update(
          OperationsNames.RESOLVE,
          Void.class,
          new ResolveCommand(new UUID(0, 7), action, parked.sequence()));
    }
    return finished(workflow, Fired.class);
  }

  private static Scenario watch(String path, WatchCounts counts) {
    return new Scenario(
        ScheduleNames.WATCH_TYPE,
        path,
        false,
        theatre -> {
          FakeScheduleActivities schedules = new FakeScheduleActivities();
          schedules.counts = counts;
          WorkflowStub workflow =
              theatre.open(
                  ScheduleWatchWorkflowImpl.class,
                  ScheduleNames.WATCH_TYPE,
                  ScheduleNames.WATCH_SCHEDULE + "-" + path,
                  schedules);
          workflow.start();
          return finished(workflow, WatchCounts.class);
        });
  }

  private static WorkflowExecution finished(WorkflowStub workflow, Class<?> result) {
    try {
      workflow.getResult(result);
    } catch (WorkflowFailedException expected) {
      System.out.println(expected.getCause());
    }
    return workflow.getExecution();
  }
}
