package org.teei.csr.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.teei.csr.schema.jooq.Tables.METRIC_SNAPSHOTS;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;

class MetricsTest {
  private static final AtomicInteger MONTHS = new AtomicInteger();
  private static final String DEMO = "/v1/metrics/" + Api.TENANT;

  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final Records records = new Records(api);

  /** A month of its own for each test: figures of the company stay. */
  private final LocalDate month = LocalDate.of(1200, 1, 1).plusMonths(MONTHS.getAndIncrement());

  @Test
  void figuresAreAskedForOnceAndComputedByAWorkflow() {
    var asked = request("{\"period\":\"%s\"}".formatted(name()), "Idempotency-Key", key());

    assertThat(asked.status()).isEqualTo(202);
    var snapshot = http.get(asked.header("location").orElseThrow()).json();
    assertThat(snapshot).isEqualTo(asked.json());
    assertThat(snapshot.get("state").asString()).isEqualTo("queued");
    assertThat(snapshot.get("period").get("from").asString()).isEqualTo(month.toString());
    assertThat(snapshot.get("period").get("until").asString())
        .isEqualTo(month.plusMonths(1).toString());
    var id = UUID.fromString(snapshot.get("id").asString());
    assertThat(records.pendingStarts(id)).isEqualTo(1);
    assertThat(records.auditedActions(id)).containsExactly("metrics.request-snapshot");
    assertThat(http.get(DEMO + "?period=" + name()).problem()).isEqualTo("metrics/no-figures");
  }

  @Test
  void aRepeatedRequestIsTheSameSnapshot() {
    var key = key();
    var body = "{\"period\":\"%s\"}".formatted(name());

    var first = request(body, "Idempotency-Key", key);
    var second = request(body, "Idempotency-Key", key);

    assertThat(second.json()).isEqualTo(first.json());
    assertThat(request("{\"period\":\"2026-Q1\"}", "Idempotency-Key", key).status()).isEqualTo(422);
  }

