package org.teei.csr.api.impactin.schedules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.FIGURES;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.SCHEDULES;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.month;
import static org.teei.csr.schema.jooq.Tables.METRIC_SNAPSHOTS;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.api.impactin.deliveries.ImpactRows;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;
import org.teei.csr.engines.impactin.Mapping;
import org.teei.csr.engines.impactin.Payload;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.engines.impactin.ReportedFigures;
import org.teei.csr.engines.metrics.Period;
import org.teei.csr.schema.shared.Json;

class PreviewTest {
  private static final Map<String, String> BENEVITY =
      Map.of("organizationId", "org-17", "programName", "Språk & arbeid");

  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final ImpactRows rows = new ImpactRows(api);
  private final LocalDate month = month();

  @AfterEach
  void disconnect() {
    for (var platform : Platform.values()) {
      rows.disconnect(Api.TENANT, platform.spelling());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "benevity | {\"organizationId\":\"org-17\"}    | application/json",
        "goodera  | {\"projectId\":\"project-4\"}      | application/json",
        "workday  | {\"workdayTenant\":\"acme\"}       | application/json",
        "file     | {\"form\":\"csv\"}                 | text/csv",
        "file     | {\"form\":\"json\"}                | application/json",
      })
  void thePreviewIsWhatADeliveryFreezes(String platform, String mapping, String type) {
    rows.connect(Api.TENANT, platform, mapping);
    var snapshot = rows.snapshot(Api.TENANT, month, 1, FIGURES);
    var schedule = rows.schedule(platform);

    var first = preview(schedule, month);
    var second = preview(schedule, month.plusDays(20));

    assertThat(first.status()).as(first.text()).isEqualTo(200);
    assertThat(second.json()).isEqualTo(first.json());
    var frozen =
        Payload.of(
            figures(snapshot),
            Mapping.of(Platform.spelled(platform).orElseThrow(), Json.read(mapping, Values.class)));
    assertThat(first.json().get("payload").asString().getBytes(UTF_8)).isEqualTo(frozen.bytes());
    assertThat(first.json().get("payloadSha256").asString()).isEqualTo(frozen.sha256());
    assertThat(first.json().get("contentType").asString()).isEqualTo(type);
    assertThat(first.json().get("snapshotId").asString()).isEqualTo(snapshot.toString());
    assertThat(first.json().get("findings")).isEmpty();
    assertThat(first.json().get("platform").asString()).isEqualTo(platform);
  }

  private static final class Values extends TreeMap<String, String> {
    private static final long serialVersionUID = 1;
  }

  @Test
  void whatRestsOnFewPeopleIsLeftOutAndNamed() {
    rows.connect(Api.TENANT, "benevity", json(BENEVITY));
    rows.snapshot(Api.TENANT, month, 1, FIGURES);

    var preview = preview(rows.schedule("benevity"), month).json();

    assertThat(preview.get("leftOut"))
        .extracting(left -> left.get("figure").asString(), left -> left.get("reason").asString())
        .contains(tuple("languageLevel", "fewer-than-5-people"));
    assertThat(preview.get("payload").asString())
        .contains("\"category\":\"integration\"", "Språk & arbeid")
        .doesNotContain("\"category\":\"language\"");
  }

  @Test
  void whatThePlatformsSchemaDoesNotAllowIsSaid() {
    rows.connect(Api.TENANT, "benevity", json(BENEVITY));
    rows.snapshot(Api.TENANT, month, 1, FIGURES.replace("187.50", "-1.00"));

    var preview = preview(rows.schedule("benevity"), month);

    assertThat(preview.status()).as(preview.text()).isEqualTo(200);
    assertThat(preview.json().get("findings"))
        .isNotEmpty()
        .allSatisfy(finding -> {
          assertThat(finding.get("path").asString()).contains("metricValue");
          assertThat(finding.get("message").asString()).isNotBlank();
        });
  }

  @Test
  void theLatestRevisionOfTheFiguresIsShown() {
    rows.connect(Api.TENANT, "benevity", json(BENEVITY));
    var schedule = rows.schedule("benevity");
    rows.snapshot(Api.TENANT, month, 1, FIGURES);
    var before = preview(schedule, month).json();
    var latest = rows.snapshot(Api.TENANT, month, 2, FIGURES.replace("187.50", "190.00"));

    var after = preview(schedule, month).json();

    assertThat(after.get("revision").asInt()).isEqualTo(2);
    assertThat(after.get("snapshotId").asString()).isEqualTo(latest.toString());
    assertThat(after.get("payloadSha256")).isNotEqualTo(before.get("payloadSha256"));
  }

