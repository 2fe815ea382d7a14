package org.teei.csr.api.impactin.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.SCHEDULES;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

class NextRunsTest {
  private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

  private final Http http = new Http(Api.shared());

  @Test
  void runsKeepTheirLocalTimeOverSummerTime() {
    var runs = local(runs("\"frequency\":\"quarterly\",\"day\":1,\"time\":\"08:00\""));

    assertThat(runs).hasSize(5).isSorted();
    assertThat(runs)
        .allSatisfy(run -> {
          assertThat(run.toLocalTime()).isEqualTo(LocalTime.of(8, 0));
          assertThat(run.getDayOfMonth()).isEqualTo(1);
          assertThat(run.getMonth()).isIn(Month.JANUARY, Month.APRIL, Month.JULY, Month.OCTOBER);
        });
    assertThat(runs).extracting(run -> run.getOffset().getTotalSeconds()).contains(3600, 7200);
  }

  @Test
  void aTimeThatSummerTimeLeavesOutIsTakenBehindTheGap() {
    var gap = next(true);
    var missing = gap.getDateTimeBefore().plusMinutes(30);

    assertThat(runs(custom(missing)).getFirst())
        .isEqualTo(gap.getInstant().plusSeconds(30 * 60))
        .isEqualTo(gap.getDateTimeAfter().plusMinutes(30).atZone(OSLO).toInstant());
  }

  @Test
  void aTimeThatComesTwiceIsTakenOnce() {
    var overlap = next(false);
    var twice = overlap.getDateTimeAfter().plusMinutes(30);

    var runs = local(runs(custom(twice)));

    assertThat(runs.getFirst().toInstant()).isEqualTo(overlap.getInstant().minusSeconds(30 * 60));
    assertThat(runs.get(1).getYear()).isEqualTo(runs.getFirst().getYear() + 1);
  }

  @Test
  void aDayThatAMonthDoesNotHaveIsItsLastOne() {
    var runs = local(runs("\"frequency\":\"monthly\",\"day\":31,\"time\":\"08:00\""));

    var expected =
        Stream.iterate(YearMonth.now(OSLO), month -> month.plusMonths(1))
            .map(month ->
                month
                    .atDay(month.getMonth() == Month.FEBRUARY ? 28 : month.lengthOfMonth())
                    .atTime(8, 0)
                    .atZone(OSLO))
            .filter(run -> run.toInstant().isAfter(Instant.now()))
            .limit(5)
            .toList();
    assertThat(runs).isEqualTo(expected);
  }

  @Test
  void thereIsNoRunBehindTheEnd() {
    var all = runs("\"frequency\":\"weekly\",\"day\":1,\"time\":\"08:00\"");

    var until =
        runs(
            "\"frequency\":\"weekly\",\"day\":1,\"time\":\"08:00\",\"endsAt\":\"%s\""
                .formatted(all.get(1)));

    assertThat(until).isEqualTo(all.subList(0, 2));
    assertThat(
            runs(
                "\"frequency\":\"weekly\",\"day\":1,\"time\":\"08:00\",\"endsAt\":\"2020-01-01T00:00:00Z\""))
        .isEmpty();
  }

  private static ZoneOffsetTransition next(boolean gap) {
    return Stream.iterate(
            OSLO.getRules().nextTransition(Instant.now()),
            change -> OSLO.getRules().nextTransition(change.getInstant()))
        .filter(change -> change.isGap() == gap)
        .findFirst()
        .orElseThrow();
  }

  private static String custom(LocalDateTime time) {
    return "\"frequency\":\"custom\",\"period\":\"month\",\"cron\":\"%d %d %d %d *\""
        .formatted(time.getMinute(), time.getHour(), time.getDayOfMonth(), time.getMonthValue());
  }

  private static List<ZonedDateTime> local(List<Instant> runs) {
    return runs.stream().map(run -> run.atZone(OSLO)).toList();
  }

  private List<Instant> runs(String timing) {
    var answer =
        http.post(
            SCHEDULES, "{\"platform\":\"file\",\"timeZone\":\"Europe/Oslo\",%s}".formatted(timing));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer
        .json()
        .get("nextRuns")
        .valueStream()
        .map(run -> Instant.parse(run.asString()))
        .toList();
  }
}
