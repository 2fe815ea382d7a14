package org.teei.csr.workflows.operations;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** So many pages of parked steps, 100 each. */
final class FakeBulkActivities implements BulkActivities {

  final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
  final Queue<RuntimeException> endFailures = new ConcurrentLinkedQueue<>();
  final List<BulkEnd> ends = new CopyOnWriteArrayList<>();
  int pages = 1;
  private final AtomicInteger done = new AtomicInteger();

  @Override
  public BulkPage resolvePage(BulkRef ref) {
    RuntimeException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
    int page = done.incrementAndGet();
    return new BulkPage(100 * page, page, page == pages);
  }

  @Override
  public void endBulk(BulkEnd end) {
    RuntimeException failure = endFailures.poll();
    if (failure != null) {
      throw failure;
    }
    ends.add(end);
  }
}
