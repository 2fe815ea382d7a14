package org.teei.csr.workflows.operations;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Books in memory, with drain switches to set and failures to plan. */
public final class FakeOperationsActivities implements OperationsActivities {

  public final List<Unparked> unparked = new CopyOnWriteArrayList<>();
  public final List<UnverifiedCommand> unverified = new CopyOnWriteArrayList<>();
  public final List<Gate> asked = new CopyOnWriteArrayList<>();

  /** Answers of the gate in order; open when none is left. */
  public final Queue<Boolean> holds = new ConcurrentLinkedQueue<>();

  public final Queue<RuntimeException> heldFailures = new ConcurrentLinkedQueue<>();
  public final Queue<RuntimeException> parkFailures = new ConcurrentLinkedQueue<>();
  public final Queue<RuntimeException> unparkFailures = new ConcurrentLinkedQueue<>();

  private final BlockingQueue<Parked> parkings = new LinkedBlockingQueue<>();

  @Override
  public void park(Parked parked) {
    throwNext(parkFailures);
    parkings.add(parked);
  }

  @Override
  public void unpark(Unparked end) {
    throwNext(unparkFailures);
    unparked.add(end);
  }

  @Override
  public boolean held(Gate gate) {
    asked.add(gate);
    throwNext(heldFailures);
    return Boolean.TRUE.equals(holds.poll());
  }

  @Override
  public void unverified(UnverifiedCommand command) {
    unverified.add(command);
  }

  /** Waits for the next step to be listed. */
  public Parked nextParked() {
    try {
      Parked parked = parkings.poll(30, TimeUnit.SECONDS);
      if (parked == null) {
        throw new AssertionError("Nothing parked in 30 seconds");
      }
      return parked;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  public boolean nothingParked() {
    return parkings.isEmpty();
  }

  private static void throwNext(Queue<RuntimeException> failures) {
    RuntimeException next = failures.poll();
    if (next != null) {
      throw next;
    }
  }
}
