package org.teei.csr.activities.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.teei.csr.engines.metrics.Period;
import org.teei.csr.schema.tenancy.Tenancy;

/** Figures of rows that can be added up by hand. */
class FiguresTest {
  private static final Period MARCH = Period.named("2026-03", ZoneOffset.UTC);

  private final Programme programme = new Programme();
  private final Tenancy worker = new Tenancy(programme.database.worker());

  @Test
  void countsWhoTookPartAndWhatWasDoneInThePeriod() {
    var anna = programme.person();
    var bo = programme.person();
    var cy = programme.person();
    var volunteer = programme.person();
    var buddy = programme.person();
    programme.session(anna, volunteer, "2026-03-01T00:00:00Z", 45, null);
    programme.session(anna, volunteer, "2026-03-31T23:59:59Z", 60, null);
    programme.session(anna, volunteer, "2026-03-15T10:00:00Z", null, null);
    programme.session(anna, volunteer, "2026-02-28T23:59:59Z", 480, null);
    programme.session(anna, volunteer, "2026-04-01T00:00:00Z", 480, null);
    programme.session(anna, programme.person(), null, 60, null);
    programme.completion(bo, "C-1", "2026-03-10T10:00:00Z");
    programme.completion(bo, "C-2", "2026-03-11T10:00:00Z");
    programme.event(programme.match(cy, buddy, "2026-01-01T00:00:00Z"), "2026-03-05T10:00:00Z");
    programme.match(programme.person(), programme.person(), "2026-03-05T10:00:00Z");

    assertThat(value("participants")).isEqualByComparingTo("3");
    assertThat(value("volunteers")).isEqualByComparingTo("2");
    assertThat(value("sessions")).isEqualByComparingTo("3");
    assertThat(value("hours")).isEqualByComparingTo("1.75");
    assertThat(figure("hours").notes()).containsExactly("sessions-without-duration");
    assertThat(value("courseCompletions")).isEqualByComparingTo("2");
    assertThat(figure("courseCompletions").people()).isEqualTo(1);
  }

  @Test
  void theDaysAreThoseOfTheZone() {
    programme.session(programme.person(), programme.person(), "2026-02-28T23:30:00Z", 60, null);
    programme.session(programme.person(), programme.person(), "2026-03-31T22:30:00Z", 60, null);

    assertThat(value(Period.named("2026-03", ZoneId.of("Europe/Oslo")), "sessions"))
        .as("an hour ahead in winter, two in summer")
        .isEqualByComparingTo("1");
    assertThat(value("sessions")).isEqualByComparingTo("1");
  }

  @Test
  void anotherCompanyCountsNothing() {
    var other = new Programme();
    other.session(other.person(), other.person(), "2026-03-05T10:00:00Z", 60, "A1");

    assertThat(value("participants")).isEqualByComparingTo("0");
    assertThat(value("sessions")).isEqualByComparingTo("0");
  }

  @Test
  void profilesThatAreOnePersonCountOnce() {
    var anna = programme.person();
    var alias = programme.person();
    var volunteer = programme.person();
    programme.session(anna, volunteer, "2026-03-01T10:00:00Z", 60, "A1");
    programme.session(alias, volunteer, "2026-03-02T10:00:00Z", 60, "A2");
    programme.merge(alias, anna);

    assertThat(value("participants")).isEqualByComparingTo("1");
    assertThat(value("languageProgress")).isEqualByComparingTo("1");
  }

  @Test
  void progressIsALevelAboveTheOneBeforeThePeriodOrTheFirstInIt() {
    progress("A1", "A2");
    progress("B1", "B1");
    progress("B2", "B1");
    var first = programme.person();
    programme.session(first, programme.person(), "2026-03-01T10:00:00Z", 60, "C1");
    programme.session(first, programme.person(), "2026-03-02T10:00:00Z", 60, "C2");
    programme.session(programme.person(), programme.person(), "2026-03-02T10:00:00Z", 60, "C2");
    var before = programme.person();
    programme.session(before, programme.person(), "2026-01-01T10:00:00Z", 60, "A1");
    programme.session(before, programme.person(), "2026-02-01T10:00:00Z", 60, "A2");
    programme.session(before, programme.person(), "2026-03-01T10:00:00Z", 60, null);

    assertThat(figure("languageProgress").people())
        .as("two levels, one in the period")
        .isEqualTo(4);
    assertThat(value("languageProgress")).isEqualByComparingTo("0.5");
  }

  @Test
  void integrationIsLanguageTiesAndCoursesOfThoseWithALevel() {
    var anna = programme.person();
    programme.session(anna, programme.person(), "2026-03-01T10:00:00Z", 60, "B1");
    var match = programme.match(anna, programme.person(), "2026-01-01T00:00:00Z");
    programme.event(match, "2026-03-05T10:00:00Z");
    programme.checkin(match, "2026-03-06T10:00:00Z");
    programme.checkin(match, "2026-04-06T10:00:00Z");
    programme.completion(anna, "C-1", "2025-03-10T10:00:00Z");
    programme.session(programme.person(), programme.person(), "2026-03-01T10:00:00Z", 60, null);

    // .4 · .50 + .3 · (.4 + .3 · 1/5 + .3 · 1/10) + .3 · .15
    assertThat(value("integration")).isEqualByComparingTo("0.392");
    assertThat(figure("integration").people()).isEqualTo(1);
    assertThat(figure("integration").notes()).containsExactly("employment-unknown");
    assertThat(value("languageLevel")).isEqualByComparingTo("0.5");
  }

