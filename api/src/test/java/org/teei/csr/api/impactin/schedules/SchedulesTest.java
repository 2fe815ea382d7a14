package org.teei.csr.api.impactin.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.SCHEDULES;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.atOnce;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.key;
import static org.teei.csr.schema.jooq.Tables.SCHEDULED_DELIVERIES;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.api.impactin.deliveries.ImpactRows;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;
import org.teei.csr.schema.jooq.tables.records.ScheduledDeliveriesRecord;

class SchedulesTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final ImpactRows rows = new ImpactRows(api);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weekly    | \"day\":7,\"time\":\"23:59\"                      | week",
        "monthly   | \"day\":31,\"time\":\"00:00\"                     | month",
        "monthly   | \"day\":1,\"time\":\"08:00\",\"period\":\"month\" | month",
        "quarterly | \"day\":2,\"time\":\"08:30\"                      | quarter",
        "custom    | \"cron\":\"*/15 8-17 * * 1-5\",\"period\":\"day\" | day",
        "custom    | \"cron\":\" 0 8 1 */3 * \",\"period\":\"quarter\" | quarter",
      })
  void eachFrequencyCanBeSetUp(String frequency, String timing, String period) {
    var answer =
        http.post(
            SCHEDULES,
            "{\"companyId\":\"demo\",\"platform\":\"goodera\",\"timeZone\":\"Europe/Oslo\",\"frequency\":\"%s\",%s}"
                .formatted(frequency, timing));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    var shown = http.get(answer.header("location").orElseThrow());
    assertThat(shown.json()).isEqualTo(answer.json());
    assertThat(shown.json().get("period").asString()).isEqualTo(period);
    assertThat(shown.json().get("nextRuns")).hasSize(5);
    assertThat(shown.header("etag")).hasValue("\"1\"");
    assertThat(new Records(api).auditedActions(answer.json().get("id").asString()))
        .containsExactly("impactin.add-schedule");
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    var shown = http.get(SCHEDULES + "/" + rows.schedule("benevity")).json();

    assertThat(shown.get("companyId").asString()).isEqualTo(Api.TENANT);
    assertThat(shown.get("overlap").asString()).isEqualTo("skip");
    assertThat(shown.get("catchUpSeconds").asInt()).isEqualTo(21_600);
    assertThat(shown.get("jitterSeconds").asInt()).isEqualTo(60);
    assertThat(shown.get("paused").asBoolean()).isFalse();
    assertThat(shown.get("followed").asBoolean()).isFalse();
    assertThat(shown.get("missed").isNull()).isTrue();
  }

  @Test
  void listsAreOfAPlatformAndComeInPages() {
    rows.schedule("workday");
    rows.schedule("workday");
    rows.schedule("file");

    var first = http.get(SCHEDULES + "?platform=workday&page_size=1").json();
    var second = http.get(first.get("links").get("next").asString()).json();

    assertThat(first.get("total").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(first.get("items").get(0).get("id"))
        .isNotEqualTo(second.get("items").get(0).get("id"));
    assertThat(second.get("items").get(0).get("platform").asString()).isEqualTo("workday");
    assertThat(http.get(SCHEDULES + "?platform=elsewhere").problem())
        .isEqualTo("shared/invalid-parameter");
  }

  @Test
  void aRequestThatIsRepeatedMakesOneSchedule() {
    var key = key();
    var first = http.post(SCHEDULES, body("one"), "Idempotency-Key", key);

    var second = http.post(SCHEDULES, body("one"), "Idempotency-Key", key);

    assertThat(second.json()).isEqualTo(first.json());
    assertThat(http.post(SCHEDULES, body("two"), "Idempotency-Key", key).status()).isEqualTo(422);
  }

  @Test
  void twentyOfOneRequestAtOnceMakeOneSchedule() {
    var key = key();
    var note = key();

    var answers = atOnce(20, _ -> http.post(SCHEDULES, body(note), "Idempotency-Key", key));

    assertThat(answers).allMatch(answer -> answer.status() == 201 || answer.status() == 409);
    assertThat(
            answers.stream()
                .filter(answer -> answer.status() == 201)
                .map(answer -> answer.json().get("id").asString())
                .collect(Collectors.toSet()))
        .hasSize(1);
    int made =
        api.worker()
            .read(
                Api.TENANT,
                db ->
                    db.fetchCount(
                        SCHEDULED_DELIVERIES,
                        SCHEDULED_DELIVERIES.TENANT_ID.eq(Api.TENANT),
                        SCHEDULED_DELIVERIES.NOTE.eq(note)));
    assertThat(made).isEqualTo(1);
  }

  @Test
  void aKeyThatIsUsedAgainAfterItsTimeMakesAnotherSchedule() {
    var key = key();
    var first = http.post(SCHEDULES, body("old"), "Idempotency-Key", key).json();
    var id = UUID.fromString(first.get("id").asString());
    rows.aDayLater(
        "update csr.scheduled_deliveries set created_at = now() - interval '25 hours' where schedule_id = ?",
        id);

    var second = http.post(SCHEDULES, body("old"), "Idempotency-Key", key);

    assertThat(second.status()).as(second.text()).isEqualTo(201);
    assertThat(second.json().get("id")).isNotEqualTo(first.get("id"));
  }

  @Test
  void whoReplacesSaysWhichVersionWasRead() {
    var path = SCHEDULES + "/" + rows.schedule("benevity");

    var replaced = put(path, "\"1\"", body("seen"));

    assertThat(replaced.status()).as(replaced.text()).isEqualTo(200);
    assertThat(replaced.header("etag")).hasValue("\"2\"");
    assertThat(replaced.json().get("note").asString()).isEqualTo("seen");
    assertThat(put(path, "\"1\"", body("unseen")).status()).isEqualTo(412);
    assertThat(
            http.send(
                    "PUT",
                    path,
                    BodyPublishers.ofString(body("unseen")),
                    "Content-Type",
                    "application/json")
                .status())
        .isEqualTo(428);
    assertThat(http.get(path).json().get("note").asString()).isEqualTo("seen");
  }

  @Test
  void aScheduleThatIsPausedRunsNever() {
    var path = SCHEDULES + "/" + rows.schedule("benevity");

    var paused = put(path, "\"1\"", body("wait").replace("{", "{\"paused\":true,"));

    assertThat(paused.json().get("paused").asBoolean()).isTrue();
    assertThat(paused.json().get("nextRuns")).isEmpty();
    assertThat(put(path, "\"2\"", body("go on")).json().get("nextRuns")).hasSize(5);
  }

  @Test
  void ofFiftyWhoReplaceAtOnceTheRowIsAsTheLastOneSays() {
    var id = rows.schedule("benevity");
    var path = SCHEDULES + "/" + id;
    Map<Integer, String> noteOfVersion = new ConcurrentHashMap<>(Map.of(1, ""));

    var answers =
        atOnce(
            50,
            i -> {
              var version = (i % 5) + 1;
              return put(path, "\"" + version + "\"", body("n" + i));
            });

    assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 412);
    var replaced = answers.stream().filter(answer -> answer.status() == 200).toList();
    replaced.forEach(
        answer -> noteOfVersion.put(version(answer), answer.json().get("note").asString()));
    // Each version was made by one request: none overwrote what it had not seen.
    assertThat(noteOfVersion).hasSize(replaced.size() + 1);
    assertThat(replaced).isNotEmpty();
    var last = replaced.stream().max(Comparator.comparing(SchedulesTest::version)).orElseThrow();
    var row = row(id);
    assertThat(row.getVersion()).isEqualTo(version(last)).isEqualTo(replaced.size() + 1);
    assertThat(row.getNote()).isEqualTo(last.json().get("note").asString());
    assertThat(http.get(path).json()).isEqualTo(last.json());
    assertThat(new Records(api).auditedActions(id))
        .filteredOn("impactin.replace-schedule"::equals)
        .hasSize(replaced.size());
  }

  @Test
  void fiftyWhoReadAndReplaceUntilTheyMayLoseNothing() {
    var id = rows.schedule("benevity");
    var path = SCHEDULES + "/" + id;

    var answers =
        atOnce(
            50,
            i -> {
              Answer answer;
              do {
                answer = put(path, http.get(path).header("etag").orElseThrow(), body("n" + i));
              } while (answer.status() == 412);
              return answer;
            });

    assertThat(answers).allMatch(answer -> answer.status() == 200);
    assertThat(answers.stream().map(SchedulesTest::version).collect(Collectors.toSet()))
        .hasSize(50);
    var last = answers.stream().max(Comparator.comparing(SchedulesTest::version)).orElseThrow();
    assertThat(row(id).getNote()).isEqualTo(last.json().get("note").asString());
    assertThat(row(id).getVersion()).isEqualTo(51);
  }

  @Test
  void deletingAScheduleKeepsItsDeliveries() {
    var id = rows.schedule("benevity");
    var delivery = rows.delivery(row -> row.setScheduleId(id));
    var path = SCHEDULES + "/" + id;

    assertThat(http.send("DELETE", path, BodyPublishers.noBody()).status()).isEqualTo(204);

    assertThat(http.get(path).status()).isEqualTo(404);
    assertThat(http.send("DELETE", path, BodyPublishers.noBody()).status()).isEqualTo(404);
    assertThat(put(path, "\"2\"", body("back")).status()).isEqualTo(404);
    assertThat(http.post(path + "/run-now", "{}", "Idempotency-Key", key()).status())
        .isEqualTo(404);
    assertThat(http.get(SCHEDULES + "?page_size=100").text()).doesNotContain(id.toString());
    assertThat(http.get(ImpactRows.DELIVERIES + "/" + delivery).json().get("scheduleId").asString())
        .isEqualTo(id.toString());
    // The workers remove the Temporal Schedule after the row.
    assertThat(row(id).getDeleted()).isTrue();
    assertThat(row(id).getVersion()).isGreaterThan(row(id).getScheduledVersion());
  }

  @Test
  void statsSayHowManyThereAreAndWhatCameOfThem() {
    var before = workday();
    rows.schedule("workday");
    var paused = rows.schedule("workday");
    put(
        SCHEDULES + "/" + paused,
        "\"1\"",
        body("wait").replace("{", "{\"paused\":true,").replace("benevity", "workday"));
    for (var status : new String[] {"confirmed", "parked", "failed", "delivering"}) {
      rows.delivery(row -> {
        row.setPlatform("workday");
        ImpactRows.status(row, status);
      });
    }

    var after = workday();

    assertThat(after.schedules() - before.schedules()).isEqualTo(2);
    assertThat(after.active() - before.active()).isEqualTo(1);
    assertThat(after.arrived() - before.arrived()).isEqualTo(1);
    assertThat(after.waiting() - before.waiting()).isEqualTo(1);
    assertThat(after.ended() - before.ended()).isEqualTo(1);
  }

  private record Workday(int schedules, int active, int arrived, int waiting, int ended) {}

  private Workday workday() {
    return http.get(SCHEDULES + "/stats")
        .json()
        .get("platforms")
        .valueStream()
        .filter(one -> one.get("platform").asString().equals("workday"))
        .map(one ->
            new Workday(
                one.get("schedules").asInt(),
                one.get("active").asInt(),
                one.get("arrived").asInt(),
                one.get("waiting").asInt(),
                one.get("ended").asInt()))
        .findFirst()
        .orElseThrow();
  }

  private static String body(String note) {
    return """
    {"platform":"benevity","frequency":"monthly","day":1,"time":"08:00","timeZone":"Europe/Oslo","note":"%s"}
    """
        .formatted(note);
  }

  private Answer put(String path, String ifMatch, String body) {
    return http.send(
        "PUT",
        path,
        BodyPublishers.ofString(body),
        "Content-Type",
        "application/json",
        "If-Match",
        ifMatch);
  }

  private static int version(Answer answer) {
    return Integer.parseInt(answer.header("etag").orElseThrow().replace("\"", ""));
  }

  private ScheduledDeliveriesRecord row(UUID id) {
    return api.worker()
        .read(
            Api.TENANT,
            db ->
                db.selectFrom(SCHEDULED_DELIVERIES)
                    .where(
                        SCHEDULED_DELIVERIES.TENANT_ID.eq(Api.TENANT),
                        SCHEDULED_DELIVERIES.SCHEDULE_ID.eq(id))
                    .fetchSingle());
  }
}
