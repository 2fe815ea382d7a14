package org.teei.csr.activities.shared;

/** A hold on a loop that nobody contests. */
public record FakeHold(long fencing) implements LeasedLoop.Hold {
  @Override
  public void keep() {}
}