  @Test
  void theLatestRevisionIsShownWithItsFormulasAndAssumptions() {
    computed(1, "[]", "1.00");
    var latest = computed(2, "[\"sroi\"]", "2.35");

    var shown = http.get(DEMO + "?period=" + name());

    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.json().get("id").asString()).isEqualTo(latest.toString());
    assertThat(shown.json().get("revision").asInt()).isEqualTo(2);
    assertThat(shown.json().get("moved").get(0).asString()).isEqualTo("sroi");
    var sroi = http.get(DEMO + "/sroi?period=" + name()).json();
    assertThat(sroi.get("figure").get("value").decimalValue()).isEqualByComparingTo("2.35");
    assertThat(sroi.get("figure").get("formula").asString()).isEqualTo("sroi-economic/1");
    assertThat(sroi.get("assumptions").get(0).get("source").asString()).isEqualTo("a table");
    var vis = http.get(DEMO + "/vis?period=" + name()).json();
    assertThat(vis.get("figure").get("value").isNull()).isTrue();
    assertThat(vis.get("figure").get("reason").asString()).isEqualTo("outcome-scores-missing");
  }

  @Test
  void aPeriodMayBeSaidByItsDays() {
    var id = computed(1, "[]", "1.00");

    var shown =
        http.get(DEMO + "?from=%s&until=%s&timeZone=UTC".formatted(month, month.plusMonths(1)));

    assertThat(shown.json().get("id").asString()).isEqualTo(id.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'', period",
    "period=2026, period",
    "period=2026-13, period",
    "period=2026-03&from=2026-03-01, period",
    "from=2026-03-01, period",
    "from=2026-03-01&until=2026-03-01, until",
    "from=2026-03-01&until=2026-02-01, until",
    "from=2006-03-01&until=2026-03-01, until",
    "period=2026-03&timeZone=Mars, timeZone",
  })
  void aPeriodThatIsNoneIsRefusedByTheNameOfTheParameter(String query, String parameter) {
    var answer = http.get(DEMO + "?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").get(0).get("parameter").asString()).isEqualTo(parameter);
  }

  @Test
  void aFigureGoesFromMonthToMonthByItsLatestRevisions() {
    computed(1, "[]", "1.00");
    var latest = computed(2, "[\"sroi\"]", "2.35");

    var months = http.get(DEMO + "/history?metric=sroi&months=120").json().get("months");

    assertThat(months)
        .filteredOn(point -> point.get("period").get("from").asString().equals(month.toString()))
        .singleElement()
        .satisfies(point -> {
          assertThat(point.get("snapshotId").asString()).isEqualTo(latest.toString());
          assertThat(point.get("value").decimalValue()).isEqualByComparingTo("2.35");
        });
  }

  @Test
  void aFigureOpensToItsRowsAndSaysWhichAreNewer() {
    var id = computed(1, "[]", "1.00");
    var before = session("now() - interval '1 day'");
    var since = session("now() + interval '1 day'");

    var rows = http.get("/v1/metrics/" + id + "/evidence?figure=hours").json();

    assertThat(rows.get("total").asInt()).isEqualTo(2);
    assertThat(rows.get("items"))
        .extracting(row -> row.get("id").asString(), row -> row.get("changedSince").asBoolean())
        .containsExactlyInAnyOrder(tuple(before.toString(), false), tuple(since.toString(), true));
    assertThat(http.get("/v1/metrics/" + id + "/evidence?figure=vis").json().get("total").asInt())
        .isZero();
    assertThat(http.get("/v1/metrics/" + id + "/evidence?figure=none").status()).isEqualTo(400);
  }

  @Test
  void aSnapshotThatIsQueuedHasNoEvidence() {
    var id = request("{\"period\":\"%s\"}".formatted(name())).json().get("id").asString();

    assertThat(http.get("/v1/metrics/" + id + "/evidence").problem())
        .isEqualTo("metrics/not-computed");
  }

  @Test
  void anAssumptionIsSetReplacedAndTakenAway() {
    var path = DEMO + "/assumptions/discount_rate/" + month;

    assertThat(put(path, "{\"value\":0.03,\"source\":\"the bank\"}").status()).isEqualTo(200);
    assertThat(put(path, "{\"value\":0.045,\"source\":\"the other bank\"}").status())
        .isEqualTo(200);

    assertThat(http.get(DEMO + "/assumptions").json().get("assumptions"))
        .filteredOn(one -> one.get("validFrom").asString().equals(month.toString()))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.get("value").decimalValue()).isEqualByComparingTo("0.045");
          assertThat(one.get("source").asString()).isEqualTo("the other bank");
        });
    assertThat(http.send("DELETE", path, BodyPublishers.noBody()).status()).isEqualTo(204);
    assertThat(http.send("DELETE", path, BodyPublishers.noBody()).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "monthly_programme_cost, 0",
    "wage_lift, -1",
    "multiplier, 0",
    "discount_rate, 1",
    "discount_rate, -0.1",
    "benefit_years, 0",
    "benefit_years, 1.5",
    "benefit_years, 51",
    "wage_lift, 123456789012345",
  })
  void aValueOutOfItsRangeIsRefused(String name, String value) {
    var answer =
        put(
            DEMO + "/assumptions/" + name + "/2026-01-01",
            "{\"value\":%s,\"source\":\"a test\"}".formatted(value));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").get(0).get("pointer").asString()).isEqualTo("/value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"company_user", "api_client"})
  void onlyAdministratorsChangeAssumptions(String role) {
    var somebody = Http.as(api, Api.TENANT, role);

    assertThat(
            somebody
                .send(
                    "PUT",
                    DEMO + "/assumptions/wage_lift/2026-01-01",
                    BodyPublishers.ofString("{\"value\":1,\"source\":\"x\"}"),
                    "Content-Type",
                    "application/json")
                .status())
        .isEqualTo(403);
  }

  @Test
  void anAssumptionThatIsNoneIsNotThere() {
    assertThat(
            put(DEMO + "/assumptions/luck/2026-01-01", "{\"value\":1,\"source\":\"x\"}").status())
        .isEqualTo(404);
  }

  private Answer request(String body, String... headers) {
    return http.post(DEMO + "/snapshots", body, headers);
  }

  private Answer put(String path, String body) {
    return http.send(
        "PUT", path, BodyPublishers.ofString(body), "Content-Type", "application/json");
  }

  private String name() {
    return month.toString().substring(0, 7);
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  /** What the workers keep. */
  private UUID computed(int revision, String moved, String sroi) {
    var id = UUID.randomUUID();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(METRIC_SNAPSHOTS)
                    .set(METRIC_SNAPSHOTS.TENANT_ID, Api.TENANT)
                    .set(METRIC_SNAPSHOTS.SNAPSHOT_ID, id)
                    .set(METRIC_SNAPSHOTS.PERIOD_FROM, month)
                    .set(METRIC_SNAPSHOTS.PERIOD_UNTIL, month.plusMonths(1))
                    .set(METRIC_SNAPSHOTS.TIME_ZONE, "UTC")
                    .set(METRIC_SNAPSHOTS.STATE, "computed")
                    .set(METRIC_SNAPSHOTS.REVISION, revision)
                    .set(
                        METRIC_SNAPSHOTS.FIGURES,
                        JSONB.jsonb(
                            """
                            [{"name":"sroi","value":%s,"unit":"ratio","people":25,"formula":"sroi-economic/1"},
                             {"name":"vis","unit":"score","formula":"vis-weighted/1","reason":"outcome-scores-missing"}]
                            """
                                .formatted(sroi)))
                    .set(
                        METRIC_SNAPSHOTS.ASSUMPTIONS,
                        JSONB.jsonb(
                            """
                            [{"name":"wage_lift","validFrom":"2026-01-01","value":15000,"source":"a table"}]
                            """))
                    .set(METRIC_SNAPSHOTS.MOVED, JSONB.jsonb(moved))
                    .set(METRIC_SNAPSHOTS.WORKFLOW_ID, "metrics/" + Api.TENANT + "/" + id)
                    .set(METRIC_SNAPSHOTS.REQUESTED_BY, "test")
                    .set(METRIC_SNAPSHOTS.FINISHED_AT, DSL.currentInstant())
                    .execute());
    return id;
  }

  private UUID session(String updatedAt) {
    var id = UUID.randomUUID();
    api.worker()
        .change(
            Api.TENANT,
            db -> {
              var person = UUID.randomUUID();
              db.execute(
                  "insert into csr.profiles (tenant_id, person_id) values (?, ?)",
                  Api.TENANT,
                  person);
              db.execute(
                  """
                  insert into csr.sessions (tenant_id, session_id, source, external_id, session_type, participant_id,
                    volunteer_id, scheduled_at, completed_at, content_fingerprint, rating_fingerprint, import_id,
                    updated_at)
                  values (?, ?, 'kintell', ?, 'language', ?, ?, ?::date, ?::date + interval '1 day', '', '', ?, %s)
                  """
                      .formatted(updatedAt),
                  Api.TENANT,
                  id,
                  id.toString(),
                  person,
                  person,
                  month,
                  month,
                  UUID.randomUUID());
            });
    return id;
  }
}
