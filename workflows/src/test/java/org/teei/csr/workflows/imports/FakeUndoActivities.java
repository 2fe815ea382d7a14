package org.teei.csr.workflows.imports;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * An import to be taken back without a database: so many accepted rows, five thousand in a range,
 * of which each hundredth is kept.
 */
final class FakeUndoActivities implements UndoActivities {
  private static final long RANGE = 5_000;

  final List<String> calls = new CopyOnWriteArrayList<>();
  final List<UndoRange> ranges = new CopyOnWriteArrayList<>();
  final List<UndoFinish> ends = new CopyOnWriteArrayList<>();

  private final Map<String, Queue<Runnable>> plans = new ConcurrentHashMap<>();
  private long rows = 100;
  private long decided;

  /** The import has so many accepted rows. */
  void rows(long count) {
    rows = count;
  }

  /** Plans what happens, once, when the step is called next. */
  FakeUndoActivities when(String step, Runnable plan) {
    plans.computeIfAbsent(step, _ -> new ArrayDeque<>()).add(plan);
    return this;
  }

  FakeUndoActivities fails(String step, RuntimeException failure) {
    return when(
        step,
        () -> {
          throw failure;
        });
  }

  /** The step begins, then works until it is cancelled. */
  CountDownLatch worksUntilCancelled(String step) {
    CountDownLatch begun = new CountDownLatch(1);
    when(
        step,
        () -> {
          begun.countDown();
          FakeImportActivities.heartbeatUntilCancelled();
        });
    return begun;
  }

  @Override
  public RangeUndone undo(UndoRange range) {
    begin("undo");
    ranges.add(range);
    long portion = Math.min(RANGE, rows - decided);
    decided += portion;
    return new RangeUndone(
        counts(), portion == 0 ? null : new UndoRange(range.ref(), 0, rows - decided + 1));
  }

  @Override
  public long removePeople(ImportRef ref) {
    begin("removePeople");
    return 7;
  }

  @Override
  public UndoCounts finishUndo(UndoFinish finish) {
    begin("finishUndo");
    ends.add(finish);
    return counts();
  }

  private UndoCounts counts() {
    return new UndoCounts(rows, decided - decided / 100, decided / 100, 0);
  }

  private void begin(String step) {
    calls.add(step);
    Runnable plan;
    synchronized (plans) {
      Queue<Runnable> planned = plans.get(step);
      plan = planned == null ? null : planned.poll();
    }
    if (plan != null) {
      plan.run();
    }
  }
}
