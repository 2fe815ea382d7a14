package org.teei.csr.engines.impactin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.engines.impactin.Rhythm.Range;

class RhythmTest {
  private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");
  private static final ZoneId UTC = ZoneId.of("UTC");

  @Test
  void aMonthlyRhythmKeepsItsLocalTimeThroughTheYear() {
    assertThat(Rhythm.monthly(1, LocalTime.of(8, 0), OSLO).next(at("2027-02-15T00:00:00Z"), 3))
        .containsExactly(
            at("2027-03-01T07:00:00Z"), at("2027-04-01T06:00:00Z"), at("2027-05-01T06:00:00Z"));
  }

  @Test
  void aDayThatAMonthDoesNotHaveIsItsLastOne() {
    assertThat(Rhythm.monthly(31, LocalTime.NOON, UTC).next(at("2028-01-30T00:00:00Z"), 5))
        .containsExactly(
            at("2028-01-31T12:00:00Z"),
            at("2028-02-28T12:00:00Z"),
            at("2028-03-31T12:00:00Z"),
            at("2028-04-30T12:00:00Z"),
            at("2028-05-31T12:00:00Z"));
  }

  @Test
  void aQuarterlyRhythmComesInTheFirstMonthsOfQuarters() {
    assertThat(Rhythm.quarterly(2, LocalTime.of(3, 30), UTC).next(at("2026-11-30T00:00:00Z"), 3))
        .containsExactly(
            at("2027-01-02T03:30:00Z"), at("2027-04-02T03:30:00Z"), at("2027-07-02T03:30:00Z"));
  }

  @Test
  void aWeeklyRhythmCountsDaysFromMonday() {
    assertThat(Rhythm.weekly(7, LocalTime.of(6, 0), UTC).next(at("2026-11-30T00:00:00Z"), 2))
        .containsExactly(at("2026-12-06T06:00:00Z"), at("2026-12-13T06:00:00Z"));
  }

  @Test
  void aTimeThatSummerTimeLeavesOutIsTakenBehindTheGap() {
    assertThat(Rhythm.custom("30 2 * * *", OSLO).next(at("2027-03-27T02:00:00Z"), 2))
        .containsExactly(at("2027-03-28T01:30:00Z"), at("2027-03-29T00:30:00Z"));
  }

  @Test
  void aTimeThatComesTwiceIsTakenOnce() {
    assertThat(Rhythm.custom("30 2 * * *", OSLO).next(at("2027-10-30T12:00:00Z"), 2))
        .containsExactly(at("2027-10-31T00:30:00Z"), at("2027-11-01T01:30:00Z"));
  }

  @Test
  void theLastTimeIsTheOneThatIsOverOrNow() {
    Rhythm rhythm = Rhythm.monthly(1, LocalTime.of(8, 0), OSLO);
    assertThat(rhythm.last(at("2027-04-01T05:59:59Z"))).contains(at("2027-03-01T07:00:00Z"));
    assertThat(rhythm.last(at("2027-04-01T06:00:00Z"))).contains(at("2027-04-01T06:00:00Z"));
  }

  @Test
  void theLastTimeOfTheDayOfTheGapIsBehindTheGap() {
    assertThat(Rhythm.custom("30 2 28 3 *", OSLO).last(at("2027-03-30T00:00:00Z")))
        .contains(at("2027-03-28T01:30:00Z"));
  }

  @Test
  void fieldsAreNumbersOfSchedulers() {
    assertThat(Rhythm.custom("*/15 8-16/4 * 1,6 5-7", OSLO).fields())
        .containsExactly(
            new Rhythm.Fields(
                List.of(new Range(0, 59, 15)),
                List.of(new Range(8, 16, 4)),
                List.of(new Range(1, 31, 1)),
                List.of(new Range(1, 1, 1), new Range(6, 6, 1)),
                List.of(new Range(5, 5, 1), new Range(6, 6, 1), new Range(0, 0, 1))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "0 0 0 1 1 *",
        "60 * * * *",
        "0 24 * * *",
        "0 0 32 * *",
        "@daily",
        "0 0 L * *",
        "0 0 1 13 *",
        "hourly",
        "0 0 30 2 *",
        "0 0 1 * 1",
        "0 0 1 1 1 2027",
        "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20 * * * *"
      })
  void whatIsNoExpressionOfFiveFieldsIsRefused(String cron) {
    assertThatIllegalArgumentException().isThrownBy(() -> Rhythm.custom(cron, OSLO));
  }

  private static Instant at(String time) {
    return Instant.parse(time);
  }
}
