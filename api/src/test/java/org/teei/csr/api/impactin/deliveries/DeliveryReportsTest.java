package org.teei.csr.api.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.DELIVERIES;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import tools.jackson.databind.JsonNode;

class DeliveryReportsTest {
  private static final AtomicInteger YEARS = new AtomicInteger();

  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final ImpactRows rows = new ImpactRows(api);

  /** Days of requests that no other test has. */
  private final LocalDate day = LocalDate.of(2100, 1, 1).plusYears(YEARS.getAndIncrement());

  private int asked;

  @Test
  void eachPlatformIsCountedByWhatCameOfItsDeliveries() {
    for (var seconds : new int[] {10, 20, 30, 40}) {
      arrived("benevity", seconds, 1);
    }
    arrived("benevity", 100, 3);
    ended("benevity", "failed", 2);
    ended("benevity", "cancelled", 1);
    ended("benevity", "refused", 0);
    ended("benevity", "parked", 3);
    arrived("goodera", 5, 1);

    var sla = sla();

    var benevity = of(sla, "benevity");
    assertThat(benevity.get("deliveries").asInt()).isEqualTo(9);
    assertThat(benevity.get("arrived").asInt()).isEqualTo(5);
    assertThat(benevity.get("failed").asInt()).isEqualTo(1);
    assertThat(benevity.get("calledOff").asInt()).isEqualTo(2);
    assertThat(benevity.get("underWay").asInt()).isEqualTo(1);
    assertThat(benevity.get("successShare").decimalValue()).isEqualByComparingTo("0.8333");
    assertThat(benevity.get("meanSeconds").decimalValue()).isEqualByComparingTo("40");
    assertThat(benevity.get("p95Seconds").decimalValue()).isEqualByComparingTo("88");
    assertThat(benevity.get("retried").asInt()).isEqualTo(2);
    assertThat(benevity.get("retrySuccessShare").decimalValue()).isEqualByComparingTo("0.5");
    assertThat(benevity.get("longestFailureRun").asInt()).isEqualTo(1);
    assertThat(benevity.get("status").asString()).isEqualTo("breach");
    var goodera = of(sla, "goodera");
    assertThat(goodera.get("successShare").decimalValue()).isEqualByComparingTo("1");
    assertThat(goodera.get("retrySuccessShare").isNull()).isTrue();
    assertThat(goodera.get("longestFailureRun").asInt()).isZero();
    assertThat(goodera.get("status").asString()).isEqualTo("ok");
    var file = of(sla, "file");
    assertThat(file.get("deliveries").asInt()).isZero();
    assertThat(file.get("successShare").isNull()).isTrue();
    assertThat(file.get("meanSeconds").isNull()).isTrue();
    assertThat(file.get("status").asString()).isEqualTo("no-deliveries");
  }

  /** The origin had its warning below its breach, so that there was none. */
  @ParameterizedTest
  @CsvSource({
    "50, 0, ok",
    "49, 1, ok",
    "48, 1, warning",
    "19, 1, warning",
    "18, 1, breach",
    "0, 1, breach"
  })
  void theStatusFollowsTheShareOfWhatArrived(int arrived, int failed, String status) {
    for (var i = 0; i < arrived; i++) {
      arrived("workday", 1, 1);
    }
    for (var i = 0; i < failed; i++) {
      ended("workday", "expired", 1);
    }

    assertThat(of(sla(), "workday").get("status").asString()).isEqualTo(status);
  }

  @Test
  void whatIsUnderWayOrCalledOffAloneSaysNothing() {
    ended("workday", "pending", 0);
    ended("workday", "cancelled", 1);

    var workday = of(sla(), "workday");

    assertThat(workday.get("deliveries").asInt()).isEqualTo(2);
    assertThat(workday.get("status").asString()).isEqualTo("no-deliveries");
  }

  @Test
  void failuresInARowAreCountedInTheOrderOfTheRequests() {
    ended("benevity", "failed", 1);
    arrived("benevity", 1, 1);
    ended("benevity", "failed", 1);
    // Somebody's own decision neither fails nor ends a row of failures.
    ended("benevity", "cancelled", 1);
    ended("goodera", "failed", 1);
    ended("benevity", "expired", 1);
    ended("benevity", "failed", 1);
    arrived("benevity", 1, 1);
    ended("benevity", "failed", 1);

    assertThat(of(sla(), "benevity").get("longestFailureRun").asInt()).isEqualTo(3);
    assertThat(of(sla(), "goodera").get("longestFailureRun").asInt()).isEqualTo(1);
  }

