package org.teei.csr.workflows.operations;

import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.teei.csr.workflows.shared.StepOptions;

/**
 * The place between two steps, where work stops while it is paused by a person or held back by a
 * drain switch. Held work looks again after half a minute and a random part of another, so that the
 * end of a drain does not release everything at once.
 */
public final class Border {

  private static final int LOOK_AGAIN_SECONDS = 30;

  private final OperationsActivities glance =
      Workflow.newLocalActivityStub(
          OperationsActivities.class, StepOptions.glance(ParkingSentences.GATE));
  private final Gate gate;
  private final Parking parking;
  private boolean paused;

  /**
   * @param paused whether an earlier run, which this one continues, was paused
   */
  public Border(Gate gate, Parking parking, boolean paused) {
    this.gate = gate;
    this.parking = parking;
    this.paused = paused;
  }

  /** Work stops here from now on. */
  public void pause() {
    paused = true;
  }

  /** Work goes on. */
  public void resume() {
    paused = false;
  }

  public boolean paused() {
    return paused;
  }

  /**
   * Waits until nothing stands in the way of the next step.
   *
   * @param stage the step that comes next
   * @param onPaused shows the feature's own status
   */
  public void pass(String stage, Runnable onPaused) {
    do {
      if (paused) {
        onPaused.run();
        Workflow.setCurrentDetails(ParkingSentences.PAUSED);
        Workflow.await(() -> !paused);
      }
    } while (held(stage) || paused);
  }

  private boolean held(String stage) {
    boolean held = parking.step(stage, () -> glance.held(gate));
    if (held) {
      Workflow.setCurrentDetails(ParkingSentences.HELD);
      int seconds = LOOK_AGAIN_SECONDS + Workflow.newRandom().nextInt(LOOK_AGAIN_SECONDS);
      Workflow.newTimer(
              Duration.ofSeconds(seconds),
              TimerOptions.newBuilder().setSummary(ParkingSentences.HELD_TIMER).build())
          .get();
    }
    return held;
  }
}
