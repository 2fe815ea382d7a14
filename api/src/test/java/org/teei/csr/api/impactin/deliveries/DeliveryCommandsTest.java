package org.teei.csr.api.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.DELIVERIES;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.key;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;
import org.teei.csr.api.shared.ObedientTemporal;

/** Commands on the way to a workflow, which here does nothing but obey. */
class DeliveryCommandsTest {
  private static ObedientTemporal temporal;
  private static Api api;
  private static Http http;
  private static ImpactRows rows;

  @BeforeAll
  static void start() {
    temporal = new ObedientTemporal();
    temporal.startWorkers();
    api = temporal.api();
    http = new Http(api);
    rows = new ImpactRows(api);
  }

  @AfterAll
  static void stop() {
    temporal.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve", "refuse", "cancel"})
  void aCommandIsADecisionThatTheWorkflowObeys(String command) {
    var id = running();

    var answer = tell(id, command, "{\"reason\":\"looked at it\"}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("location")).hasValue(DELIVERIES + "/" + id);
    assertThat(answer.json().get("id").asString()).isEqualTo(id.toString());
    assertThat(new Records(api).decisionsAbout(id)).isEqualTo(1);
    assertThat(new Records(api).auditedActions(id)).contains("impactin." + command);
  }

  @Test
  void aCommandNeedsNoReason() {
    assertThat(http.post(DELIVERIES + "/" + running() + "/approve").status()).isEqualTo(200);
  }

  @Test
  void aReasonThatIsTooLongIsRefused() {
    var answer = tell(running(), "approve", "{\"reason\":\"%s\"}".formatted("x".repeat(501)));

    assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("/reason");
  }

  @ParameterizedTest
  @CsvSource({"approve, refuse", "approve, approve"})
  void whatIsDecidedIsNotDecidedAgain(String first, String second) {
    var id = running();
    tell(id, first, "{}");

    var answer = tell(id, second, "{}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("impactin/not-waiting");
    assertThat(answer.json().get("currentStatus").asString()).isEqualTo("pending");
    assertThat(new Records(api).auditedActions(id)).contains("impactin." + second + "-refused");
  }

  @Test
  void aWorkflowThatHasEndedObeysNoMore() {
    var id = running();
    assertThat(tell(id, "cancel", "{}").status()).isEqualTo(200);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(tell(id, "cancel", "{}").problem()).isEqualTo("impactin/has-ended"));
  }

  @ParameterizedTest
  @CsvSource({
    "approve, confirmed, not-waiting",
    "approve, cancelled, not-waiting",
    "refuse, refused, not-waiting",
    "refuse, failed, not-waiting",
    "cancel, confirmed, has-ended",
    "cancel, expired, has-ended",
  })
  void whatHasEndedIsToldNothing(String command, String status, String problem) {
    var id = rows.in(status);

    var answer = tell(id, command, "{}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("impactin/" + problem);
    assertThat(answer.json().get("currentStatus").asString()).isEqualTo(status);
    assertThat(new Records(api).decisionsAbout(id)).isZero();
  }

  @Test
  void aReplayIsStartedAtOnce() {
    var id = rows.in("failed");

    assertThat(
            http.post(DELIVERIES + "/" + id + "/replay", "{}", "Idempotency-Key", key()).status())
        .isEqualTo(202);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(new Records(api).pendingStarts(id)).isZero());
    assertThat(tell(id, "cancel", "{}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve", "refuse", "cancel"})
  void withoutTemporalNothingIsToldAndNothingRecorded(String command) {
    var away = Api.shared();
    var id = new ImpactRows(away).in("awaiting_approval");

    var answer = new Http(away).post(DELIVERIES + "/" + id + "/" + command, "{}");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.problem()).isEqualTo("impactin/workflow-unreachable");
    assertThat(new Records(away).decisionsAbout(id)).isZero();
    assertThat(new Records(away).auditedActions(id)).isEmpty();
  }

  /** One whose workflow runs; its row is as the request left it. */
  private static UUID running() {
    var schedule = rows.schedule("benevity");
    return UUID.fromString(
        http.post(
                ImpactRows.SCHEDULES + "/" + schedule + "/run-now",
                "{\"periodOf\":\"%s\"}".formatted(ImpactRows.month()),
                "Idempotency-Key",
                key())
            .json()
            .get("id")
            .asString());
  }

  private static Answer tell(UUID id, String command, String body) {
    return http.post(DELIVERIES + "/" + id + "/" + command, body);
  }
}
