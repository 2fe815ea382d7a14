package org.teei.csr.activities.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.teei.csr.workflows.shared.FailureClass.AUTH;
import static org.teei.csr.workflows.shared.FailureClass.BUG;
import static org.teei.csr.workflows.shared.FailureClass.DATA;
import static org.teei.csr.workflows.shared.FailureClass.PERMANENT;
import static org.teei.csr.workflows.shared.FailureClass.RATE_LIMITED;
import static org.teei.csr.workflows.shared.FailureClass.TRANSIENT;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.teei.csr.schema.personaldata.DecryptionException;
import org.teei.csr.schema.personaldata.KmsUnavailableException;
import org.teei.csr.workflows.shared.FailureClass;

class FailureClassifierTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(sql("08006"), TRANSIENT, "database-unavailable"),
        arguments(sql("08001"), TRANSIENT, "database-unavailable"),
        arguments(sql("57P01"), TRANSIENT, "database-unavailable"),
        arguments(sql("57014"), TRANSIENT, "database-unavailable"),
        arguments(sql("53300"), TRANSIENT, "database-unavailable"),
        arguments(sql("40001"), TRANSIENT, "database-conflict"),
        arguments(sql("40P01"), TRANSIENT, "database-conflict"),
        arguments(sql("55P03"), TRANSIENT, "database-conflict"),
        arguments(sql("25006"), TRANSIENT, "database-read-only"),
        arguments(sql("22P02"), DATA, "database-refused-value"),
        arguments(sql("XX001"), DATA, "database-damaged"),
        arguments(sql("23505"), BUG, "database-refused-change"),
        arguments(sql("42P01"), BUG, "database-refused-statement"),
        arguments(sql("42501"), BUG, "database-refused-statement"),
        arguments(sql(null), BUG, "database-refused-statement"),
        arguments(new SQLTransientConnectionException("pool"), TRANSIENT, "database-unavailable"),
        arguments(new DataAccessException("wrapped", sql("40001")), TRANSIENT, "database-conflict"),
        arguments(new IOException("disk"), TRANSIENT, "input-output"),
        arguments(new UncheckedIOException(new IOException("disk")), TRANSIENT, "input-output"),
        arguments(new SocketTimeoutException("slow"), TRANSIENT, "input-output"),
        arguments(new TimeoutException("slow"), TRANSIENT, "timed-out"),
        arguments(new InterruptedException("stop"), TRANSIENT, "interrupted"),
        arguments(
            new IOException("x", new GeneralSecurityException("tag")),
            DATA,
            "stored-object-damaged"),
        arguments(new EOFException("short"), DATA, "stored-object-damaged"),
        arguments(new NoSuchFileException("gone"), DATA, "stored-object-gone"),
        arguments(new DecryptionException("no", null), DATA, "personal-data-unreadable"),
        arguments(new KmsUnavailableException("away", null), TRANSIENT, "kms-unavailable"),
        arguments(
            new KmsUnavailableException("away", new NoSuchFileException("key")),
            TRANSIENT,
            "kms-unavailable"),
        arguments(new NullPointerException("null"), BUG, "defect"),
        arguments(new IllegalStateException("state"), BUG, "defect"),
        arguments(new StackOverflowError(), BUG, "defect"),
        arguments(new StepFailure(PERMANENT, "import-ended"), PERMANENT, "import-ended"),
        arguments(new StepFailure(DATA, "known", new SQLException("x", "08006")), DATA, "known"),
        arguments(new HttpRefusal(429, null), RATE_LIMITED, "rate-limited"),
        arguments(new HttpRefusal(401, null), AUTH, "credentials-refused"),
        arguments(new HttpRefusal(403, null), AUTH, "credentials-refused"),
        arguments(new HttpRefusal(408, null), TRANSIENT, "other-side-failing"),
        arguments(new HttpRefusal(400, null), PERMANENT, "other-side-refused"),
        arguments(new HttpRefusal(404, null), PERMANENT, "other-side-refused"),
        arguments(new HttpRefusal(422, null), PERMANENT, "other-side-refused"),
        arguments(new HttpRefusal(500, null), TRANSIENT, "other-side-failing"),
        arguments(new HttpRefusal(503, null), TRANSIENT, "other-side-failing"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void tellsWhatHelps(Throwable failure, FailureClass failureClass, String reason) {
    FailureClassifier.Verdict verdict = FailureClassifier.classify(failure, NOW);

    assertThat(verdict.failureClass()).isEqualTo(failureClass);
    assertThat(verdict.reason()).isEqualTo(reason).matches("[a-z]+(-[a-z]+)*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -                             | -
          30                            | PT30S
          0                             | PT1S
          3600                          | PT1H
          86400                         | PT1H
          99999999999999999999          | PT1H
          Sat, 21 Nov 2026 12:02:00 GMT | PT2M
          Sat, 21 Nov 2026 11:00:00 GMT | PT1S
          Mon, 23 Nov 2026 12:00:00 GMT | PT1H
          soon                          | -
          -5                            | -
          """)
  void retryAfterIsKeptBetweenASecondAndAnHour(String header, Duration expected) {
    for (int status : new int[] {429, 503}) {
      assertThat(FailureClassifier.classify(new HttpRefusal(status, header), NOW).retryAfter())
          .isEqualTo(expected);
    }
  }

  @Test
  void aChainThatBitesItsTailEnds() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);

    assertThat(FailureClassifier.classify(first, NOW).failureClass()).isEqualTo(BUG);
  }

  @Test
  void whatOnlyAChangeHelpsIsNotRetried() {
    assertThat(
            Stream.of(FailureClass.values())
                .filter(c -> new FailureClassifier.Verdict(c, "x").retryable()))
        .containsExactlyInAnyOrder(TRANSIENT, RATE_LIMITED, BUG);
  }

  private static SQLException sql(String state) {
    return new SQLException("never shown", state);
  }
}
