package org.teei.csr.engines.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.time.api.DateTimes;
import net.jqwik.time.api.Dates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateFormatTest {
  private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

  @Provide
  Arbitrary<String> patterns() {
    Arbitrary<String> day = Arbitraries.of("d", "dd");
    Arbitrary<String> month = Arbitraries.of("M", "MM");
    Arbitrary<String> year = Arbitraries.of("yy", "yyyy");
    return Arbitraries.of(0, 1, 2)
        .flatMap(order ->
            Arbitraries.of(".", "/", "-")
                .flatMap(separator ->
                    day.flatMap(d ->
                        month.flatMap(m ->
                            year.flatMap(y ->
                                Arbitraries.of(
                                        "",
                                        " HH:mm",
                                        "THH:mm:ss",
                                        " H:mm",
                                        " hh:mm a",
                                        " h:mm:ss a")
                                    .map(time ->
                                        String.join(separator, ordered(order, d, m, y))
                                            + time))))));
  }

  private static List<String> ordered(int order, String d, String m, String y) {
    return switch (order) {
      case 0 -> List.of(d, m, y);
      case 1 -> List.of(m, d, y);
      default -> List.of(y, m, d);
    };
  }

  @Provide
  Arbitrary<LocalDateTime> times() {
    return DateTimes.dateTimes()
        .between(LocalDateTime.of(2000, 1, 1, 0, 0), LocalDateTime.of(2099, 12, 31, 23, 59, 59));
  }

  @Property
  void whatTheJdkWritesWithAPatternIsReadWithIt(
      @ForAll("patterns") String pattern, @ForAll("times") LocalDateTime time) {
    String written =
        time.format(DateTimeFormatter.ofPattern(pattern.replace("T", "'T'"), Locale.ENGLISH));
    LocalDateTime expected =
        !pattern.contains(":")
            ? time.toLocalDate().atStartOfDay()
            : time.truncatedTo(pattern.contains("s") ? ChronoUnit.SECONDS : ChronoUnit.MINUTES);

    assertThat(read(pattern, written)).isEqualTo(expected);
    assertThat(DateFormat.of(pattern).id()).isEqualTo(pattern);
  }

  @Property
  void noTextMakesAPatternFail(@ForAll("patterns") String pattern, @ForAll String text) {
    LocalDateTime read = read(pattern, text);

    assertThat(read == null || text.length() <= 40).isTrue();
  }

  @Property
  void noTextIsAFormatButOfTheGrammar(@ForAll("nearlyPatterns") String id) {
    try {
      DateFormat format = DateFormat.of(id);
      assertThat(format.id()).isEqualTo(id);
      assertThat(id).matches("excel(-1904)?|[dMy./-]{6,10}([ T][Hhmsa: ]+)?");
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessage("not a date format");
    }
  }

  @Provide
  Arbitrary<String> nearlyPatterns() {
    return Arbitraries.strings().withChars("dMyHhmsa:./- T").ofMaxLength(16);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "excel-1900",
        "Excel",
        "dd.MM",
        "dd.MM-yyyy",
        "ddMMyyyy",
        "yyyy.dd.MM",
        "dd.MM.y",
        "dd.MM.yyyy ",
        "dd.MM.yyyy HH",
        "dd.MM.yyyy  HH:mm",
        "EEE dd.MM.yyyy",
        "dd.MMM.yyyy",
        "dd.MM.yyyy.",
        "'x'dd.MM.yyyy",
        "HH:mm dd.MM.yyyy",
        "dd..yyyy",
        "dd.dd.yyyy"
      })
  void whatTheGrammarDoesNotHaveIsRefused(String id) {
    assertThatThrownBy(() -> DateFormat.of(id)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "dd.MM.yyyy, 5.1.2026", // two digits are declared
    "dd.MM.yyyy, 05.01.26",
    "dd.MM.yyyy, 2026-01-05", // another format is not guessed
    "dd.MM.yyyy, 31.02.2026",
    "dd.MM.yyyy, 29.02.2025",
    "dd.MM.yyyy, 05.13.2026",
    "dd.MM.yyyy, 00.01.2026",
    "dd.MM.yyyy, 05.01.2026 10:00", // no time was declared
    "dd.MM.yyyy, 05/01/2026",
    "dd.MM.yyyy, ٠٥.٠١.٢٠٢٦",
    "dd.MM.yyyy, +5.01.2026",
    "MM/dd/yyyy, 13/01/2026",
    "d/M/yy, 5/1/2026",
    "d/M/yy, 005/1/26",
    "dd.MM.yyyy HH:mm, 05.01.2026 24:00",
    "dd.MM.yyyy HH:mm, 05.01.2026 10:60",
    "dd.MM.yyyy HH:mm, 05.01.2026T10:00",
    "dd.MM.yyyy HH:mm, 05.01.2026 10:00:00",
    "M/d/yyyy h:mm a, 1/5/2026 13:00 PM",
    "M/d/yyyy h:mm a, 1/5/2026 0:30 AM",
    "M/d/yyyy h:mm a, 1/5/2026 10:00 XM",
    "M/d/yyyy h:mm a, 1/5/2026 10:00",
    "excel, 0",
    "excel, 60", // 29 February 1900 never was
    "excel, -1",
    "excel, 2958466",
    "excel, 2958465.9999999", // midnight after the last day
    "excel, 1E4",
    "excel, 05.01.2026",
    "excel-1904, 2957004",
    "excel, 99999999999999999999"
  })
  void whatIsNotAsDeclaredIsNoDate(String format, String text) {
    assertThat(read(format, text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "dd.MM.yyyy, 29.02.2024, 2024-02-29T00:00",
    "MM/dd/yyyy, 02/01/2026, 2026-02-01T00:00",
    "dd/MM/yyyy, 02/01/2026, 2026-01-02T00:00",
    "d/M/yy, 2/1/26, 2026-01-02T00:00",
    "d/M/yy, 02/01/99, 2099-01-02T00:00",
    "dd.MM.yyyy HH:mm, 05.01.2026 10:30, 2026-01-05T10:30",
    "dd.MM.yyyy HH:mm, 05.01.2026, 2026-01-05T00:00",
    "M/d/yyyy h:mm a, 1/5/2026 12:05 am, 2026-01-05T00:05",
    "M/d/yyyy h:mm a, 1/5/2026 12:05 PM, 2026-01-05T12:05",
    "yyyy-MM-ddTHH:mm:ss, 2026-01-05T10:30:59, 2026-01-05T10:30:59",
    "excel, 1, 1900-01-01T00:00",
    "excel, 59, 1900-02-28T00:00",
    "excel, 61, 1900-03-01T00:00",
    "excel, 46027, 2026-01-05T00:00",
    "excel, 46027.4375, 2026-01-05T10:30",
    "excel, 46027.43402777778, 2026-01-05T10:25", // a spreadsheet's rounding
    "excel, 46027.999999, 2026-01-06T00:00",
    "excel-1904, 0, 1904-01-01T00:00",
    "excel-1904, 44565, 2026-01-05T00:00"
  })
  void whatIsAsDeclaredIsThatDate(String format, String text, LocalDateTime expected) {
    assertThat(read(format, text)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<LocalDate> days() {
    return Dates.dates().between(LocalDate.of(1900, 3, 1), LocalDate.of(9999, 12, 31));
  }

  @Property
  void serialsOfTheTwoSystemsLie1462DaysApart(
      @ForAll("days") LocalDate day, @ForAll("times") LocalDateTime time) {
    long serial = ChronoUnit.DAYS.between(LocalDate.of(1899, 12, 30), day);
    BigDecimal fraction =
        BigDecimal.valueOf(time.toLocalTime().toSecondOfDay())
            .divide(BigDecimal.valueOf(86_400), 10, RoundingMode.HALF_UP);
    LocalDateTime expected = day.atTime(time.toLocalTime()).truncatedTo(ChronoUnit.SECONDS);

    String text = BigDecimal.valueOf(serial).add(fraction).toPlainString();
    String comma = text.replace('.', ',');
    String other = BigDecimal.valueOf(serial - 1462).add(fraction).toPlainString();

    assertThat(read("excel", text)).isEqualTo(expected);
    assertThat(DateFormat.of("excel").local(comma, DecimalSeparator.COMMA)).isEqualTo(expected);
    if (serial >= 1462) {
      assertThat(read("excel-1904", other)).isEqualTo(expected);
    }
  }

  @Test
  void aDateWithoutZoneIsMidnightOfTheDeclaredZone() {
    assertThat(instant("05.07.2026", OSLO)).isEqualTo("2026-07-04T22:00:00Z");
    assertThat(instant("05.07.2026", ZoneId.of("UTC"))).isEqualTo("2026-07-05T00:00:00Z");
  }

  @Test
  void aTimeThatAZoneHasTwiceOrNotAtAllIsNotGuessed() {
    assertThat(instant("29.03.2026 02:30", OSLO)).isNull();
    assertThat(instant("25.10.2026 02:30", OSLO)).isNull();
    assertThat(instant("25.10.2026 03:30", OSLO)).isEqualTo("2026-10-25T02:30:00Z");
  }

  @Test
  void aDayThatBeginsWithoutMidnightBeginsWhenItBegins() {
    assertThat(instant("04.11.2018", ZoneId.of("America/Sao_Paulo")))
        .isEqualTo("2018-11-04T03:00:00Z");
  }

  private static Instant instant(String text, ZoneId zone) {
    return DateFormat.of("dd.MM.yyyy HH:mm").instant(text, zone, DecimalSeparator.POINT);
  }

  private static LocalDateTime read(String format, String text) {
    return DateFormat.of(format).local(text, DecimalSeparator.POINT);
  }
}
