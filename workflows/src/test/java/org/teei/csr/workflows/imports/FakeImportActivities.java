package org.teei.csr.workflows.imports;

import io.temporal.activity.Activity;
import io.temporal.client.ActivityCanceledException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.teei.csr.workflows.shared.TemporalTesting;

/**
 * An import without a database: a file of so many rows, of which each hundredth is rejected and
 * each fiftieth appears twice. Its ledger closes as the real one has to.
 */
final class FakeImportActivities implements ImportActivities {

  final List<String> calls = new CopyOnWriteArrayList<>();
  final List<MergeRange> merged = new CopyOnWriteArrayList<>();
  final List<ImportStatus> shown = new CopyOnWriteArrayList<>();
  final List<Finish> ends = new CopyOnWriteArrayList<>();

  private long rows = 100;
  private StageOutcome outcome = new StageOutcome.Staged(rows);
  private final Map<String, Queue<Runnable>> plans = new ConcurrentHashMap<>();
  final List<MergeRange> previewed = new CopyOnWriteArrayList<>();
  final List<StatusChange> reminders = new CopyOnWriteArrayList<>();
  ImportPlan plan = ImportPlan.PLAIN;
  private boolean sound;
  private long refusedPerRange;
  private boolean validated;
  private boolean staged;

  /** The file has so many rows. */
  void rows(long count) {
    rows = count;
    outcome = new StageOutcome.Staged(count);
  }

  /** No row of the file is wrong or twice there. */
  void rejectsNothing() {
    sound = true;
  }

  /** Each range refuses so many rows more. */
  void rejectsWhileMerging(long count) {
    refusedPerRange = count;
  }

  void cannotBeRead(String problem, long line) {
    outcome = new StageOutcome.Unreadable(problem, line, rows);
  }

  /** Plans what happens, once, when the step is called next. */
  FakeImportActivities when(String step, Runnable plan) {
    plans.computeIfAbsent(step, _ -> new ArrayDeque<>()).add(plan);
    return this;
  }

  FakeImportActivities fails(String step, RuntimeException failure) {
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
          heartbeatUntilCancelled();
        });
    return begun;
  }

  static void heartbeatUntilCancelled() throws ActivityCanceledException {
    TemporalTesting.eventually(() -> {
      Activity.getExecutionContext().heartbeat(null);
      return false;
    });
  }

  @Override
  public StageOutcome stage(ImportRef ref) {
    begin("stage");
    staged = true;
    return outcome;
  }

  @Override
  public Validated validate(ImportRef ref) {
    begin("validate");
    validated = true;
    return sound
        ? new Validated(rows, rows, 0, 0, plan)
        : new Validated(rows, rows - rows / 100 - rows / 50, rows / 100, rows / 50, plan);
  }

  @Override
  public Merged preview(MergeRange range) {
    begin("preview");
    previewed.add(range);
    return new Merged(range.toRow() - range.fromRow() + 1 - gone(range), 0, 0, 0);
  }

  @Override
  public Merged merge(MergeRange range) {
    begin("merge");
    begin("merge " + range.fromRow());
    merged.add(range);
    return new Merged(
        range.toRow() - range.fromRow() + 1 - gone(range) - refusedPerRange, 0, refusedPerRange, 0);
  }

  private static long gone(MergeRange range) {
    return range.toRow() / 100
        - (range.fromRow() - 1) / 100
        + range.toRow() / 50
        - (range.fromRow() - 1) / 50;
  }

  @Override
  public void show(StatusChange change) {
    begin("show " + change.status().spelling());
    shown.add(change.status());
  }

  @Override
  public void remind(StatusChange waiting) {
    begin("remind");
    reminders.add(waiting);
  }

  @Override
  public ImportCounts finish(Finish finish) {
    begin("finish");
    ends.add(finish);
    long accepted =
        (plan.isDryRun() ? previewed : merged)
            .stream()
                .distinct()
                .mapToLong(range -> range.toRow() - range.fromRow() + 1 - gone(range))
                .sum();
    long read = staged ? rows : 0;
    long rejected = validated ? rows / 100 : 0;
    long duplicate = validated ? rows / 50 : 0;
    return new ImportCounts(
        read, accepted, 0, rejected, duplicate, read - accepted - rejected - duplicate);
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
