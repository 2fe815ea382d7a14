package org.teei.csr.workflows.operations;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keys in memory, with failures to plan for each step. */
final class FakeKeyActivities implements KeyActivities {

  final List<String> done = new CopyOnWriteArrayList<>();
  final List<KeyRotationEnd> ends = new CopyOnWriteArrayList<>();

  /** Person keys that the passes rewrap, in order; none when none is left. */
  final Queue<Long> passes = new ConcurrentLinkedQueue<>(List.of(1_200L));

  /** Person keys that are kept after each pass, in order. */
  final Queue<Long> left = new ConcurrentLinkedQueue<>();

  private final Map<String, Queue<Runnable>> plans = new ConcurrentHashMap<>();

  /** Runs before the step, once; lets it fail by throwing. */
  void before(String step, Runnable event) {
    plans.computeIfAbsent(step, _ -> new ConcurrentLinkedQueue<>()).add(event);
  }

  void fails(String step, RuntimeException failure) {
    before(
        step,
        () -> {
          throw failure;
        });
  }

  @Override
  public int prepareDataKey(KeyRotationRef ref) {
    enter("prepare");
    return 2;
  }

  @Override
  public void activateDataKey(KeyRotationRef ref) {
    enter("activate");
  }

  @Override
  public long rewrapPersonKeys(KeyRotationRef ref) {
    enter("rewrap");
    Long rewrapped = passes.poll();
    return rewrapped == null ? 0 : rewrapped;
  }

  @Override
  public KeptKeys retireDataKeys(KeyRotationRef ref) {
    enter("retire");
    Long personKeys = left.poll();
    return new KeptKeys(personKeys == null ? 0 : personKeys, 3, 4);
  }

  @Override
  public void endKeyRotation(KeyRotationEnd end) {
    enter("end");
    ends.add(end);
  }

  @Override
  public MasterKeyCounts rewrapTenantKeys() {
    enter("master");
    return new MasterKeyCounts(2, 7);
  }

  private void enter(String step) {
    Queue<Runnable> plan = plans.get(step);
    Runnable event = plan == null ? null : plan.poll();
    if (event != null) {
      event.run();
    }
    done.add(step);
  }
}
