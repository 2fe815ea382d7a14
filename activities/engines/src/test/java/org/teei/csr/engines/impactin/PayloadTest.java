package org.teei.csr.engines.impactin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.engines.metrics.Period;

class PayloadTest {
  /** A byte that changes here changes what platforms are sent, and each hash that was shown. */
  @ParameterizedTest
  @EnumSource
  void isToTheByteWhatItWas(Platform platform) throws Exception {
    Payload payload = Payload.of(Frozen.figures(), Frozen.mapping(platform));

    assertThat(text(payload)).isEqualTo(golden(platform.spelling() + ".json"));
    assertThat(payload.contentType()).isEqualTo("application/json");
  }

  @Test
  void aFileMayBeATable() throws Exception {
    Payload payload =
        Payload.of(Frozen.figures(), Mapping.of(Platform.FILE, Map.of("form", "csv")));

    assertThat(text(payload)).isEqualTo(golden("file.csv"));
    assertThat(payload.contentType()).isEqualTo("text/csv");
    assertThat(payload.findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void keepsToTheSchemaOfItsPlatform(Platform platform) {
    assertThat(Payload.of(Frozen.figures(), Frozen.mapping(platform)).findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"BENEVITY, integration", "GOODERA, integration", "FILE, integration"})
  void leavesOutWhatRestsOnFewerThanFivePeople(Platform platform, String figure) {
    Payload four = payload(platform, Frozen.share(figure, "0.5", 4L));
    Payload five = payload(platform, Frozen.share(figure, "0.5", 5L));

    assertThat(four.leftOut()).contains(new LeftOut(figure, LeftOut.TOO_FEW_PEOPLE));
    assertThat(text(four)).doesNotContain("\"" + figure);
    assertThat(five.leftOut()).extracting(LeftOut::figure).doesNotContain(figure);
    assertThat(text(five)).contains("\"" + figure);
    assertThat(five.findings()).isEmpty();
  }

  @Test
  void leavesOutAnOutcomeOfWhichNobodyKnowsHowManyPeopleItRestsOn() {
    Payload payload = payload(Platform.BENEVITY, Frozen.share("integration", "0.5", null));

    assertThat(payload.leftOut()).contains(new LeftOut("integration", LeftOut.PEOPLE_UNKNOWN));
    assertThat(text(payload)).doesNotContain("integration\"");
  }

  @Test
  void namesWhatHasNoValueWithTheReason() {
    Payload payload =
        payload(
            Platform.GOODERA,
            new ReportedFigure("languageLevel", null, "share", 0L, "language-level/1", "no-rows"));

    assertThat(payload.leftOut())
        .containsExactly(
            new LeftOut("jobReadiness", "outcome-scores-missing"),
            new LeftOut("languageLevel", "no-rows"));
    assertThat(text(payload)).doesNotContain("language_proficiency").doesNotContain("null");
  }

  @Test
  void aFileNamesEachFigureThatHasNoValue() {
    assertThat(payload(Platform.FILE).leftOut())
        .containsExactly(
            new LeftOut("sroi", "assumption-missing wage_lift"),
            new LeftOut("vis", "outcome-scores-missing"));
  }

  @Test
  void tellsCountsAndHoursOfAnyNumberOfPeople() {
    Payload payload =
        payload(
            Platform.BENEVITY,
            count("participants", 1, "people"),
            count("volunteers", 0, "people"),
            count("hours", 0, "hours"));

    assertThat(text(payload))
        .contains(
            "\"metricType\":\"participant_count\",\"metricUnit\":\"count\",\"metricValue\":1}")
        .contains(
            "\"metricType\":\"program_participation\",\"metricUnit\":\"count\",\"metricValue\":0}")
        .contains("\"metricType\":\"volunteer_hours\",\"metricUnit\":\"hours\",\"metricValue\":0}");
    assertThat(payload.findings()).isEmpty();
  }

  @Test
  void isNotMadeWithoutACountThatIsAlwaysTold() {
    ReportedFigures without =
        new ReportedFigures(
            "demo",
            Frozen.MARCH,
            Frozen.AT,
            Frozen.figures().figures().stream()
                .filter(figure -> !figure.name().equals("hours"))
                .toList());

    assertThatThrownBy(() -> Payload.of(without, Frozen.mapping(Platform.BENEVITY)))
        .hasMessage("a snapshot without hours");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.1, 1", "0.4833, 4.833", "0.90, 9", "1.0000, 10"})
  void tellsALanguageLevelAsOneOfTen(String share, String level) {
    ReportedFigure figure = Frozen.share("languageLevel", share, 12L);

    assertThat(text(payload(Platform.BENEVITY, figure)))
        .contains(
            "{\"category\":\"language\",\"metricType\":\"outcome_score\",\"metricUnit\":\"level\","
                + "\"metricValue\":"
                + level
                + "}");
    assertThat(text(payload(Platform.GOODERA, figure)))
        .contains("\"unit\":\"level_0_10\",\"value\":" + level + "}");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.512, 51.2", "0.5000, 50", "1, 100"})
  void tellsGooderaIntegrationInPercent(String share, String percent) {
    assertThat(text(payload(Platform.GOODERA, Frozen.share("integration", share, 12L))))
        .contains(
            "\"beneficiaries\":12,\"dimensionId\":\"integration_outcome\","
                + "\"dimensionName\":\"Integration\",\"unit\":\"percent\",\"value\":"
                + percent
                + "}");
  }

  @Test
  void tellsOutcomesOfLaterBySnakeCase() {
    ReportedFigure belonging = Frozen.share("senseOfBelonging", "0.75", 9L);
    ReportedFigure jobs = Frozen.share("jobReadiness", "0.25", 9L);

    assertThat(text(payload(Platform.BENEVITY, belonging, jobs)))
        .contains("\"category\":\"sense_of_belonging\"")
        .contains("\"category\":\"job_readiness\"");
    assertThat(text(payload(Platform.GOODERA, belonging, jobs)))
        .contains("\"dimensionId\":\"sense_of_belonging\",\"dimensionName\":\"Sense of belonging\"")
        .contains("\"dimensionId\":\"employability\"");
  }

  @Test
  void workdayIsToldHoursAndCompletionsAsTheyAre() {
    ReportedFigures nobodyKnowsWho =
        Frozen.with(
            new ReportedFigure(
                "courseCompletions", BigDecimal.TEN, "count", null, "count/1", null));

    assertThat(text(payload(Platform.WORKDAY)))
        .contains("\"volunteerHours\":187.5")
        .contains("\"completionCount\":14")
        .contains("\"enrollmentCount\":120")
        .doesNotContain("mentorship");
    assertThat(text(Payload.of(nobodyKnowsWho, Frozen.mapping(Platform.WORKDAY))))
        .doesNotContain("completionCount");
  }

  @Test
  void namesTheDaysOfThePeriodAsItsZoneHasThem() {
    Period leap =
        new Period(LocalDate.of(2028, 2, 1), LocalDate.of(2028, 3, 1), ZoneId.of("Asia/Kathmandu"));

    assertThat(
            text(
                Payload.of(
                    new ReportedFigures("demo", leap, Frozen.AT, Frozen.figures().figures()),
                    Frozen.mapping(Platform.BENEVITY))))
        .contains("{\"endDate\":\"2028-02-29\",\"startDate\":\"2028-02-01\"}");
  }

  @Test
  void callsACompanyByItsOwnIdWhereNoneIsSet() {
    assertThat(
            text(
                Payload.of(
                    Frozen.figures(),
                    Mapping.of(Platform.WORKDAY, Map.of("workdayTenant", "acme")))))
        .contains("\"organizationId\":\"demo\"")
        .contains("\"programId\":\"teei-integration\"");
  }

  @Test
  void hasTheHashThatAnybodyCanCompute() {
    assertThat(
            new Payload(
                    Platform.FILE, Payload.CSV, "abc".getBytes(StandardCharsets.UTF_8), List.of())
                .sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void doesNotReadWhatIsNoListOfFigures() {
    assertThatThrownBy(() -> ReportedFigures.of("demo", Frozen.MARCH, Frozen.AT, "{\"a\": 1}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("is not a list of figures");
  }

  private static Payload payload(Platform platform, ReportedFigure... more) {
    return Payload.of(Frozen.with(more), Frozen.mapping(platform));
  }

  private static ReportedFigure count(String name, long value, String unit) {
    return new ReportedFigure(name, BigDecimal.valueOf(value), unit, value, "count/1", null);
  }

  private static String text(Payload payload) {
    return new String(payload.bytes(), StandardCharsets.UTF_8);
  }

  private static String golden(String name) throws Exception {
    try (InputStream file = PayloadTest.class.getResourceAsStream("/payloads/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
