package org.teei.csr.activities.observability;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.FailureDetails;

/**
 * Lets no exception of an activity out of the worker but {@link ApplicationFailure}s of type {@code
 * <feature>/<reason>} with {@link FailureDetails}: histories keep failures for weeks, and messages
 * of exceptions may hold values. The worker's log tells the rest under the error id: classes of the
 * exceptions with their stacks, SQL state and constraint. It shows no message either, not even of
 * exceptions that look harmless: drivers and parsers quote the values they stumble over.
 *
 * <p>Cancellation and the end of the worker pass through, they are no failures.
 */
public final class FailureInterceptor extends WorkerInterceptorBase {
  /**
   * Attempts after which a bug is taken for one: until then it may be a race that does not return.
   */
  static final int ATTEMPTS_OF_A_BUG = 3;

  private static final Logger log = LoggerFactory.getLogger(FailureInterceptor.class);

  private final Clock clock;

  public FailureInterceptor(Clock clock) {
    this.clock = clock;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Calls(next);
  }

  private final class Calls extends ActivityInboundCallsInterceptorBase {
    private @Nullable ActivityExecutionContext context;

    Calls(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      this.context = context;
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      try {
        return super.execute(input);
      } catch (ActivityCompletionException | CanceledFailure passing) {
        throw passing;
      } catch (Throwable failure) {
        if (context == null) {
          throw failure;
        }
        throw told(failure, context.getInfo());
      }
    }
  }

  private ApplicationFailure told(Throwable failure, ActivityInfo activity) {
    FailureClassifier.Verdict verdict = FailureClassifier.classify(failure, clock.instant());
    String type = featureOf(activity.getActivityType()) + "/" + verdict.reason();
    UUID errorId = Ids.next();
    boolean givenUp =
        verdict.failureClass() == FailureClass.BUG && activity.getAttempt() >= ATTEMPTS_OF_A_BUG;
    log.atError()
        .setCause(Outline.of(failure))
        .addKeyValue("errorId", errorId)
        .addKeyValue("failureType", type)
        .addKeyValue("failureClass", verdict.failureClass())
        .addKeyValue("activity", activity.getActivityType())
        .addKeyValue("workflowId", activity.getWorkflowId())
        .addKeyValue("attempt", activity.getAttempt())
        .log("Activity failed");
    return ApplicationFailure.newBuilder()
        .setMessage(type + " " + errorId)
        .setType(type)
        .setDetails(new FailureDetails(verdict.failureClass(), errorId))
        .setNonRetryable(!verdict.retryable() || givenUp)
        .setNextRetryDelay(verdict.retryAfter())
        .build();
  }

  /** Activity types begin with the feature: {@code Imports_Stage} is of {@code imports}. */
  private static String featureOf(String activityType) {
    int end = activityType.indexOf('_');
    return (end < 0 ? activityType : activityType.substring(0, end)).toLowerCase(Locale.ROOT);
  }

  /** An exception without its message. */
  private static final class Outline extends Throwable {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_CHAIN = 16;

    private final String shown;

    private Outline(String shown, @Nullable Throwable cause) {
      super(shown, cause, false, true);
      this.shown = shown;
    }

    static Outline of(Throwable failure) {
      return of(failure, LONGEST_CHAIN);
    }

    private static Outline of(Throwable failure, int left) {
      Throwable cause = failure.getCause();
      Outline outline =
          new Outline(shown(failure), cause == null || left == 0 ? null : of(cause, left - 1));
      outline.setStackTrace(failure.getStackTrace());
      return outline;
    }

    private static String shown(Throwable failure) {
      StringBuilder text = new StringBuilder(failure.getClass().getName());
      if (failure instanceof SQLException sql) {
        text.append(" state=").append(sql.getSQLState());
      }
      if (failure instanceof PSQLException sql && sql.getServerErrorMessage() != null) {
        text.append(" constraint=").append(sql.getServerErrorMessage().getConstraint());
      }
      if (failure instanceof StepFailure known) {
        text.append(" reason=").append(known.reason());
      }
      return text.toString();
    }

    @Override
    public String toString() {
      return shown;
    }
  }
}
