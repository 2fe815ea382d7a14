package org.teei.csr.api.impactin.deliveries;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.DELIVERIES;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.FIGURES;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.shared.Sha256;
import tools.jackson.databind.JsonNode;

class ImpactDeliveriesTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final ImpactRows rows = new ImpactRows(api);

  @Test
  void aDeliveryIsShownWithWhatCameOfIt() {
    var snapshot = rows.snapshot(Api.TENANT, ImpactRows.month(), 1, FIGURES);
    var id =
        rows.delivery(row -> {
          rows.frozen(row, snapshot, "{\"a\":1}", "application/json");
          ImpactRows.status(row, "confirmed");
          row.setAttempts(2);
          row.setTransactionId("tx-1");
        });

    var answer = http.get(DELIVERIES + "/" + id);

    assertThat(answer.status()).isEqualTo(200);
    var shown = answer.json();
    assertThat(shown.get("status").asString()).isEqualTo("confirmed");
    assertThat(shown.get("attempts").asInt()).isEqualTo(2);
    assertThat(shown.get("run").asInt()).isEqualTo(1);
    assertThat(shown.get("transactionId").asString()).isEqualTo("tx-1");
    assertThat(shown.at("/leftOut/0/reason").asString()).isEqualTo("fewer-than-5-people");
    assertThat(shown.at("/changes/0/what").asString()).isEqualTo("hours");
    assertThat(shown.get("workflowUrl").asString()).contains(id.toString());
    assertThat(
            http.get(DELIVERIES + "/" + id, "If-None-Match", answer.header("etag").orElseThrow())
                .status())
        .isEqualTo(304);
  }

  @Test
  void listsAreFilteredAndComeInPages() {
    var schedule = rows.schedule("workday");
    var ids =
        List.of("failed", "failed", "failed", "parked").stream()
            .map(status ->
                rows.delivery(row -> {
                  row.setPlatform("workday");
                  row.setScheduleId(schedule);
                  ImpactRows.status(row, status);
                }))
            .toList();
    var all = DELIVERIES + "?scheduleId=" + schedule;

    assertThat(ids(all)).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(ids(all + "&status=failed")).containsExactlyInAnyOrderElementsOf(ids.subList(0, 3));
    assertThat(ids(all + "&status=parked&platform=workday")).containsExactly(ids.get(3));
    assertThat(ids(all + "&platform=benevity")).isEmpty();
    var third = rows.row(ids.get(2));
    assertThat(ids(all + "&from=" + third.getPeriodFrom()))
        .containsExactlyInAnyOrderElementsOf(ids.subList(2, 4));
    assertThat(ids(all + "&until=" + third.getPeriodUntil()))
        .containsExactlyInAnyOrderElementsOf(ids.subList(0, 3));
    assertThat(
            ids(all + "&from=%s&until=%s".formatted(third.getPeriodFrom(), third.getPeriodUntil())))
        .containsExactly(ids.get(2));

    var first = http.get(all + "&status=failed&page_size=2").json();
    assertThat(first.get("total").asInt()).isEqualTo(3);
    assertThat(first.get("items")).hasSize(2);
    var second = http.get(first.at("/links/next").asString()).json();
    assertThat(second.get("items")).hasSize(1);
    assertThat(second.at("/links/next").isNull()).isTrue();
    assertThat(second.at("/links/prev").asString()).contains("status=failed", "page=1");
  }

  @Test
  void theNewestComeFirst() {
    var schedule = rows.schedule("file");
    var ids =
        List.of(3, 1, 2).stream()
            .map(hours ->
                rows.delivery(row -> {
                  row.setScheduleId(schedule);
                  row.setRequestedAt(Instant.now().minusSeconds(hours * 3600L));
                }))
            .toList();

    assertThat(ids(DELIVERIES + "?scheduleId=" + schedule))
        .containsExactly(ids.get(1), ids.get(2), ids.get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "platform=elsewhere, platform",
    "from=1969-12-31, from",
    "from=-999999999-01-01, from",
    "until=%2B999999999-12-31, until",
    "page=0, page",
    "page_size=101, page_size",
    "companyId=other, companyId",
  })
  void whatIsNoFilterIsRefusedByTheNameOfTheParameter(String query, String parameter) {
    var answer = http.get(DELIVERIES + "?" + query);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/parameter").asString()).isEqualTo(parameter);
  }

  /** Filters are bound like bodies, and so refused like them. */
  @ParameterizedTest
  @CsvSource({"status=lost, /status", "from=yesterday, /from", "scheduleId=1, /scheduleId"})
  void whatHasAnotherFormIsRefusedByTheNameOfTheMember(String query, String pointer) {
    var answer = http.get(DELIVERIES + "?" + query);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
    assertThat(answer.json().get("errors").toString()).doesNotContain("lost", "yesterday");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"name\":\"språk\"} | application/json", "figure,value\\r\\nhours,1 | text/csv"})
  void whatIsSentIsShownToTheByte(String payload, String type) {
    var bytes = payload.replace("\\r\\n", "\r\n");
    var snapshot = rows.snapshot(Api.TENANT, ImpactRows.month(), 1, FIGURES);
    var id = rows.delivery(row -> rows.frozen(row, snapshot, bytes, type));

    var answer = http.get(DELIVERIES + "/" + id + "/payload");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().body()).isEqualTo(bytes.getBytes(UTF_8));
    assertThat(answer.header("content-type").orElseThrow()).startsWith(type);
    assertThat(answer.header("x-content-sha256"))
        .hasValue(HexFormat.of().formatHex(Sha256.start().digest(bytes.getBytes(UTF_8))));
    assertThat(rows.row(id).getPayloadCiphertext()).isNotEqualTo(bytes.getBytes(UTF_8));
  }

  @Test
  void whatIsNotFrozenYetCannotBeShown() {
    var answer = http.get(DELIVERIES + "/" + rows.in("pending") + "/payload");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("impactin/not-frozen");
  }

  @Test
  void attemptsAreShownInTheirOrderWithWhatWasSentAndAnswered() {
    var id = rows.in("retrying");
    rows.attempt(
        id,
        2,
        "POST /v1/impact\n\n{\"name\":\"språk\"}",
        "{\"success\":true}",
        row -> {
          row.setEndedAt(Instant.now());
          row.setVerdict("accepted");
          row.setHttpStatus(200);
          row.setTookMillis(120);
        });
    rows.attempt(
        id,
        1,
        "POST /v1/impact",
        "",
        row -> {
          row.setEndedAt(Instant.now());
          row.setVerdict("try-later");
          row.setFailureClass("TRANSIENT");
          row.setReason("rate-limited");
          row.setHttpStatus(429);
        });
    rows.attempt(
        id,
        3,
        "",
        "",
        row -> {
          row.setKind("ask");
          row.setRequestCiphertext(null);
          row.setResponseCiphertext(null);
        });

    var attempts = http.get(DELIVERIES + "/" + id + "/attempts").json().get("attempts");

    assertThat(attempts).extracting(one -> one.get("attempt").asInt()).containsExactly(1, 2, 3);
    assertThat(attempts.get(0).get("reason").asString()).isEqualTo("rate-limited");
    assertThat(attempts.get(0).get("response").asString()).isEmpty();
    assertThat(attempts.get(1).get("request").asString())
        .isEqualTo("POST /v1/impact\n\n{\"name\":\"språk\"}");
    assertThat(attempts.get(1).get("response").asString()).isEqualTo("{\"success\":true}");
    assertThat(attempts.get(1).get("httpStatus").asInt()).isEqualTo(200);
    assertThat(attempts.get(2).get("kind").asString()).isEqualTo("ask");
    assertThat(attempts.get(2).get("verdict").isNull()).isTrue();
    assertThat(attempts.get(2).get("request").isNull()).isTrue();
  }

  @Test
  void whatWasSentOpensInItsOwnRowOnly() {
    var one = rows.in("retrying");
    var two = rows.in("retrying");
    rows.attempt(one, 1, "secret of one", "", _ -> {});
    rows.attempt(two, 1, "secret of two", "", _ -> {});
    rows.swapRequests(one, two);

    var answer = http.get(DELIVERIES + "/" + one + "/attempts");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/attempts", "/payload"})
  void whatAnotherCompanyHasIsNotThere(String below) {
    var id = rows.delivery("other", _ -> {});

    assertThat(http.get(DELIVERIES + "/" + id + below).status()).isEqualTo(404);
    assertThat(http.get(DELIVERIES + "/" + UUID.randomUUID() + below).status()).isEqualTo(404);
    assertThat(http.get(DELIVERIES + "?from=" + LocalDate.EPOCH + "&page_size=100").text())
        .doesNotContain(id.toString());
  }

  private List<UUID> ids(String path) {
    var answer = http.get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("items").valueStream().map(ImpactDeliveriesTest::id).toList();
  }

  private static UUID id(JsonNode delivery) {
    return UUID.fromString(delivery.get("id").asString());
  }
}
