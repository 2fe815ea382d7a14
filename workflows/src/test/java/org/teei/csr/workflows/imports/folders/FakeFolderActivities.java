package org.teei.csr.workflows.imports.folders;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A drop folder without files, of which only seals are seen. */
final class FakeFolderActivities implements FolderActivities {
  final List<FolderTake> takes = new CopyOnWriteArrayList<>();
  final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
  volatile FolderLook look = new FolderLook(List.of("a1", "b2", "c3"));

  @Override
  public FolderLook lookIntoFolder(FolderRef ref) {
    return look;
  }

  @Override
  public FolderCounts takeFiles(FolderTake take) {
    takes.add(take);
    RuntimeException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
    return new FolderCounts(take.look().seals().size() - 1, 1, 0, 0);
  }
}