  @Test
  void aWindowHasItsFirstDayAndNotTheDayBehind() {
    arrived("file", 1, 1);
    asked = 86_399;
    arrived("file", 1, 1);
    asked = 86_400;
    arrived("file", 1, 1);

    assertThat(of(sla(), "file").get("deliveries").asInt()).isEqualTo(2);
  }

  @Test
  void withoutDaysItIsTheLastThirty() {
    var sla = http.get(DELIVERIES + "/sla").json();

    var today = LocalDate.now(ZoneOffset.UTC);
    assertThat(sla.get("until").asString()).isEqualTo(today.plusDays(1).toString());
    assertThat(sla.get("from").asString()).isEqualTo(today.minusDays(29).toString());
    assertThat(sla.get("platforms")).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "from=2026-01-01&until=2026-01-01, until",
    "from=2026-01-02&until=2026-01-01, until",
    "from=2025-01-01&until=2026-01-03, until",
    "from=1960-01-01, from",
    "until=%2B999999999-12-31, until",
    "from=now, from",
  })
  void daysThatAreNoWindowAreRefused(String query, String parameter) {
    var answer = http.get(DELIVERIES + "/sla?" + query);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/parameter").asString()).isEqualTo(parameter);
  }

  @Test
  void theTimelineCountsDaysByPlatformAndStatusTheNewestFirst() {
    arrived("benevity", 1, 1);
    arrived("benevity", 1, 1);
    ended("benevity", "parked", 1);
    ended("goodera", "failed", 1);
    asked = 86_400;
    ended("benevity", "failed", 1);

    var entries = http.get(DELIVERIES + "/timeline?limit=100").json().get("entries");

    var mine =
        entries
            .valueStream()
            .filter(entry -> entry.get("day").asString().compareTo(day.toString()) >= 0)
            .filter(entry -> entry.get("day").asString().compareTo(day.plusDays(2).toString()) < 0)
            .map(JsonNode::toString)
            .toList();
    assertThat(mine)
        .containsExactly(
            "{\"day\":\"%s\",\"platform\":\"benevity\",\"deliveries\":1,\"byStatus\":{\"failed\":1}}"
                .formatted(day.plusDays(1)),
            "{\"day\":\"%s\",\"platform\":\"benevity\",\"deliveries\":3,\"byStatus\":{\"confirmed\":2,\"parked\":1}}"
                .formatted(day),
            "{\"day\":\"%s\",\"platform\":\"goodera\",\"deliveries\":1,\"byStatus\":{\"failed\":1}}"
                .formatted(day));
    assertThat(
            http.get(DELIVERIES + "/timeline?limit=1")
                .json()
                .get("entries")
                .valueStream()
                .map(entry -> entry.get("day").asString())
                .distinct())
        .hasSize(1);
    assertThat(http.get(DELIVERIES + "/timeline?limit=101").status()).isEqualTo(400);
  }

  @Test
  void nothingOfAnotherCompanyIsCounted() {
    arrived("benevity", 1, 1);

    var other = Http.as(api, "other", "company_user");

    assertThat(
            of(
                    other
                        .get(DELIVERIES + "/sla?from=%s&until=%s".formatted(day, day.plusDays(1)))
                        .json(),
                    "benevity")
                .get("deliveries")
                .asInt())
        .isZero();
    assertThat(other.get(DELIVERIES + "/timeline?limit=100").text()).doesNotContain(day.toString());
  }

  private JsonNode sla() {
    var answer = http.get(DELIVERIES + "/sla?from=%s&until=%s".formatted(day, day.plusDays(1)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode of(JsonNode sla, String platform) {
    return sla.get("platforms")
        .valueStream()
        .filter(one -> one.get("platform").asString().equals(platform))
        .findFirst()
        .orElseThrow();
  }

  private void arrived(String platform, int seconds, int attempts) {
    rows.delivery(row -> {
      ImpactRows.status(row, "confirmed");
      row.setPlatform(platform);
      row.setAttempts(attempts);
      row.setRequestedAt(day.atStartOfDay().plusSeconds(asked++).toInstant(ZoneOffset.UTC));
      row.setDeliveredAt(row.getRequestedAt().plusSeconds(seconds));
    });
  }

  private void ended(String platform, String status, int attempts) {
    rows.delivery(row -> {
      ImpactRows.status(row, status);
      row.setPlatform(platform);
      row.setAttempts(attempts);
      row.setRequestedAt(day.atStartOfDay().plusSeconds(asked++).toInstant(ZoneOffset.UTC));
    });
  }
}
