package org.teei.csr.workflows.imports.groups;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.teei.csr.workflows.imports.groups.FileEnds.FileEnd;

/**
 * A group without a database. Imports end at the second look at them, unless they are told to go
 * on.
 */
final class FakeGroupActivities implements GroupActivities {
  final List<String> calls = new CopyOnWriteArrayList<>();
  final List<Integer> begun = new CopyOnWriteArrayList<>();
  final List<GroupStatus> shown = new CopyOnWriteArrayList<>();
  final List<GroupFinish> ends = new CopyOnWriteArrayList<>();
  final Set<Integer> refused = ConcurrentHashMap.newKeySet();
  final Set<Integer> failing = ConcurrentHashMap.newKeySet();

  /** How often the company has no room for a file yet. */
  final Map<Integer, Integer> full = new ConcurrentHashMap<>();

  final Set<Integer> endless = ConcurrentHashMap.newKeySet();

  /** The most imports that were asked about in one look. */
  volatile int mostOpen;

  volatile GroupPlan plan = new GroupPlan(3, true, true);
  private final Map<Integer, Integer> looks = new ConcurrentHashMap<>();
  private final Map<String, Queue<Runnable>> plans = new ConcurrentHashMap<>();

  /** Plans what happens, once, when the step is called next. */
  FakeGroupActivities when(String step, Runnable happening) {
    plans.computeIfAbsent(step, _ -> new ArrayDeque<>()).add(happening);
    return this;
  }

  FakeGroupActivities fails(String step, RuntimeException failure) {
    return when(
        step,
        () -> {
          throw failure;
        });
  }

  @Override
  public GroupPlan planGroup(GroupRef ref) {
    begin("plan");
    return plan;
  }

  @Override
  public FileBegun beginFile(GroupFile file) {
    begin("begin " + file.position());
    if (refused.contains(file.position())) {
      return FileBegun.ended(false);
    }
    if (full.computeIfPresent(file.position(), (_, times) -> times > 0 ? times - 1 : null)
        != null) {
      return FileBegun.WAITS;
    }
    begun.add(file.position());
    return FileBegun.ended(true);
  }

  @Override
  public FileEnds endedFiles(OpenFiles files) {
    begin("look");
    mostOpen = Math.max(mostOpen, files.positions().size());
    return new FileEnds(
        files.positions().stream()
            .filter(position -> !endless.contains(position))
            .filter(position -> looks.merge(position, 1, Integer::sum) > 1)
            .map(position -> new FileEnd(position, !failing.contains(position)))
            .toList());
  }

  @Override
  public void showGroup(GroupChange change) {
    begin("show " + change.status().spelling());
    shown.add(change.status());
  }

  @Override
  public void finishGroup(GroupFinish finish) {
    begin("finish");
    ends.add(finish);
  }

  private void begin(String step) {
    calls.add(step);
    Runnable happening;
    synchronized (plans) {
      Queue<Runnable> planned = plans.get(step);
      happening = planned == null ? null : planned.poll();
    }
    if (happening != null) {
      happening.run();
    }
  }
}