  @Test
  void whatArrivedLastOfThePeriodIsComparedWith() {
    rows.connect(Api.TENANT, "benevity", json(BENEVITY));
    var schedule = rows.schedule("benevity");
    var snapshot = rows.snapshot(Api.TENANT, month, 1, FIGURES);
    var sent = preview(schedule, month).json().get("payload").asString();
    var arrived = arrived(month, snapshot, sent);
    rows.snapshot(Api.TENANT, month, 2, FIGURES.replace("187.50", "190.00"));

    var preview = preview(schedule, month).json();

    assertThat(preview.get("comparedWith").asString()).isEqualTo(arrived.toString());
    assertThat(preview.get("changes"))
        .extracting(
            change -> change.get("what").asString(),
            change -> change.get("before").asString(),
            change -> change.get("after").asString())
        .contains(tuple("metrics[volunteer_hours].metricValue", "187.5", "190"));
    assertThat(preview.get("changes"))
        .allSatisfy(change -> assertThat(change.get("kind").asString()).isEqualTo("differs"));
  }

  @Test
  void aDeliveryThatDidNotArriveOrIsOfOtherDaysIsNotComparedWith() {
    // Far from the months of other tests.
    var alone = LocalDate.of(2024, 2, 1);
    rows.connect(Api.TENANT, "goodera", "{\"projectId\":\"project-4\"}");
    var schedule = rows.schedule("goodera");
    var before = rows.snapshot(Api.TENANT, alone.minusMonths(1), 1, FIGURES);
    rows.snapshot(Api.TENANT, alone, 1, FIGURES);
    var earlier =
        rows.delivery(row -> {
          row.setPlatform("goodera");
          row.setPeriodFrom(alone.minusMonths(1));
          row.setPeriodUntil(alone);
          rows.frozen(
              row,
              before,
              preview(schedule, alone.minusMonths(1)).json().get("payload").asString(),
              "application/json");
          ImpactRows.status(row, "delivered");
        });
    rows.delivery(row -> {
      row.setPlatform("goodera");
      row.setPeriodFrom(alone.plusDays(7));
      row.setPeriodUntil(alone.plusDays(14));
      rows.frozen(row, before, "{}", "application/json");
      ImpactRows.status(row, "delivered");
    });
    rows.delivery(row -> {
      row.setPlatform("goodera");
      row.setPeriodFrom(alone);
      row.setPeriodUntil(alone.plusMonths(1));
      ImpactRows.status(row, "failed");
    });

    assertThat(preview(schedule, alone).json().get("comparedWith").asString())
        .isEqualTo(earlier.toString());
  }

  @Test
  void withoutFiguresThereIsNoPreview() {
    rows.connect(Api.TENANT, "benevity", json(BENEVITY));

    var answer = preview(rows.schedule("benevity"), month);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("impactin/no-figures");
  }

  @Test
  void whereACompanyIsNotConnectedThereIsNoPreview() {
    var other = Http.as(api, "other", "company_admin");
    rows.disconnect("other", "workday");
    rows.snapshot("other", month, 1, FIGURES);
    var schedule =
        other
            .post(
                SCHEDULES,
                "{\"platform\":\"workday\",\"frequency\":\"monthly\",\"day\":1,\"time\":\"08:00\",\"timeZone\":\"Europe/Oslo\"}")
            .json()
            .get("id")
            .asString();

    var answer = other.get(SCHEDULES + "/" + schedule + "/preview?periodOf=" + month);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("impactin/platform-not-connected");
  }

  @Test
  void aPeriodThatIsNotOverHasNone() {
    var today = LocalDate.now(ZoneId.of(ImpactRows.ZONE));

    assertThat(preview(rows.schedule("benevity"), today).problem())
        .isEqualTo("impactin/period-not-over");
  }

  private Answer preview(UUID schedule, LocalDate day) {
    return http.get(SCHEDULES + "/" + schedule + "/preview?periodOf=" + day);
  }

  private UUID arrived(LocalDate of, UUID snapshot, String payload) {
    return rows.delivery(row -> {
      row.setPeriodFrom(of);
      row.setPeriodUntil(of.plusMonths(1));
      rows.frozen(row, snapshot, payload, "application/json");
      ImpactRows.status(row, "confirmed");
    });
  }

  private ReportedFigures figures(UUID snapshot) {
    return api.worker()
        .read(
            Api.TENANT,
            db ->
                db.selectFrom(METRIC_SNAPSHOTS)
                    .where(
                        METRIC_SNAPSHOTS.TENANT_ID.eq(Api.TENANT),
                        METRIC_SNAPSHOTS.SNAPSHOT_ID.eq(snapshot))
                    .fetchSingle(row ->
                        ReportedFigures.of(
                            Api.TENANT,
                            new Period(
                                row.getPeriodFrom(),
                                row.getPeriodUntil(),
                                ZoneId.of(row.getTimeZone())),
                            row.getFinishedAt(),
                            row.getFigures().data())));
  }

  private static String json(Map<String, String> mapping) {
    return Json.of(mapping);
  }
}
