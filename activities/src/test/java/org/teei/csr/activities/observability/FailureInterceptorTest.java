package org.teei.csr.activities.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.ActivityWorkerShutdownException;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.FailureDetails;

class FailureInterceptorTest {
  private static final String SECRET = "someone@example.org";

  @ActivityInterface(namePrefix = "Imports_")
  public interface Step {
    void run();
  }

  private TestActivityEnvironment environment;

  @BeforeEach
  void start() {
    environment =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new FailureInterceptor(Clock.systemUTC()))
                        .build())
                .build());
  }

  @AfterEach
  void stop() {
    environment.close();
  }

  @Test
  void aFailureLeavesWithTypeClassAndIdAndNoData() {
    ApplicationFailure failure =
        failure(() -> {
          throw new DataAccessException("insert of " + SECRET, new SQLException(SECRET, "22001"));
        });

    FailureDetails details = failure.getDetails().get(FailureDetails.class);
    assertThat(failure.getType()).isEqualTo("imports/database-refused-value");
    assertThat(details.failureClass()).isEqualTo(FailureClass.DATA);
    assertThat(failure.getOriginalMessage())
        .isEqualTo("imports/database-refused-value " + details.errorId());
    assertThat(failure.getCause()).isNull();
  }

  static Stream<RuntimeException> whatOnlyAChangeHelps() {
    return Stream.of(
        new StepFailure(FailureClass.DATA, "broken"),
        new HttpRefusal(401, null),
        new HttpRefusal(422, null));
  }

  @ParameterizedTest
  @MethodSource
  void whatOnlyAChangeHelps(RuntimeException cause) {
    assertThat(failure(throwing(cause)).isNonRetryable()).isTrue();
  }

  @Test
  void whatMayPassIsRetryableWhenTheOtherSideSaid() {
    ApplicationFailure failure = failure(throwing(new HttpRefusal(503, "7")));

    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(failure.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void theEndOfTheWorkerPassesThrough() {
    Throwable passed =
        catchThrowableOfType(
                ActivityFailure.class, () -> run(throwing(new ActivityWorkerShutdownException())))
            .getCause();

    assertThat(passed).isInstanceOf(ApplicationFailure.class);
    assertThat(((ApplicationFailure) passed).getType())
        .isEqualTo(ActivityWorkerShutdownException.class.getName());
  }

  @Test
  void theLogShowsClassStateAndStackButNoMessage() {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    ApplicationFailure failure;
    try {
      failure =
          failure(() -> {
            throw new DataAccessException(SECRET, new SQLException(SECRET, "23505"));
          });
    } finally {
      System.setErr(before);
    }

    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains(failure.getDetails().get(FailureDetails.class).errorId().toString())
        .contains("org.jooq.exception.DataAccessException")
        .contains("java.sql.SQLException state=23505")
        .contains("FailureInterceptorTest")
        .doesNotContain(SECRET);
  }

  private static Supplier<Void> throwing(RuntimeException failure) {
    return () -> {
      throw failure;
    };
  }

  private ApplicationFailure failure(Supplier<Void> body) {
    ActivityFailure failure = catchThrowableOfType(ActivityFailure.class, () -> run(body));
    return (ApplicationFailure) failure.getCause();
  }

  private void run(Supplier<Void> body) {
    environment.registerActivitiesImplementations((Step) body::get);
    environment
        .newActivityStub(
            Step.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofSeconds(10))
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build())
        .run();
  }
}
