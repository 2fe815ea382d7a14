package org.teei.csr.api.impactin.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.SCHEDULES;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.atOnce;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.key;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.month;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.api.impactin.deliveries.ImpactRows;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;

class RunNowTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final ImpactRows rows = new ImpactRows(api);
  private final LocalDate month = month();
  private final UUID schedule = rows.schedule("benevity");

  @Test
  void aPeriodIsDeliveredByAWorkflow() {
    var answer = run(key(), month.plusDays(14));

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    var delivery = answer.json();
    assertThat(http.get(answer.header("location").orElseThrow()).json()).isEqualTo(delivery);
    assertThat(delivery.get("status").asString()).isEqualTo("pending");
    assertThat(delivery.get("cause").asString()).isEqualTo("run-now");
    assertThat(delivery.get("scheduleId").asString()).isEqualTo(schedule.toString());
    assertThat(delivery.get("revision").asInt()).isEqualTo(1);
    assertThat(delivery.at("/period/from").asString()).isEqualTo(month.toString());
    assertThat(delivery.at("/period/until").asString()).isEqualTo(month.plusMonths(1).toString());
    var start = rows.starts(id(answer)).getFirst();
    assertThat(start.getWorkflowId()).isEqualTo("impactin/demo/" + id(answer));
    assertThat(start.getInput().data()).contains(id(answer).toString(), "benevity");
    assertThat(new Records(api).auditedActions(id(answer))).containsExactly("impactin.run-now");
  }

  @Test
  void withoutADayItIsTheLastPeriodThatHasEnded() {
    var thisMonth = LocalDate.now(ZoneId.of(ImpactRows.ZONE)).withDayOfMonth(1);

    var answer = http.post(path(), "{}", "Idempotency-Key", key());

    assertThat(answer.json().at("/period/from").asString())
        .isEqualTo(thisMonth.minusMonths(1).toString());
    assertThat(
            http.send("POST", path(), BodyPublishers.noBody(), "Idempotency-Key", key())
                .json()
                .get("id"))
        .isEqualTo(answer.json().get("id"));
  }

  @Test
  void aRunNeedsAKey() {
    var answer = http.post(path(), "{\"periodOf\":\"%s\"}".formatted(month));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("idempotency/key-required");
    assertThat(rows.deliveries(month, month.plusMonths(1))).isEmpty();
  }

  @Test
  void theSameKeyIsTheSameDeliveryAndNoOtherRequest() {
    var key = key();
    var first = run(key, month);

    assertThat(run(key, month).json()).isEqualTo(first.json());
    assertThat(run(key, month.minusMonths(1)).status()).isEqualTo(422);
    assertThat(rows.starts(id(first))).hasSize(1);
  }

  @Test
  void twentyRunsAtOnceAreOneDeliveryOfThePeriod() {
    var answers = atOnce(20, _ -> run(key(), month));

    assertThat(answers).allMatch(answer -> answer.status() == 202);
    assertThat(answers.stream().map(RunNowTest::id).collect(Collectors.toSet())).hasSize(1);
    assertThat(rows.deliveries(month, month.plusMonths(1))).hasSize(1);
    assertThat(rows.starts(id(answers.getFirst()))).hasSize(1);
    assertThat(new Records(api).auditedActions(id(answers.getFirst())))
        .containsExactly("impactin.run-now");
  }

  @Test
  void schedulesOfOnePlatformShareTheDeliveryOfAPeriodAndThoseOfAnotherDoNot() {
    var first = run(key(), month);

    var sibling = run(rows.schedule("benevity"), key(), month);
    var elsewhere = run(rows.schedule("goodera"), key(), month);

    assertThat(id(sibling)).isEqualTo(id(first));
    assertThat(id(elsewhere)).isNotEqualTo(id(first));
  }

  @ParameterizedTest
  @CsvSource({"0, period-not-over", "1, period-not-over", "24000, period-not-over"})
  void aPeriodThatIsNotOverIsNotDelivered(int months, String problem) {
    var answer = run(key(), LocalDate.now(ZoneId.of(ImpactRows.ZONE)).plusMonths(months));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("impactin/" + problem);
  }

  @ParameterizedTest
  @CsvSource({
    "1969-12-31, too-long-ago",
    "-999999999-01-01, too-long-ago",
    "+999999999-12-31, period-not-over",
  })
  void aDayOfAnotherAgeIsRefused(String day, String problem) {
    var answer =
        http.post(path(), "{\"periodOf\":\"%s\"}".formatted(day), "Idempotency-Key", key());

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("impactin/" + problem);
    assertThat(
            http.get(path().replace("run-now", "preview") + "?periodOf=" + day.replace("+", "%2B"))
                .problem())
        .isEqualTo("impactin/" + problem);
  }

  @ParameterizedTest
  @CsvSource({"delivered", "confirmed"})
  void whatHasArrivedIsDeliveredAnewOnlyIfTheFiguresMovedSince(String status) {
    var snapshot = rows.snapshot(Api.TENANT, month, 1, ImpactRows.FIGURES);
    var arrived = arrived(snapshot, status);

    assertThat(id(run(key(), month))).isEqualTo(arrived);

    rows.snapshot(Api.TENANT, month, 2, ImpactRows.FIGURES.replace("187.50", "190.00"));
    var revision = run(key(), month);

    assertThat(id(revision)).isNotEqualTo(arrived);
    assertThat(revision.json().get("revision").asInt()).isEqualTo(2);
    assertThat(revision.json().get("approval").asString()).isEqualTo("always");
    assertThat(id(run(key(), month))).isEqualTo(id(revision));
    assertThat(rows.deliveries(month, month.plusMonths(1))).hasSize(2);
  }

  @Test
  void whatHasNotArrivedIsTheAnswerHoweverTheFiguresMoved() {
    var failed = id(run(key(), month));
    rows.change(failed, row -> ImpactRows.status(row, "failed"));
    rows.snapshot(Api.TENANT, month, 1, ImpactRows.FIGURES);

    var answer = run(key(), month);

    assertThat(id(answer)).isEqualTo(failed);
    assertThat(answer.json().get("status").asString()).isEqualTo("failed");
    assertThat(rows.starts(failed)).hasSize(1);
  }

  @Test
  void aKeyThatIsUsedAgainAfterItsTimeOpensARevisionToo() {
    var key = key();
    var first = id(run(key, month));
    var snapshot = rows.snapshot(Api.TENANT, month, 1, ImpactRows.FIGURES);
    rows.change(
        first,
        row -> {
          rows.frozen(row, snapshot, "{}", "application/json");
          ImpactRows.status(row, "confirmed");
        });
    rows.snapshot(Api.TENANT, month, 2, ImpactRows.FIGURES);
    rows.aDayLater(
        "update csr.impact_deliveries set requested_at = now() - interval '25 hours' where delivery_id = ?",
        first);

    var second = run(key, month);

    assertThat(second.status()).as(second.text()).isEqualTo(202);
    assertThat(second.json().get("revision").asInt()).isEqualTo(2);
  }

  private UUID arrived(UUID snapshot, String status) {
    return rows.delivery(row -> {
      row.setPeriodFrom(month);
      row.setPeriodUntil(month.plusMonths(1));
      rows.frozen(row, snapshot, "{}", "application/json");
      ImpactRows.status(row, status);
    });
  }

  private String path() {
    return path(schedule);
  }

  private static String path(UUID schedule) {
    return SCHEDULES + "/" + schedule + "/run-now";
  }

  private Answer run(String key, LocalDate day) {
    return run(schedule, key, day);
  }

  private Answer run(UUID of, String key, LocalDate day) {
    return http.post(path(of), "{\"periodOf\":\"%s\"}".formatted(day), "Idempotency-Key", key);
  }

  private static UUID id(Answer answer) {
    return UUID.fromString(answer.json().get("id").asString());
  }
}
