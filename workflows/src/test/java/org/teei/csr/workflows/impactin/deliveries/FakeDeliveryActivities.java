package org.teei.csr.workflows.impactin.deliveries;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The books of a delivery without a database, with failures to plan. */
final class FakeDeliveryActivities implements DeliveryActivities {

  final List<String> calls = new CopyOnWriteArrayList<>();
  final List<DeliveryWait> waits = new CopyOnWriteArrayList<>();
  final List<DeliveryWait> reminders = new CopyOnWriteArrayList<>();
  final List<DeliveryEnd> ends = new CopyOnWriteArrayList<>();
  volatile Prepared prepared = new Prepared(false, 0, 1);
  private final Map<String, Queue<Runnable>> plans = new ConcurrentHashMap<>();

  /** Plans what happens, once, when the step is called next. */
  void when(String step, Runnable plan) {
    plans.computeIfAbsent(step, _ -> new ConcurrentLinkedQueue<>()).add(plan);
  }

  void fails(String step, RuntimeException... failures) {
    Stream.of(failures)
        .forEach(failure ->
            when(
                step,
                () -> {
                  throw failure;
                }));
  }

  @Override
  public Prepared prepare(DeliveryRef ref) {
    begin("prepare");
    return prepared;
  }

  @Override
  public void showWaiting(DeliveryWait wait) {
    begin("show " + wait.status().spelling());
    waits.add(wait);
  }

  @Override
  public void remindOfApproval(DeliveryWait wait) {
    begin("remind");
    reminders.add(wait);
  }

  @Override
  public void noteArrived(DeliveryRef ref) {
    begin("noteArrived");
  }

  @Override
  public void noteMissed(DeliveryRef ref) {
    begin("noteMissed");
  }

  @Override
  public void finish(DeliveryEnd end) {
    begin("finish");
    ends.add(end);
  }

  private void begin(String step) {
    calls.add(step);
    Queue<Runnable> planned = plans.get(step);
    Runnable plan = planned == null ? null : planned.poll();
    if (plan != null) {
      plan.run();
    }
  }
}
