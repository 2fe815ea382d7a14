package org.teei.csr.workers.operations;

import io.temporal.common.SearchAttributeUpdate;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workers.operations.Request.Kind;

/**
 * Notes what workflow code asks for, in its order, and where: so that a difference can be told in
 * the words of the code. Changes nothing.
 */
final class RequestRecorder extends WorkerInterceptorBase {
  private static final Predicate<String> OURS =
      Predicate.<String>not(RequestRecorder::ofMachinery)
          .and(name -> !name.startsWith(RequestRecorder.class.getName()));

  private final List<Request> requests = new CopyOnWriteArrayList<>();

  List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor outbound) {
        super.init(new Outbound(outbound));
      }

      @Override
      public WorkflowOutput execute(WorkflowInput input) {
        WorkflowOutput output;
        try {
          output = super.execute(input);
        } catch (RuntimeException e) {
          note(Kind.END, "by " + e.getClass().getSimpleName(), place(Stream.of(e.getStackTrace())));
          throw e;
        }
        note(Kind.END, "with a result", null);
        return output;
      }
    };
  }

  private void note(Kind kind, String name) {
    note(kind, name, StackWalker.getInstance().walk(RequestRecorder::placeOf));
  }

  private void note(Kind kind, String name, @Nullable String place) {
    requests.add(new Request(kind, name, place));
  }

  private static @Nullable String placeOf(Stream<StackFrame> frames) {
    return place(frames.map(StackFrame::toStackTraceElement));
  }

  private static @Nullable String place(Stream<StackTraceElement> frames) {
    Optional<StackTraceElement> ours =
        frames.filter(frame -> OURS.test(frame.getClassName())).findFirst();
    return ours.map(frame -> frame.getFileName() + ":" + frame.getLineNumber()).orElse(null);
  }

  private static boolean ofMachinery(String type) {
    return Stream.of("java.", "jdk.", "sun.", "io.temporal.").anyMatch(type::startsWith);
  }

  private final class Outbound extends WorkflowOutboundCallsInterceptorBase {

    Outbound(WorkflowOutboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
      note(Kind.STEP, input.getActivityName());
      return super.executeActivity(input);
    }

    @Override
    public <R> LocalActivityOutput<R> executeLocalActivity(LocalActivityInput<R> input) {
      note(Kind.LOCAL_STEP, input.getActivityName());
      return super.executeLocalActivity(input);
    }

    @Override
    public <R> ChildWorkflowOutput<R> executeChildWorkflow(ChildWorkflowInput<R> input) {
      note(Kind.CHILD, input.getWorkflowType());
      return super.executeChildWorkflow(input);
    }

    @Override
    public void sleep(Duration duration) {
      note(Kind.TIMER, Durations.readable(duration));
      super.sleep(duration);
    }

    @Override
    public boolean await(Duration timeout, String reason, Supplier<Boolean> unblock) {
      note(Kind.TIMER, Durations.readable(timeout));
      return super.await(timeout, reason, unblock);
    }

    @Override
    public Promise<Void> newTimer(Duration duration) {
      note(Kind.TIMER, Durations.readable(duration));
      return super.newTimer(duration);
    }

    @Override
    public Promise<Void> newTimer(Duration duration, TimerOptions options) {
      note(Kind.TIMER, Durations.readable(duration));
      return super.newTimer(duration, options);
    }

    @Override
    public int getVersion(String changeId, int minSupported, int maxSupported) {
      note(Kind.VERSION, changeId);
      return super.getVersion(changeId, minSupported, maxSupported);
    }

    @Override
    public <R> R sideEffect(Class<R> resultClass, Type resultType, Functions.Func<R> effect) {
      note(Kind.SIDE_EFFECT, "");
      return super.sideEffect(resultClass, resultType, effect);
    }

    @Override
    public <R> R mutableSideEffect(
        String id,
        Class<R> resultClass,
        Type resultType,
        BiPredicate<R, R> updated,
        Functions.Func<R> effect) {
      note(Kind.SIDE_EFFECT, "");
      return super.mutableSideEffect(id, resultClass, resultType, updated, effect);
    }

    @Override
    public SignalExternalOutput signalExternalWorkflow(SignalExternalInput input) {
      note(Kind.SIGNAL, "");
      return super.signalExternalWorkflow(input);
    }

    @Override
    public CancelWorkflowOutput cancelWorkflow(CancelWorkflowInput input) {
      note(Kind.CANCELLATION, "");
      return super.cancelWorkflow(input);
    }

    @Override
    public void continueAsNew(ContinueAsNewInput input) {
      note(Kind.END, "going on as a new one");
      super.continueAsNew(input);
    }

    @Override
    public void upsertTypedSearchAttributes(SearchAttributeUpdate<?>... updates) {
      note(Kind.ATTRIBUTES, "");
      super.upsertTypedSearchAttributes(updates);
    }

    @Override
    public void upsertMemo(Map<String, Object> memo) {
      note(Kind.MEMO, "");
      super.upsertMemo(memo);
    }
  }
}
