package org.teei.csr.workflows.imports.groups;

import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.teei.csr.workflows.operations.OperationsActivities;
import org.teei.csr.workflows.shared.StepOptions;

/** How the steps of a group are called, and how often its imports are asked about. */
final class GroupOptions {

  /** Imports of a group without order that run at the same time. */
  static final int AT_ONCE = 3;

  /** The first wait before imports are asked about again; each next one is twice as long. */
  static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

  static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private GroupOptions() {}

  static GroupActivities quick(String summary) {
    return Workflow.newActivityStub(GroupActivities.class, StepOptions.quick(summary));
  }

  static GroupActivities bulk(String summary) {
    return Workflow.newActivityStub(GroupActivities.class, StepOptions.bulk(summary));
  }

  static GroupActivities relentless(String summary) {
    return Workflow.newActivityStub(GroupActivities.class, StepOptions.relentless(summary));
  }

  static GroupActivities glance(String summary) {
    return Workflow.newLocalActivityStub(GroupActivities.class, StepOptions.glance(summary));
  }

  static OperationsActivities operations(String summary) {
    return Workflow.newActivityStub(OperationsActivities.class, StepOptions.quick(summary));
  }

  /** Lets time pass; the timer says in Temporal what is waited for. */
  static void rest(Duration wait, String summary) {
    Workflow.newTimer(wait, TimerOptions.newBuilder().setSummary(summary).build()).get();
  }

  static Duration longer(Duration wait) {
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
  }
}
