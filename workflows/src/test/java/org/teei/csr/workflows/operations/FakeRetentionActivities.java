package org.teei.csr.workflows.operations;

/** Things past their time, in memory. */
final class FakeRetentionActivities implements RetentionActivities {

  Runnable uploads = () -> {};
  Runnable events = () -> {};

  @Override
  public int expireUploads() {
    uploads.run();
    return 3;
  }

  @Override
  public int expireIdempotencyKeys() {
    return 1_200;
  }

  @Override
  public int expireEvents() {
    events.run();
    return 7;
  }

  @Override
  public int expireSignIns() {
    return 20;
  }
}
