package org.teei.csr.api.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.DELIVERIES;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.atOnce;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.key;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;

class BulkReplayTest {
  private static final String PATH = DELIVERIES + "/bulk-replay";

  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final ImpactRows rows = new ImpactRows(api);
  private final LocalDate from = ImpactRows.day();

  @Test
  void aDryRunTellsWhichWouldBeginAndBeginsNone() {
    var ids = List.of(on(2, "failed"), on(3, "expired"));
    on(0, "confirmed");
    on(1, "parked");
    on(4, "cancelled");
    on(5, "refused");

    var answer = http.post(PATH, body(""));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().get("dryRun").asBoolean()).isTrue();
    assertThat(answer.json().get("deliveries").asInt()).isEqualTo(2);
    assertThat(answer.json().get("perMinute").asInt()).isEqualTo(60);
    assertThat(ids(answer)).isEqualTo(ids);
    assertThat(ids).allMatch(id -> rows.row(id).getRun() == 1);
  }

  @Test
  void thoseOfTheWindowBeginAtTheirPaceByOneDecision() {
    var ids = IntStream.range(0, 5).mapToObj(day -> on(day, "failed")).toList();
    var behind = on(80, "failed");

    var answer = replay(key(), ",\"perMinute\":30,\"reason\":\"the platform is back\"");

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(ids(answer)).isEqualTo(ids);
    assertThat(answer.json().get("seconds").asInt()).isEqualTo(8);
    var first = rows.starts(ids.getFirst()).getFirst().getNextAttemptAt();
    for (var i = 0; i < ids.size(); i++) {
      var start = rows.starts(ids.get(i));
      assertThat(start).hasSize(1);
      assertThat(Duration.between(first, start.getFirst().getNextAttemptAt()))
          .isEqualTo(Duration.ofSeconds(2L * i));
      assertThat(rows.row(ids.get(i)).getStatus()).isEqualTo("pending");
      assertThat(rows.row(ids.get(i)).getRun()).isEqualTo(2);
      assertThat(rows.row(ids.get(i)).getFinishedAt()).isNull();
    }
    assertThat(rows.row(behind).getStatus()).isEqualTo("failed");
    assertThat(http.get(answer.header("location").orElseThrow()).json().get("total").asInt())
        .isEqualTo(5);
    var recorded = recorded(ids.getFirst());
    assertThat(recorded).hasSize(1);
    assertThat(recorded.getFirst()).contains(ids.getLast().toString());
  }

  @ParameterizedTest
  @CsvSource({"failed", "expired", "cancelled", "refused"})
  void aStatusThatIsNamedIsTheOneThatBegins(String status) {
    var ids =
        List.of("failed", "expired", "cancelled", "refused").stream().map(one -> on(one)).toList();

    var answer = replay(key(), ",\"status\":\"%s\"".formatted(status));

    assertThat(ids(answer)).hasSize(1);
    assertThat(ids)
        .filteredOn(id -> rows.row(id).getStatus().equals("pending"))
        .isEqualTo(ids(answer));
  }

  @Test
  void platformAndScheduleNarrowTheWindow() {
    var schedule = rows.schedule("goodera");
    on(0, "failed");
    var ofSchedule = on(1, "failed");
    rows.change(
        ofSchedule,
        row -> {
          row.setPlatform("goodera");
          row.setScheduleId(schedule);
        });

    assertThat(ids(http.post(PATH, body(",\"platform\":\"goodera\"")))).containsExactly(ofSchedule);
    assertThat(ids(http.post(PATH, body(",\"platform\":\"workday\"")))).isEmpty();
    assertThat(ids(http.post(PATH, body(",\"scheduleId\":\"%s\"".formatted(schedule)))))
        .containsExactly(ofSchedule);
  }

  @Test
  void aRunNeedsAKeyAndTheSameKeyIsOneRun() {
    var id = on(0, "failed");
    assertThat(http.post(PATH, body(",\"dryRun\":false")).problem())
        .isEqualTo("idempotency/key-required");
    var key = key();

    var first = replay(key, "");
    rows.change(id, row -> ImpactRows.status(row, "failed"));

    assertThat(replay(key, "").json()).isEqualTo(first.json());
    assertThat(rows.row(id).getRun()).isEqualTo(2);
    assertThat(replay(key, ",\"perMinute\":1").status()).isEqualTo(422);
  }

  @Test
  void aRunWhoseAnswerWasLostIsFoundAgain() {
    var id = on(0, "failed");
    var key = key();
    var first = replay(key, "");
    rows.forgetAnswers();
    rows.change(id, row -> ImpactRows.status(row, "failed"));

    assertThat(replay(key, "").json()).isEqualTo(first.json());
    assertThat(rows.row(id).getRun()).isEqualTo(2);
  }

  @Test
  void ofTwentyRunsAtOnceEachDeliveryBeginsInOne() {
    var ids = IntStream.range(0, 10).mapToObj(day -> on(day, "failed")).toList();

    var answers = atOnce(20, _ -> replay(key(), ""));

    assertThat(answers).allMatch(answer -> answer.status() == 202);
    assertThat(answers.stream().flatMap(answer -> ids(answer).stream()))
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(ids)
        .allSatisfy(id -> {
          assertThat(rows.starts(id)).hasSize(1);
          assertThat(rows.row(id).getRun()).isEqualTo(2);
        });
  }

  @Test
  void aThousandAreAtATimeAndNotOneMore() {
    var first = LocalDate.of(2090, 1, 1);
    many(first, 1_001);

    for (var dryRun : List.of(true, false)) {
      var answer =
          http.post(
              PATH,
              "{\"from\":\"%s\",\"until\":\"%s\",\"dryRun\":%s}"
                  .formatted(first, first.plusDays(1_001), dryRun),
              "Idempotency-Key",
              key());
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.problem()).isEqualTo("impactin/too-many-deliveries");
    }
    var answer =
        http.post(
            PATH,
            "{\"from\":\"%s\",\"until\":\"%s\",\"dryRun\":false,\"perMinute\":600}"
                .formatted(first, first.plusDays(1_000)),
            "Idempotency-Key",
            key());

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().get("deliveries").asInt()).isEqualTo(1_000);
    assertThat(answer.json().get("seconds").asInt()).isEqualTo(99);
    assertThat(ids(answer)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"platform\":\"elsewhere\"                                 | /platform",
        "\"status\":\"confirmed\"                                   | /status",
        "\"status\":\"lost\"                                        | /status",
        "\"perMinute\":0                                            | /perMinute",
        "\"perMinute\":601                                          | /perMinute",
        "\"tenantId\":\"other\"                                     | /tenantId",
      })
  void whatIsNoRequestIsRefusedByTheNameOfTheMember(String member, String pointer) {
    var answer = http.post(PATH, body("," + member));

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01, 2026-01-01, /until",
    "1969-12-31, 2026-01-01, /from",
    "2026-01-01, +999999999-12-31, /until",
  })
  void aWindowThatIsNoneIsRefused(String first, String behind, String pointer) {
    var answer = http.post(PATH, "{\"from\":\"%s\",\"until\":\"%s\"}".formatted(first, behind));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
  }

  @Test
  void whatAnotherCompanyHasDoesNotBegin() {
    on(0, "failed");

    var answer = Http.as(api, "other", "company_admin").post(PATH, body(""));

    assertThat(answer.json().get("deliveries").asInt()).isZero();
  }

  private Answer replay(String key, String more) {
    return http.post(PATH, body(",\"dryRun\":false" + more), "Idempotency-Key", key);
  }

  private String body(String more) {
    return "{\"from\":\"%s\",\"until\":\"%s\"%s}".formatted(from, from.plusDays(50), more);
  }

  private UUID on(String status) {
    return on(List.of("failed", "expired", "cancelled", "refused").indexOf(status), status);
  }

  private UUID on(int day, String status) {
    return rows.delivery(row -> {
      row.setPeriodFrom(from.plusDays(day));
      row.setPeriodUntil(from.plusDays(day + 1));
      ImpactRows.status(row, status);
    });
  }

  private void many(LocalDate first, int count) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.execute(
                    """
                    insert into csr.impact_deliveries (tenant_id, delivery_id, platform, period_from, period_until,
                      time_zone, revision, cause, approval, status, workflow_id, requested_by, finished_at)
                    select ?, gen_random_uuid(), 'benevity', ?::date + i, ?::date + i + 1,
                      'UTC', 1, 'backfill', 'never', 'failed', 'impactin/demo/' || i, 'test', now()
                    from generate_series(0, ? - 1) i
                    """,
                    Api.TENANT,
                    first,
                    first,
                    count));
  }

  private List<String> recorded(UUID delivery) {
    return api.worker()
        .read(
            Api.TENANT,
            db ->
                db.select(AUDIT_ENTRIES.DETAILS)
                    .from(AUDIT_ENTRIES)
                    .where(
                        AUDIT_ENTRIES.TENANT_ID.eq(Api.TENANT),
                        AUDIT_ENTRIES.ACTION.eq("impactin.bulk-replay"),
                        AUDIT_ENTRIES.DECISION_ID.isNotNull(),
                        AUDIT_ENTRIES.DETAILS.cast(String.class).contains(delivery.toString()))
                    .fetch(row -> row.value1().data()));
  }

  private static List<UUID> ids(Answer answer) {
    return answer
        .json()
        .get("deliveryIds")
        .valueStream()
        .map(id -> UUID.fromString(id.asString()))
        .toList();
  }
}