  @Test
  void aLevelOfLongAgoIsNoneAnyMore() {
    var anna = programme.person();
    programme.session(anna, programme.person(), "2025-12-31T23:59:59Z", 60, "C2");
    programme.session(anna, programme.person(), "2026-03-01T10:00:00Z", 60, null);

    assertThat(figure("languageLevel").value()).isNull();
    assertThat(figure("languageLevel").reason()).isEqualTo("no-rows");
    assertThat(figure("integration").value()).isNull();
  }

  @Test
  void whatIsNotAssumedIsNotInvented() {
    progress("A1", "A2");

    assertThat(figure("sroi").value()).isNull();
    assertThat(figure("sroi").reason())
        .isEqualTo(
            "assumption-missing monthly_programme_cost wage_lift multiplier discount_rate benefit_years");
    assertThat(figure("vis").value()).isNull();
    assertThat(figure("vis").reason()).isEqualTo("outcome-scores-missing");
  }

  @Test
  void theReturnIsThatOfTheFormula() {
    for (int i = 0; i < 25; i++) {
      progress("A1", "A2");
    }
    progress("B1", "B1");
    programme.assume("monthly_programme_cost", "2026-01-01", "100000");
    programme.assume("wage_lift", "2025-01-01", "1");
    programme.assume("wage_lift", "2026-03-31", "15000");
    programme.assume("wage_lift", "2026-04-01", "99999");
    programme.assume("multiplier", "2026-01-01", "1.5");
    programme.assume("discount_rate", "2026-01-01", "0.03");
    programme.assume("benefit_years", "2026-01-01", "3");

    Figure sroi = figure("sroi");
    assertThat(sroi.value()).isEqualByComparingTo("14.91");
    assertThat(sroi.people()).isEqualTo(26);
    assertThat(sroi.inputs())
        .containsEntry("peopleWithOutcome", 25L)
        .containsEntry("netPresentValue", new BigDecimal("1591093.9"));
    assertThat(assumptions(MARCH).used())
        .extracting(Assumptions.Assumption::name, used -> used.value().toPlainString())
        .contains(tuple("wage_lift", "15000"))
        .hasSize(5);
  }

  @Test
  void aPartOfAMonthCostsThePart() {
    programme.assume("monthly_programme_cost", "2026-02-01", "2800");
    programme.assume("monthly_programme_cost", "2026-03-11", "3100");

    assertThat(assumptions(MARCH).cost().orElseThrow())
        .as("10 days of 2800/31 and 21 of 3100/31")
        .isEqualByComparingTo("3003.23");
    assertThat(cost("2026-02-15", "2026-02-16")).isEqualByComparingTo("100");
    assertThat(cost("2026-02-01", "2026-04-01")).isEqualByComparingTo("5803.23");
    assertThat(
            assumptions(
                    new Period(
                        LocalDate.parse("2026-01-31"),
                        LocalDate.parse("2026-03-01"),
                        ZoneOffset.UTC))
                .cost())
        .as("of a day nothing is known")
        .isEmpty();
  }

  @Test
  void aFigureMovesWithItsValueItsReasonAndItsFormula() {
    List<Figure> before = List.of(Figure.counted("a", 1, "count"), Figure.counted("b", 1, "count"));

    assertThat(Figures.moved(before, before)).isEmpty();
    assertThat(
            Figures.moved(
                before,
                List.of(
                    new Figure(
                        "a",
                        new BigDecimal("1.00"),
                        "count",
                        null,
                        "count/1",
                        null,
                        List.of(),
                        Map.of()),
                    Figure.counted("b", 2, "count"),
                    Figure.counted("c", 1, "count"))))
        .containsExactly("b", "c");
    assertThat(Figures.moved(before, List.of(Figure.counted("a", 1, "count"))))
        .containsExactly("b");
  }

  private void progress(String before, String after) {
    var person = programme.person();
    programme.session(person, programme.person(), "2026-02-01T10:00:00Z", 60, before);
    programme.session(person, programme.person(), "2026-03-02T10:00:00Z", 60, after);
  }

  private BigDecimal cost(String from, String until) {
    return assumptions(new Period(LocalDate.parse(from), LocalDate.parse(until), ZoneOffset.UTC))
        .cost()
        .orElseThrow();
  }

  private Assumptions assumptions(Period period) {
    return worker.read(programme.tenant, db -> Assumptions.read(db, programme.tenant, period));
  }

  private BigDecimal value(String name) {
    return value(MARCH, name);
  }

  private BigDecimal value(Period period, String name) {
    return figure(period, name).value();
  }

  private Figure figure(String name) {
    return figure(MARCH, name);
  }

  private Figure figure(Period period, String name) {
    return worker
        .read(
            programme.tenant,
            db ->
                Figures.of(
                    Inputs.read(db, programme.tenant, period),
                    Assumptions.read(db, programme.tenant, period)))
        .stream()
        .filter(figure -> figure.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
