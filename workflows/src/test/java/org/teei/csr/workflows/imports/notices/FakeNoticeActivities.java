package org.teei.csr.workflows.imports.notices;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells nobody, with failures to plan. */
final class FakeNoticeActivities implements NoticeActivities {

  final List<NoticeRef> tries = new CopyOnWriteArrayList<>();
  final List<NoticeRef> parked = new CopyOnWriteArrayList<>();
  final List<NoticeRef> givenUp = new CopyOnWriteArrayList<>();
  final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
  volatile NoticeOutcome outcome = NoticeOutcome.DELIVERED;

  @Override
  public NoticeOutcome deliverNotice(NoticeRef ref) {
    tries.add(ref);
    RuntimeException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
    return outcome;
  }

  @Override
  public void parkNotice(NoticeRef ref) {
    parked.add(ref);
  }

  @Override
  public void giveUpNotice(NoticeRef ref) {
    givenUp.add(ref);
  }
}
