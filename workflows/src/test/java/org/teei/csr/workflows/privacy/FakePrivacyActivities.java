package org.teei.csr.workflows.privacy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Erases nobody, with failures to plan. */
final class FakePrivacyActivities implements PrivacyActivities {

  final List<PersonErasureRef> erased = new CopyOnWriteArrayList<>();
  final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
  volatile PersonErasureResult result = PersonErasureResult.ERASED;

  @Override
  public PersonErasureResult erasePerson(PersonErasureRef ref) {
    RuntimeException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
    erased.add(ref);
    return result;
  }
}
