package org.teei.csr.api.impactin.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.SCHEDULES;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.atOnce;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.day;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.key;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.month;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.api.impactin.deliveries.ImpactRows;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;

class BackfillTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final ImpactRows rows = new ImpactRows(api);
  private final LocalDate from = day();
  private final UUID schedule = rows.daily("benevity");

  @Test
  void aDryRunTellsWhatWouldBeDoneAndDoesNothing() {
    var there =
        rows.delivery(row -> {
          row.setPeriodFrom(from.plusDays(1));
          row.setPeriodUntil(from.plusDays(2));
          ImpactRows.status(row, "parked");
        });

    var answer = backfill(null, from, from.plusDays(3), "");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().get("dryRun").asBoolean()).isTrue();
    var periods = answer.json().get("periods");
    assertThat(periods)
        .extracting(one -> one.get("from").asString())
        .containsExactly(from.toString(), from.plusDays(1).toString(), from.plusDays(2).toString());
    assertThat(periods)
        .extracting(one -> one.get("opens").asBoolean())
        .containsExactly(true, false, true);
    assertThat(periods.get(1).get("deliveryId").asString()).isEqualTo(there.toString());
    assertThat(periods.get(1).get("status").asString()).isEqualTo("parked");
    assertThat(opened(3)).hasSize(1);
  }

  @Test
  void aRunOpensOneDeliveryOfEachPeriodAndARepetitionFindsThem() {
    var key = key();

    var answer = backfill(key, from, from.plusDays(3), ",\"dryRun\":false");

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().get("periods"))
        .hasSize(3)
        .allSatisfy(one -> assertThat(one.get("opens").asBoolean()).isTrue());
    var ids = ids(answer);
    assertThat(opened(3).stream().map(ImpactDeliveriesRecord::getDeliveryId))
        .containsExactlyElementsOf(ids);
    assertThat(opened(3)).allMatch(row -> row.getCause().equals("backfill"));
    assertThat(ids)
        .allSatisfy(id -> {
          assertThat(rows.starts(id)).hasSize(1);
          assertThat(rows.starts(id).getFirst().getPriority()).isEqualTo(5);
          assertThat(new Records(api).auditedActions(id)).containsExactly("impactin.backfill");
        });

    assertThat(backfill(key, from, from.plusDays(3), ",\"dryRun\":false").json())
        .isEqualTo(answer.json());
    var again = backfill(key(), from, from.plusDays(3), ",\"dryRun\":false");
    assertThat(ids(again)).isEqualTo(ids);
    assertThat(again.json().get("periods"))
        .allSatisfy(one -> assertThat(one.get("opens").asBoolean()).isFalse());
    assertThat(opened(3)).hasSize(3);
  }

  @Test
  void twentyAtOnceOpenEachPeriodOnce() {
    var answers = atOnce(20, _ -> backfill(key(), from, from.plusDays(4), ",\"dryRun\":false"));

    assertThat(answers).allMatch(answer -> answer.status() == 202);
    assertThat(answers).extracting(BackfillTest::ids).containsOnly(ids(answers.getFirst()));
    assertThat(opened(4)).hasSize(4);
    assertThat(opened(4))
        .allSatisfy(row -> assertThat(rows.starts(row.getDeliveryId())).hasSize(1));
  }

  @Test
  void whatHasArrivedIsLeftAsItIsHoweverTheFiguresMoved() {
    var month = month();
    var monthly = rows.schedule("benevity");
    var snapshot = rows.snapshot(Api.TENANT, month, 1, ImpactRows.FIGURES);
    rows.snapshot(Api.TENANT, month, 2, ImpactRows.FIGURES);
    var arrived =
        rows.delivery(row -> {
          row.setPeriodFrom(month);
          row.setPeriodUntil(month.plusMonths(1));
          rows.frozen(row, snapshot, "{}", "application/json");
          ImpactRows.status(row, "confirmed");
        });

    var planned = of(monthly, null, month, month.plusMonths(1), "").json().get("periods").get(0);
    var done =
        of(monthly, key(), month, month.plusMonths(1), ",\"dryRun\":false")
            .json()
            .get("periods")
            .get(0);

    assertThat(done).isEqualTo(planned);
    assertThat(done.get("deliveryId").asString()).isEqualTo(arrived.toString());
    assertThat(rows.deliveries(month, month.plusMonths(1))).hasSize(1);
  }

  @Test
  void sixtyPeriodsAreAtATimeAndNotOneMore() {
    assertThat(backfill(null, from, from.plusDays(60), "").json().get("periods")).hasSize(60);
    var answer = backfill(null, from, from.plusDays(61), "");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("impactin/too-many-periods");
  }

  @Test
  void periodsThatAreNotOverAreLeftOut() {
    var today = LocalDate.now(ZoneId.of(ImpactRows.ZONE));

    assertThat(backfill(null, today.minusDays(2), today.plusDays(5), "").json().get("periods"))
        .hasSize(2);
    assertThat(backfill(null, today, today.plusDays(5), "").problem())
        .isEqualTo("impactin/period-not-over");
  }

  @Test
  void aRunNeedsAKeyAndADryRunDoesNot() {
    var answer = backfill(null, from, from.plusDays(1), ",\"dryRun\":false");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("idempotency/key-required");
    assertThat(opened(1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-999999999-01-01, 2026-01-01, 422",
    "1969-12-31, 1970-01-02, 422",
    "+999999999-12-31, +999999999-12-31, 422",
    "2026-01-02, 2026-01-01, 422",
    "2026-13-01, 2026-01-01, 400",
  })
  void daysOfAnotherAgeAreRefused(String first, String behind, int status) {
    var answer =
        http.post(
            SCHEDULES + "/" + schedule + "/backfill",
            "{\"from\":\"%s\",\"until\":\"%s\"}".formatted(first, behind));

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
  }

  @Test
  void bothDaysAreNeeded() {
    var answer = http.post(SCHEDULES + "/" + schedule + "/backfill", "{}");

    assertThat(answer.json().get("errors"))
        .extracting(fault -> fault.get("pointer").asString())
        .containsExactlyInAnyOrder("/from", "/until");
  }

  private Answer backfill(String key, LocalDate first, LocalDate behind, String more) {
    return of(schedule, key, first, behind, more);
  }

  private Answer of(UUID of, String key, LocalDate first, LocalDate behind, String more) {
    var path = SCHEDULES + "/" + of + "/backfill";
    var body = "{\"from\":\"%s\",\"until\":\"%s\"%s}".formatted(first, behind, more);
    return key == null ? http.post(path, body) : http.post(path, body, "Idempotency-Key", key);
  }

  private static List<UUID> ids(Answer answer) {
    return answer
        .json()
        .get("periods")
        .valueStream()
        .map(one -> UUID.fromString(one.get("deliveryId").asString()))
        .toList();
  }

  private List<ImpactDeliveriesRecord> opened(int days) {
    return rows.deliveries(from, from.plusDays(days));
  }
}
