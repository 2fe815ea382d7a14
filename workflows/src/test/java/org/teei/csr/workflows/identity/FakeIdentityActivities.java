package org.teei.csr.workflows.identity;

import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Rotates nothing, with failures to plan. */
final class FakeIdentityActivities implements IdentityActivities {

  static final UUID KEY = new UUID(0, 6);

  /** What was asked for, failed tries too. */
  final List<SigningKeyRotationRef> asked = new CopyOnWriteArrayList<>();

  final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

  @Override
  public RotatedSigningKey rotateSigningKeys(SigningKeyRotationRef ref) {
    asked.add(ref);
    RuntimeException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
    return new RotatedSigningKey(KEY);
  }
}
