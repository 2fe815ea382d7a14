package org.teei.csr.workflows.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.failure.v1.TimeoutFailureInfo;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.FailureDetails;

class DiagnosisTest {

  private static final DataConverter CONVERTER = DefaultDataConverter.newDefaultInstance();
  private static final UUID ERROR = UUID.randomUUID();
  private static final ApplicationFailure KNOWN =
      ApplicationFailure.newFailure(
          "x", "imports/x", new FailureDetails(FailureClass.RATE_LIMITED, ERROR));

  static Stream<Arguments> causes() {
    Diagnosis known = new Diagnosis(FailureClass.RATE_LIMITED, "imports/x", ERROR);
    Diagnosis late = new Diagnosis(FailureClass.TRANSIENT, "operations/no-answer-in-time", null);
    Diagnosis unknown = new Diagnosis(FailureClass.BUG, "operations/unexpected-error", null);
    return Stream.of(
        Arguments.of(KNOWN, known),
        Arguments.of(timeout(KNOWN), known),
        Arguments.of(timeout(null), late),
        Arguments.of(
            new CanceledFailure("by hand"),
            new Diagnosis(FailureClass.TRANSIENT, "operations/step-cancelled", null)),
        Arguments.of(
            ApplicationFailure.newFailure("x", "java.lang.IllegalStateException"), unknown),
        Arguments.of(null, unknown));
  }

  /** A time-out as the server reports it, with the last try's failure if there was one. */
  private static Throwable timeout(@Nullable ApplicationFailure last) {
    Failure.Builder failure =
        Failure.newBuilder()
            .setTimeoutFailureInfo(
                TimeoutFailureInfo.newBuilder()
                    .setTimeoutType(TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE));
    if (last != null) {
      failure.setCause(CONVERTER.exceptionToFailure(last));
    }
    return CONVERTER.failureToException(failure.build());
  }

  @ParameterizedTest
  @MethodSource("causes")
  void namesTheCause(Throwable cause, Diagnosis expected) {
    var failure =
        new ActivityFailure(
            "failed", 1, 2, "Imports_Stage", "a", RetryState.RETRY_STATE_TIMEOUT, "w", cause);

    assertThat(Diagnosis.of(failure)).isEqualTo(expected);
  }
}
