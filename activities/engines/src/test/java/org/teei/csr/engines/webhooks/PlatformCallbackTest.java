package org.teei.csr.engines.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.engines.webhooks.PlatformCallback.Outcome;

class PlatformCallbackTest {

  @ParameterizedTest
  @CsvSource({
    "delivery.success,PROCESSED,",
    "delivery.failed,FAILED,platform-says-failed",
    "delivery.retry,RECEIVED,platform-tries-again"
  })
  void benevitySaysHowFarItIs(String type, Outcome outcome, String reason) {
    var callback =
        read(
            WebhookSource.BENEVITY,
            """
            {"event_type":"%s","transaction_id":"BNV-1","organization_id":"acme","status":"x",
             "timestamp":"2026-11-30T08:00:00Z","error_message":"Jane Doe is unknown"}\
            """
                .formatted(type));

    assertThat(callback.orElseThrow())
        .satisfies(said -> {
          assertThat(said.transactionId()).isEqualTo("BNV-1");
          assertThat(said.outcome()).isEqualTo(outcome);
          assertThat(said.reason()).isEqualTo(reason);
          assertThat(said.toString()).doesNotContain("Jane");
        });
  }

  @ParameterizedTest
  @CsvSource({"data.received,RECEIVED", "data.processed,PROCESSED", "data.failed,FAILED"})
  void gooderaSaysHowFarItIs(String type, Outcome outcome) {
    var callback =
        read(
            WebhookSource.GOODERA,
            "{\"eventType\":\"%s\",\"transactionId\":\"GDR-1\",\"projectId\":\"p\"}"
                .formatted(type));

    assertThat(callback.orElseThrow().outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "activity.created,success,PROCESSED",
    "activity.updated,error,FAILED",
    "enrollment.confirmed,success,PROCESSED"
  })
  void workdaySaysHowFarItIs(String type, String status, Outcome outcome) {
    assertThat(read(WebhookSource.WORKDAY, workday(type, status, "a-1")).orElseThrow().outcome())
        .isEqualTo(outcome);
  }

  /** The time and the order of members are not what is said. */
  @Test
  void theSameSaidAgainIsTheSame() {
    var once =
        read(
            WebhookSource.BENEVITY,
            "{\"event_type\":\"delivery.success\",\"transaction_id\":\"BNV-1\",\"timestamp\":\"1\"}");
    var again =
        read(
            WebhookSource.BENEVITY,
            "{\"timestamp\":\"2\",\"transaction_id\":\"BNV-1\",\"event_type\":\"delivery.success\"}");

    assertThat(again.orElseThrow().digest()).isEqualTo(once.orElseThrow().digest());
  }

  @Test
  void anotherActivityOrOutcomeIsAnotherThing() {
    var digests =
        Stream.of(
                workday("activity.created", "success", "a-1"),
                workday("activity.created", "success", "a-2"),
                workday("activity.created", "error", "a-1"),
                workday("activity.updated", "success", "a-1"))
            .map(body -> read(WebhookSource.WORKDAY, body).orElseThrow().digest())
            .toList();

    assertThat(digests).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "\"delivery.success\"",
        "{\"event_type\":\"delivery.success\"}",
        "{\"event_type\":\"delivery.success\",\"transaction_id\":\"\"}",
        "{\"event_type\":\"delivery.success\",\"transaction_id\":\"with space\"}",
        "{\"event_type\":\"delivery.success\",\"transaction_id\":{}}",
        "{\"event_type\":\"delivery.lost\",\"transaction_id\":\"BNV-1\"}",
        "{\"event_type\":\"delivery.success\",\"transaction_id\":\"BNV-1\"} {}",
        "{\"event_type\":\"delivery.success\",\"transaction_id\":\"BNV-1\",\"transaction_id\":\"BNV-2\"}",
        "{\"eventType\":\"data.processed\",\"transactionId\":\"GDR-1\"}"
      })
  void whatHasNotTheFormSaysNothing(String body) {
    assertThat(read(WebhookSource.BENEVITY, body)).isEmpty();
  }

  @Test
  void anIdOfEndlessLengthIsNone() {
    assertThat(
            read(
                WebhookSource.GOODERA,
                "{\"eventType\":\"data.processed\",\"transactionId\":\"%s\"}"
                    .formatted("x".repeat(201))))
        .isEmpty();
  }

  private static String workday(String type, String status, String activity) {
    return "{\"eventType\":\"%s\",\"transactionId\":\"WD-1\",\"activityId\":\"%s\",\"status\":\"%s\"}"
        .formatted(type, activity, status);
  }

  private static Optional<PlatformCallback> read(WebhookSource source, String body) {
    return PlatformCallback.read(source, body.getBytes(UTF_8));
  }
}
