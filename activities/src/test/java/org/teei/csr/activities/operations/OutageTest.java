package org.teei.csr.activities.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED"})
  void aTemporalThatDoesNotAnswerIsAnOutage(Status.Code code) {
    assertThat(Outage.causes(new IllegalStateException(answer(code)))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"INVALID_ARGUMENT", "NOT_FOUND", "PERMISSION_DENIED", "INTERNAL"})
  void anAnswerAboutOneItemIsNone(Status.Code code) {
    assertThat(Outage.causes(answer(code))).isFalse();
  }

  @Test
  void aDatabaseWithoutAConnectionToGiveIsAnOutage() {
    var timedOut = new SQLTransientConnectionException("none free");
    assertThat(Outage.causes(new DataAccessException("failed", timedOut))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"22001", "23505", "42501"})
  void aStatementThatTheDatabaseRefusesIsNone(String state) {
    var refused = new SQLException("refused", state);
    assertThat(Outage.causes(new DataAccessException("failed", refused))).isFalse();
  }

  @Test
  void aDefectOfOursIsNone() {
    assertThat(Outage.causes(new IllegalStateException("wrong"))).isFalse();
  }

  private static RuntimeException answer(Status.Code code) {
    return code.toStatus().asRuntimeException();
  }
}
