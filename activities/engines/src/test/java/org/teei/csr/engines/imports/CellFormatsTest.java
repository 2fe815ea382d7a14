package org.teei.csr.engines.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellFormatsTest {
  private static final Instant NOW = Instant.parse("2026-02-28T12:00:00Z");
  private static final List<String> HEADER =
      List.of(
          "session_id",
          "session_type",
          "participant_email",
          "volunteer_email",
          "date",
          "duration_min",
          "rating");

  private static CellFormats formats(String separator, boolean excel) {
    return new CellFormats(null, null, DecimalSeparator.of(separator), excel);
  }

  @Property
  void aNumberIsReadAsItWasWrittenInEitherSpelling(
      @ForAll @BigRange(min = "0", max = "999999999999") @Scale(6) BigDecimal number,
      @ForAll DecimalSeparator separator) {
    String plain = number.toPlainString().replace('.', separator.id().charAt(0));
    DecimalFormat grouping = new DecimalFormat("#,##0.######", symbols(separator));
    String grouped = grouping.format(number);

    assertThat(formats(separator.id(), false).decimal(plain)).isEqualByComparingTo(number);
    assertThat(formats(separator.id(), true).decimal(plain)).isEqualByComparingTo(number);
    assertThat(formats(separator.id(), true).decimal(grouped)).isEqualByComparingTo(number);
    if (number.compareTo(BigDecimal.valueOf(1000)) >= 0) {
      assertThat(formats(separator.id(), false).decimal(grouped)).isNull();
    }
  }

  private static DecimalFormatSymbols symbols(DecimalSeparator separator) {
    return DecimalFormatSymbols.getInstance(
        switch (separator) {
          case POINT -> Locale.ENGLISH;
          case COMMA -> Locale.GERMAN;
        });
  }

  @Property
  void noTextMakesANumberFail(@ForAll String text, @ForAll DecimalSeparator separator) {
    CellFormats formats = formats(separator.id(), true);

    assertThat(formats.decimal(text) == null || text.length() <= 32).isTrue();
    assertThat(formats.integer(text) == null || text.length() <= 32).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ",|60,0|60",
        ",|60,00|60",
        ",|60|60",
        ",|1.000|1000",
        ",|1.000,0|1000",
        ",|1 000|1000",
        ",|12.345.678|12345678",
        ".|60.0|60",
        ".|1,000.0|1000",
        ".|1,000|1000"
      })
  void aSpreadsheetsWholeNumberIsRead(String separator, String text, int expected) {
    assertThat(formats(separator, true).integer(text)).isEqualTo(expected);
    assertThat(formats(separator, true).integer(text.replace(' ', '\u00A0'))).isEqualTo(expected);
    assertThat(formats(separator, true).integer(text.replace(' ', '\u202F'))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ",|1.000,5", ",|60,5", ",|1.00", ",|10.00,0", ",|.100", ",|1.0000", ",|1.000 000",
            ",|1,000.0",
        ",|60,", ",|,0", ",|-60,0", ",|6E1", ".|60,0", ".|1.000,0", ",|1.000.", ",|9.999.999.999"
      })
  void whatIsNoWholeNumberAsDeclaredIsRefused(String separator, String text) {
    assertThat(formats(separator, true).integer(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"60,0", "1.000", "1 000"})
  void theHabitsOfSpreadsheetsAreReadOnlyWhereDeclared(String text) {
    assertThat(formats(",", false).integer(text)).isNull();
    assertThat(CellFormats.NONE.integer(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.23457E+12", "1,23457E+12", "1E+12", "9e+100", "4.5E+05"})
  void aRoundedIdIsSeen(String text) {
    assertThat(CellFormats.scientific(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1E12",
        "1E+1",
        "E+12",
        "12E+12",
        "1.E+12",
        "LS-1E+12",
        "1.2.3E+12",
        "1E+12x",
        "+12"
      })
  void anOrdinaryIdIsNone(String text) {
    assertThat(CellFormats.scientific(text)).isFalse();
  }

  @Property
  void noTextMakesTheLookForRoundedIdsFail(
      @ForAll String text, @ForAll @IntRange(max = 4) int cut) {
    String hostile = "1.5E+12".substring(cut) + text;

    assertThat(CellFormats.scientific(hostile)).isIn(true, false);
  }

  @Test
  void aRoundedIdOfARowIsRefusedWithItsOwnCode() throws FileRefused {
    assertThat(errors(CellFormats.NONE, "1.23457E+12", "2026-01-05", "60", "5"))
        .containsExactly(new RowError(RowErrorCode.SCIENTIFIC_ID, "session_id"));
  }

  @Test
  void aRowAsASpreadsheetWritesItIsTheSameRow() throws FileRefused {
    SessionRow plain = valid(CellFormats.NONE, "L1", "2026-01-05T10:00:00+01:00", "60", "4.5");

    assertThat(
            valid(
                new CellFormats(
                    DateFormat.of("dd.MM.yyyy HH:mm"),
                    ZoneId.of("Europe/Oslo"),
                    DecimalSeparator.COMMA,
                    true),
                "L1",
                "05.01.2026 10:00",
                "60,0",
                "4,5"))
        .isEqualTo(plain);
    assertThat(
            valid(
                new CellFormats(DateFormat.of("excel"), null, DecimalSeparator.COMMA, true),
                "L1",
                "46027,375",
                "60",
                "4,5"))
        .isEqualTo(plain);
  }

  @Test
  void aDateThatIsNotAsDeclaredIsRefusedWithItsOwnCode() throws FileRefused {
    CellFormats declared = new CellFormats(DateFormat.of("dd.MM.yyyy"), null, null, false);

    assertThat(errors(declared, "L1", "2026-01-05", "60", "5"))
        .containsExactly(new RowError(RowErrorCode.NOT_AS_DECLARED, "date"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-07-05, 2026-07-04T22:00:00Z",
    "2026-07-05T10:00:00, 2026-07-05T08:00:00Z",
    "2026-07-05T10:00:00Z, 2026-07-05T10:00:00Z",
    "2026-07-05T10:00:00-05:00, 2026-07-05T15:00:00Z"
  })
  void aDeclaredZoneIsThatOfTimesWithoutOne(String text, Instant expected) {
    CellFormats oslo = new CellFormats(null, ZoneId.of("Europe/Oslo"), null, false);

    assertThat(oslo.instant(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-29T02:30:00",
        "2026-10-25T02:30:00",
        "2026-02-30",
        "05.07.2026",
        "2026-07-05 10:00",
        ""
      })
  void aTimeThatTheZoneDoesNotTellIsRefused(String text) {
    assertThat(new CellFormats(null, ZoneId.of("Europe/Oslo"), null, false).instant(text)).isNull();
  }

  @Test
  void aRowThatEndsEarlyIsWholeOnlyWhereDeclared() throws FileRefused {
    List<String> cells =
        List.of("L1", "Language", "p@example.org", "v@example.org", "2026-01-05", "60");

    assertThat(check(CellFormats.NONE, cells)).isInstanceOf(RowCheck.Invalid.class);
    assertThat(check(new CellFormats(null, null, null, true), cells))
        .isInstanceOf(RowCheck.Valid.class);
  }

  @Test
  void theRatingThatTellsTheScaleIsReadAsDeclared() throws FileRefused {
    KindCheck check = KindCheck.of(header(formats(",", false)), NOW);
    RawRow row = new RawRow(1, 1, 0, 1, List.of("", "", "", "", "", "", "4,5"));

    assertThat(check.rating(row)).isEqualByComparingTo("4.5");
  }

  private static SessionRow valid(CellFormats formats, String id, String date, String min, String r)
      throws FileRefused {
    return (SessionRow) ((RowCheck.Valid) check(formats, cells(id, date, min, r))).row();
  }

  private static List<RowError> errors(
      CellFormats formats, String id, String date, String min, String r) throws FileRefused {
    return ((RowCheck.Invalid) check(formats, cells(id, date, min, r))).errors();
  }

  private static List<String> cells(String id, String date, String minutes, String rating) {
    return List.of(id, "Language", "p@example.org", "v@example.org", date, minutes, rating);
  }

  private static RowCheck check(CellFormats formats, List<String> cells) throws FileRefused {
    return KindCheck.of(header(formats), NOW).check(new RawRow(1, 2, 0, 1, cells));
  }

  private static HeaderMatch header(CellFormats formats) throws FileRefused {
    return ImportSchemas.match(
        ImportKind.SESSIONS,
        HEADER,
        new FileReading(HeaderMapping.NONE, new DeclaredFormat(null, null, formats)));
  }
}
