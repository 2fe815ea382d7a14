package org.teei.csr.workers.operations;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** A workflow as it ran yesterday, and all the ways in which somebody could break it. */
public final class Errands {
  static final String CHANGE = "errands-thorough";
  static final Duration PAUSE = Duration.ofDays(1);

  private Errands() {}

  @WorkflowInterface
  public interface ErrandWorkflow {
    @WorkflowMethod
    String run(String ref);

    @SignalMethod
    void hurry();

    @UpdateMethod
    String decide(String how);
  }

  @ActivityInterface(namePrefix = "Errands_")
  public interface Steps {
    void fetch(String ref);

    void check(String ref);

    void polish(String ref);

    void bring(String ref);
  }

  /** Does nothing. */
  public static final class FakeSteps implements Steps {
    @Override
    public void fetch(String ref) {}

    @Override
    public void check(String ref) {}

    @Override
    public void polish(String ref) {}

    @Override
    public void bring(String ref) {}
  }

  static Steps steps() {
    return Workflow.newActivityStub(
        Steps.class, ActivityOptions.newBuilder().setStartToCloseTimeout(PAUSE).build());
  }

  /** As it ran: fetch, wait a day or until somebody is in a hurry, check, polish, bring. */
  public abstract static class Base implements ErrandWorkflow {
    boolean hurried;

    @Override
    public void hurry() {
      hurried = true;
    }

    @Override
    public String decide(String how) {
      steps().polish(how);
      return how;
    }
  }

  public static final class Original extends Base {
    @Override
    public String run(String ref) {
      steps().fetch(ref);
      Workflow.await(PAUSE, () -> hurried);
      steps().check(ref);
      if (Workflow.getVersion(CHANGE, Workflow.DEFAULT_VERSION, 1) == 1) {
        steps().polish(ref);
      }
      steps().bring(ref);
      return "brought";
    }
  }

  /** A second fetch, which the run of yesterday had not. */
  public static final class StepAdded extends Base {
    @Override
    public String run(String ref) {
      steps().fetch(ref);
      steps().fetch(ref);
      Workflow.await(PAUSE, () -> hurried);
      return "brought";
    }
  }

  public static final class StepsSwapped extends Base {
    @Override
    public String run(String ref) {
      steps().check(ref);
      Workflow.await(PAUSE, () -> hurried);
      steps().fetch(ref);
      return "brought";
    }
  }

  public static final class TimerRemoved extends Base {
    @Override
    public String run(String ref) {
      steps().fetch(ref);
      steps().check(ref);
      return "brought";
    }
  }

  public static final class TimerAdded extends Base {
    @Override
    public String run(String ref) {
      Workflow.sleep(Duration.ofMinutes(90));
      steps().fetch(ref);
      return "brought";
    }
  }

  public static final class WaitsForever extends Base {
    @Override
    public String run(String ref) {
      steps().fetch(ref);
      Workflow.await(PAUSE, () -> hurried);
      Workflow.await(() -> false);
      return "brought";
    }
  }

  public static final class VersionRemoved extends Base {
    @Override
    public String run(String ref) {
      steps().fetch(ref);
      Workflow.await(PAUSE, () -> hurried);
      steps().check(ref);
      steps().bring(ref);
      return "brought";
    }
  }

  /** As {@link VersionRemoved}, and polishes before the pause what is fetched from now on. */
  public static final class PatchedBeforeThePause extends Base {
    @Override
    public String run(String ref) {
      steps().fetch(ref);
      if (Workflow.getVersion(CHANGE, Workflow.DEFAULT_VERSION, 1) == 1) {
        steps().polish(ref);
      }
      Workflow.await(PAUSE, () -> hurried);
      steps().check(ref);
      steps().bring(ref);
      return "brought";
    }
  }

  public static final class VersionRefused extends Base {
    @Override
    public String run(String ref) {
      steps().fetch(ref);
      Workflow.await(PAUSE, () -> hurried);
      steps().check(ref);
      Workflow.getVersion(CHANGE, 2, 3);
      return "brought";
    }
  }

  public static final class EndsEarlier extends Base {
    @Override
    public String run(String ref) {
      steps().fetch(ref);
      Workflow.await(PAUSE, () -> hurried);
      return "brought";
    }
  }

  public static final class GoesOn extends Base {
    @Override
    public String run(String ref) {
      steps().fetch(ref);
      Workflow.await(PAUSE, () -> hurried);
      steps().check(ref);
      Workflow.getVersion(CHANGE, Workflow.DEFAULT_VERSION, 1);
      steps().polish(ref);
      steps().bring(ref);
      steps().check(ref);
      return "brought";
    }
  }

  public static final class MoreIds extends Base {
    @Override
    public String run(String ref) {
      Workflow.randomUUID();
      steps().fetch(ref);
      return "brought";
    }
  }

  /** Asks for one more step behind all that an unfinished run had asked for. */
  public static final class MoreAtTheEnd extends Base {
    @Override
    public String run(String ref) {
      steps().fetch(ref);
      io.temporal.workflow.Async.function(() -> {
        Workflow.await(PAUSE, () -> hurried);
        return true;
      });
      steps().check(ref);
      return "brought";
    }
  }

  /** The update's step moved out of the handler. */
  public static final class HandlerEmptied extends Base {
    @Override
    public String run(String ref) {
      return new Original().run(ref);
    }

    @Override
    public String decide(String how) {
      return how;
    }
  }

  static Steps nearSteps() {
    return Workflow.newLocalActivityStub(
        Steps.class, LocalActivityOptions.newBuilder().setStartToCloseTimeout(PAUSE).build());
  }

  /** Checks in the worker itself. */
  public static final class ChecksNearby extends Base {
    @Override
    public String run(String ref) {
      nearSteps().check(ref);
      steps().bring(ref);
      return "brought";
    }
  }

  public static final class RestsBeforeItChecks extends Base {
    @Override
    public String run(String ref) {
      Workflow.sleep(PAUSE);
      nearSteps().check(ref);
      steps().bring(ref);
      return "brought";
    }
  }

  /** The same type without its messages. */
  @WorkflowInterface
  public interface DeafErrandWorkflow {
    @WorkflowMethod(name = "ErrandWorkflow")
    String run(String ref);
  }

  public static final class Deaf implements DeafErrandWorkflow {
    @Override
    public String run(String ref) {
      steps().fetch(ref);
      Workflow.await(PAUSE, () -> false);
      steps().check(ref);
      return "brought";
    }
  }

  /** The same type with an argument that does not read what was sent. */
  @WorkflowInterface
  public interface CountingErrandWorkflow {
    @WorkflowMethod(name = "ErrandWorkflow")
    String run(Integer count);
  }

  public static final class Counting implements CountingErrandWorkflow {
    @Override
    public String run(Integer count) {
      steps().fetch(String.valueOf(count + 1));
      return "brought";
    }
  }
}
