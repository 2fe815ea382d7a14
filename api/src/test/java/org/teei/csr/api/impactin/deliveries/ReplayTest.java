package org.teei.csr.api.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.DELIVERIES;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.atOnce;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.key;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;

class ReplayTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final ImpactRows rows = new ImpactRows(api);

  @ParameterizedTest
  @ValueSource(strings = {"failed", "expired", "cancelled", "refused"})
  void whatDidNotArriveBeginsAgainWithWhatIsFrozen(String status) {
    var snapshot = rows.snapshot(Api.TENANT, ImpactRows.month(), 1, ImpactRows.FIGURES);
    var id =
        rows.delivery(row -> {
          rows.frozen(row, snapshot, "{\"a\":1}", "application/json");
          ImpactRows.status(row, status);
          row.setAttempts(3);
        });
    var before = rows.row(id);

    var answer = replay(id, key());

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.header("location")).hasValue(DELIVERIES + "/" + id);
    assertThat(answer.json().get("status").asString()).isEqualTo("pending");
    assertThat(answer.json().get("run").asInt()).isEqualTo(2);
    assertThat(answer.json().get("reason").isNull()).isTrue();
    assertThat(answer.json().get("finishedAt").isNull()).isTrue();
    assertThat(answer.json().get("payloadSha256").asString()).isEqualTo(before.getPayloadSha256());
    assertThat(rows.row(id).getPayloadCiphertext()).isEqualTo(before.getPayloadCiphertext());
    assertThat(rows.row(id).getAttempts()).isEqualTo(3);
    assertThat(rows.starts(id))
        .singleElement()
        .satisfies(start -> {
          assertThat(start.getWorkflowId()).isEqualTo("impactin/demo/" + id);
          assertThat(start.getState()).isEqualTo("pending");
        });
    assertThat(new Records(api).decisionsAbout(id)).isEqualTo(1);
    assertThat(new Records(api).auditedActions(id)).containsExactly("impactin.replay");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pending",
        "awaiting_approval",
        "delivering",
        "retrying",
        "unknown",
        "parked",
        "delivered",
        "confirmed"
      })
  void whatArrivedOrIsUnderWayDoesNotBeginAgain(String status) {
    var id = rows.in(status);

    var answer = replay(id, key());

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("impactin/not-replayable");
    assertThat(answer.json().get("currentStatus").asString()).isEqualTo(status);
    assertThat(rows.row(id).getRun()).isEqualTo(1);
    assertThat(rows.starts(id)).isEmpty();
    assertThat(new Records(api).decisionsAbout(id)).isZero();
  }

  @Test
  void aReplayNeedsAKey() {
    var id = rows.in("failed");

    var answer = http.post(DELIVERIES + "/" + id + "/replay", "{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("idempotency/key-required");
    assertThat(rows.row(id).getStatus()).isEqualTo("failed");
  }

  @Test
  void theSameKeyBeginsItOnce() {
    var id = rows.in("failed");
    var key = key();
    var first = replay(id, key);
    rows.change(id, row -> ImpactRows.status(row, "failed"));

    assertThat(replay(id, key).json()).isEqualTo(first.json());
    assertThat(rows.row(id).getRun()).isEqualTo(2);
    assertThat(rows.starts(id)).hasSize(1);
    assertThat(replay(rows.in("failed"), key).status()).isEqualTo(422);
  }

  @Test
  void anotherKeyBeginsItAgainOnceItHasFailedAgain() {
    var id = rows.in("failed");
    replay(id, key());
    assertThat(replay(id, key()).status()).isEqualTo(409);
    rows.change(id, row -> ImpactRows.status(row, "failed"));

    assertThat(replay(id, key()).json().get("run").asInt()).isEqualTo(3);
    assertThat(new Records(api).decisionsAbout(id)).isEqualTo(2);
  }

  @Test
  void aKeyThatIsUsedAgainAfterItsTimeBeginsItAgain() {
    var id = rows.in("failed");
    var key = key();
    replay(id, key);
    rows.change(id, row -> ImpactRows.status(row, "failed"));
    rows.aDayLater(
        "update csr.decisions set decided_at = now() - interval '25 hours' where resource_id = ?::text",
        id);

    assertThat(replay(id, key).json().get("run").asInt()).isEqualTo(3);
  }

  @Test
  void ofTwentyAtOnceOneBeginsIt() {
    var id = rows.in("failed");

    var answers = atOnce(20, _ -> replay(id, key()));

    assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(19);
    assertThat(rows.row(id).getRun()).isEqualTo(2);
    assertThat(rows.starts(id)).hasSize(1);
    assertThat(new Records(api).decisionsAbout(id)).isEqualTo(1);
  }

  @Test
  void twentyOfOneRequestAtOnceBeginItOnce() {
    var id = rows.in("failed");
    var key = key();

    var answers = atOnce(20, _ -> replay(id, key));

    assertThat(answers).anyMatch(answer -> answer.status() == 202);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 202)
        .allMatch(answer -> answer.problem().equals("idempotency/still-running"));
    assertThat(rows.row(id).getRun()).isEqualTo(2);
    assertThat(rows.starts(id)).hasSize(1);
  }

  private Answer replay(UUID id, String key) {
    return http.post(
        DELIVERIES + "/" + id + "/replay",
        "{\"reason\":\"the platform is back\"}",
        "Idempotency-Key",
        key);
  }
}
