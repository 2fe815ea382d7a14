package org.teei.csr.engines.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionRowCheckTest {
  private static final Instant NOW = Instant.parse("2026-02-28T12:00:00Z");

  /** A row with one value for each column of its format, to be changed cell by cell. */
  private static final class Row {
    private final Map<String, String> cells = new LinkedHashMap<>();

    static Row simple() {
      return new Row()
          .with("session_id", UUID.randomUUID().toString())
          .with("session_type", "Language Connect")
          .with("participant_email", "p@example.org")
          .with("volunteer_email", "v@example.org")
          .with("date", "2026-01-05T10:00:00Z")
          .with("duration_min", "60")
          .with("rating", "5")
          .with("feedback_text", "fine")
          .with("language_level", "B1");
    }

    static Row language() {
      return new Row()
          .with("session_id", UUID.randomUUID().toString())
          .with("participant_email", "p@example.org")
          .with("volunteer_email", "v@example.org")
          .with("scheduled_at", "2026-01-05T10:00:00Z")
          .with("completed_at", "2026-01-05T11:00:00Z")
          .with("duration_minutes", "60")
          .with("rating", "0.8")
          .with("feedback_text", "fine")
          .with("language_level", "B1")
          .with("topics", "work, home,,")
          .with("metadata", "{\"b\": 1, \"a\": [true]}");
    }

    static Row mentorship() {
      return new Row()
          .with("session_id", UUID.randomUUID().toString())
          .with("participant_email", "p@example.org")
          .with("mentor_email", "m@example.org")
          .with("scheduled_at", "2026-01-05")
          .with("completed_at", "")
          .with("duration_minutes", "")
          .with("rating", "")
          .with("feedback_text", "")
          .with("focus_area", "career")
          .with("goals_discussed", "a job, a flat");
    }

    static Row of(String format) {
      return switch (format) {
        case "simple" -> simple();
        case "language" -> language();
        case "mentorship" -> mentorship();
        default -> throw new IllegalArgumentException(format);
      };
    }

    Row with(String column, String cell) {
      cells.put(column, cell);
      return this;
    }

    RowCheck check() throws FileRefused {
      return check(new ArrayList<>(cells.values()));
    }

    RowCheck check(List<String> row) throws FileRefused {
      HeaderMatch header =
          ImportSchemas.match(ImportKind.SESSIONS, new ArrayList<>(cells.keySet()));
      return KindCheck.of(header, NOW).check(new RawRow(1, 2, 100, 10, row));
    }

    SessionRow valid() throws FileRefused {
      return (SessionRow) ((RowCheck.Valid) check()).row();
    }

    List<RowError> errors() throws FileRefused {
      return check() instanceof RowCheck.Invalid invalid ? invalid.errors() : List.of();
    }

    String codes() throws FileRefused {
      return String.join(
          " ", errors().stream().map(e -> e.code().code() + ":" + e.column()).toList());
    }
  }

  @Test
  void simpleRowIsReadWithItsDateAsScheduledAndCompleted() throws Exception {
    Row row = Row.simple();

    assertThat(row.valid())
        .isEqualTo(
            new SessionRow(
                row.cells.get("session_id"),
                SessionType.LANGUAGE,
                PersonRef.of("p@example.org"),
                PersonRef.of("v@example.org"),
                Instant.parse("2026-01-05T10:00:00Z"),
                Instant.parse("2026-01-05T10:00:00Z"),
                60,
                new BigDecimal("5"),
                "fine",
                CefrLevel.B1,
                List.of(),
                null,
                null,
                null));
  }

  @Test
  void languageRowIsRead() throws Exception {
    Row row = Row.language();

    assertThat(row.valid())
        .isEqualTo(
            new SessionRow(
                row.cells.get("session_id"),
                SessionType.LANGUAGE,
                PersonRef.of("p@example.org"),
                PersonRef.of("v@example.org"),
                Instant.parse("2026-01-05T10:00:00Z"),
                Instant.parse("2026-01-05T11:00:00Z"),
                60,
                new BigDecimal("0.8"),
                "fine",
                CefrLevel.B1,
                List.of("work", "home"),
                null,
                null,
                "{\"a\":[true],\"b\":1}"));
  }

  @Test
  void mentorshipRowWithBlankOptionalCellsIsRead() throws Exception {
    Row row = Row.mentorship();

    assertThat(row.valid())
        .isEqualTo(
            new SessionRow(
                row.cells.get("session_id"),
                SessionType.MENTORSHIP,
                PersonRef.of("p@example.org"),
                PersonRef.of("m@example.org"),
                Instant.parse("2026-01-05T00:00:00Z"),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                "career",
                "a job, a flat",
                null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // required cells
        "simple     | session_id        | ''    | E002:session_id",
        "simple     | session_type      | '  '  | E002:session_type",
        "simple     | participant_email | '\u00a0' | E002:participant_email",
        "simple     | volunteer_email   | ''    | E002:volunteer_email",
        "simple     | date              | ''    | E002:date",
        "simple     | duration_min      | ''    | E002:duration_min",
        "language   | scheduled_at      | ''    | E002:scheduled_at",
        "mentorship | mentor_email      | ''    | E002:mentor_email",
        // optional cells
        "simple     | rating            | ''    | ''",
        "simple     | language_level    | ''    | ''",
        "language   | completed_at      | ' '   | ''",
        "language   | duration_minutes  | ''    | ''",
        "language   | metadata          | ''    | ''",
        // e-mail
        "simple     | participant_email | nobody        | E001:participant_email",
        "simple     | participant_email | a@b           | E001:participant_email",
        "simple     | participant_email | a@b@c.org     | E001:participant_email",
        "simple     | participant_email | @example.org  | E001:participant_email",
        "simple     | participant_email | .a@example.org | E001:participant_email",
        "simple     | participant_email | a..b@example.org | E001:participant_email",
        "simple     | participant_email | a.@example.org | E001:participant_email",
        "simple     | participant_email | a b@example.org | E001:participant_email",
        "simple     | participant_email | a@-example.org | E001:participant_email",
        "simple     | participant_email | a@example..org | E001:participant_email",
        "simple     | participant_email | a@example.org. | E001:participant_email",
        "simple     | participant_email | a@192.168.0.1 | E001:participant_email",
        "simple     | participant_email | a@ex_ample.org | E001:participant_email",
        "simple     | participant_email | <a@example.org> | E001:participant_email",
        "simple     | participant_email | a+b.c_d'e@sub.example-1.org | ''",
        // type
        "simple     | session_type      | MENTORING     | ''",
        "simple     | session_type      | lunch         | E008:session_type",
        // dates
        "simple     | date              | 2026-01-05    | ''",
        "simple     | date              | 2026-01-05T10:00Z | ''",
        "simple     | date              | 2026-01-05T10:00:00.123456789+05:30 | ''",
        "simple     | date              | 2026-01-05T10:00:00 | E003:date",
        "simple     | date              | 05.01.2026    | E003:date",
        "simple     | date              | 01/05/2026    | E003:date",
        "simple     | date              | 2026-02-29    | E003:date",
        "simple     | date              | 2026-13-01    | E003:date",
        "simple     | date              | 2026-01-05T24:01:00Z | E003:date",
        "simple     | date              | +99999-01-05T10:00Z | E003:date",
        "simple     | date              | 46000         | E003:date",
        "language   | completed_at      | soon          | E003:completed_at",
        "language   | scheduled_at      | soon          | E003:scheduled_at",
        "simple     | date              | 9999-12-31    | ''",
        "simple     | date              | 9999-12-31T23:59:59-01:00 | E003:date",
        "simple     | date              | 2016-02-28T12:00:00Z | ''",
        "simple     | date              | 2016-02-28T11:59:59Z | E015:date",
        "language   | scheduled_at      | 2016-02-28T11:59:59Z | E015:scheduled_at",
        "language   | completed_at      | 2026-01-05T09:59:59Z | E007:completed_at",
        "language   | completed_at      | 2026-01-05T10:00:00Z | ''",
        "language   | completed_at      | 2026-01-05T11:30:00+02:00 | E007:completed_at",
        // duration
        "simple     | duration_min      | 1     | ''",
        "simple     | duration_min      | 480   | ''",
        "simple     | duration_min      | 0     | E004:duration_min",
        "simple     | duration_min      | 481   | E004:duration_min",
        "simple     | duration_min      | -5    | E004:duration_min",
        "simple     | duration_min      | 1.5   | E004:duration_min",
        "simple     | duration_min      | an hour | E004:duration_min",
        "simple     | duration_min      | 99999999999999999999 | E004:duration_min",
        "language   | duration_minutes  | 0     | E004:duration_minutes",
        "language   | duration_minutes  | 481   | E004:duration_minutes",
        // level
        "simple     | language_level    | b2    | ''",
        "simple     | language_level    | B3    | E005:language_level",
        "language   | language_level    | c1    | ''",
        "language   | language_level    | native | E005:language_level",
        // rating
        "simple     | rating            | 1     | ''",
        "simple     | rating            | 4.5   | ''",
        "simple     | rating            | 0     | E006:rating",
        "simple     | rating            | 0.99  | E006:rating",
        "simple     | rating            | 5.01  | E006:rating",
        "simple     | rating            | good  | E006:rating",
        "simple     | rating            | 1e3   | E006:rating",
        "simple     | rating            | NaN   | E006:rating",
        "language   | rating            | 0     | ''",
        "language   | rating            | 0.5   | ''",
        "language   | rating            | 5     | ''",
        "language   | rating            | 5.1   | E006:rating",
        "language   | rating            | -0.1  | E006:rating",
        "language   | rating            | .     | E006:rating",
        // JSON
        "language   | metadata          | {}            | ''",
        "language   | metadata          | []            | E016:metadata",
        "language   | metadata          | {'a':1}       | E016:metadata",
        "language   | metadata          | {} {}         | E016:metadata",
        "language   | metadata          | {\"a\":1,\"a\":2} | E016:metadata",
        "language   | metadata          | {\"a\":\"\\u0000\"} | E016:metadata",
        "language   | metadata          | {\"a\":\"\\ud800\"} | E016:metadata",
        "language   | metadata          | {\"a\":1e999999999} | E016:metadata",
        "language   | metadata          | null          | E016:metadata",
        // persons
        "simple     | volunteer_email   | P@Example.org | E014:volunteer_email",
        "mentorship | mentor_email      | p@example.org | E014:mentor_email",
        // spreadsheets' protection
        "simple     | session_id        | '''=1'        | ''",
        "simple     | duration_min      | '''-5'        | E004:duration_min",
      })
  void cellIsCheckedByItsRule(String format, String column, String cell, String errors)
      throws Exception {
    assertThat(Row.of(format).with(column, cell).codes()).isEqualTo(errors == null ? "" : errors);
  }

  @ParameterizedTest
  @CsvSource({
    "simple, session_id, 255",
    "simple, feedback_text, 5000",
    "language, session_id, 255",
    "language, feedback_text, 5000",
    "language, topics, 1000",
    "mentorship, focus_area, 255",
    "mentorship, goals_discussed, 1000",
  })
  void textIsAsLongAsItsLimitInCharactersOfAnyPlane(String format, String column, int limit)
      throws Exception {
    String longest = "\ud83d\ude00".repeat(limit);

    assertThat(Row.of(format).with(column, " " + longest + " ").codes()).isEmpty();
    assertThat(Row.of(format).with(column, longest + "x").codes()).isEqualTo("E009:" + column);
  }

  @Test
  void longEmailAndMetadataAreTooLong() throws Exception {
    assertThat(Row.language().with("participant_email", "a".repeat(255) + "@b.org").codes())
        .isEqualTo("E009:participant_email");
    assertThat(Row.language().with("metadata", "{\"a\":\"" + "x".repeat(2000) + "\"}").codes())
        .isEqualTo("E009:metadata");
  }

  @Test
  void hugeCellOutsideTheSchemaIsTooLong() throws Exception {
    String longest = "x".repeat(KindCheck.MAX_EXTRA_CELL);

    assertThat(Row.simple().with("Notes", longest).codes()).isEmpty();
    assertThat(Row.simple().with("Notes", longest + "x").codes()).isEqualTo("E009:Notes");
  }

  @Test
  void errorInAColumnWithALongHeaderNamesItsBeginning() throws Exception {
    String cell = "x".repeat(KindCheck.MAX_EXTRA_CELL + 1);

    assertThat(Row.simple().with("h".repeat(100_000), cell).codes())
        .isEqualTo("E009:" + "h".repeat(64));
  }

  @Test
  void errorsOfARowComeInTheOrderOfItsColumns() throws Exception {
    Row row =
        new Row()
            .with("rating", "9")
            .with("completed_at", "2026-01-01")
            .with("volunteer_email", "p@example.org")
            .with("Notes", "x".repeat(70_000))
            .with("session_id", "")
            .with("participant_email", "p@example.org")
            .with("scheduled_at", "2026-01-02");

    assertThat(row.codes())
        .isEqualTo("E006:rating E007:completed_at E014:volunteer_email E009:Notes E002:session_id");
  }

  @Test
  void rowWithAnotherNumberOfCellsHasThisErrorAlone() throws Exception {
    Row row = Row.simple().with("rating", "9");
    List<String> more = new ArrayList<>(row.cells.values());
    more.add("x");
    List<String> fewer = more.subList(0, 5);

    for (List<String> cells : List.of(more, fewer)) {
      assertThat(((RowCheck.Invalid) row.check(cells)).errors())
          .containsExactly(new RowError(RowErrorCode.WRONG_CELL_COUNT, ""));
    }
  }

  @Test
  void emptyCellsBehindTheLastColumnAreTolerated() throws Exception {
    Row row = Row.simple();
    List<String> cells = new ArrayList<>(row.cells.values());
    cells.addAll(List.of("", " "));

    assertThat(row.check(cells)).isInstanceOf(RowCheck.Valid.class);
  }

  @Test
  void emailsAreComparedAndKeptInLowerCaseWithoutBlanks() throws Exception {
    assertThat(Row.simple().with("participant_email", " P.Q@Example.ORG ").valid())
        .extracting(row -> row.participant().email())
        .isEqualTo("p.q@example.org");
  }

  @Test
  void timesAreKeptInUtcAndWholeMicroseconds() throws Exception {
    assertThat(Row.language().with("scheduled_at", "2026-01-05T01:00:00.1234567+02:00").valid())
        .extracting(SessionRow::scheduledAt)
        .isEqualTo(Instant.parse("2026-01-04T23:00:00.123456Z"));
  }

  @Property
  void secondOfAnyDayIsReadAsJavaReadsIt(
      @ForAll @IntRange(min = 2017, max = 9999) int year,
      @ForAll @IntRange(max = 13) int month,
      @ForAll @IntRange(max = 32) int day,
      @ForAll @IntRange(max = 24) int hour,
      @ForAll @IntRange(max = 60) int minute,
      @ForAll @IntRange(max = 60) int second)
      throws Exception {
    String text =
        "%04d-%02d-%02dT%02d:%02d:%02dZ".formatted(year, month, day, hour, minute, second);
    Instant expected;
    try {
      expected = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException notADate) {
      expected = null;
    }

    RowCheck check = Row.simple().with("date", text).check();

    assertThat(check instanceof RowCheck.Valid(SessionRow row) ? row.scheduledAt() : null)
        .isEqualTo(expected);
  }

  @Test
  void protectedCellIsReadAsItsValue() throws Exception {
    assertThat(Row.simple().with("feedback_text", "'=1+1").valid().feedback()).isEqualTo("=1+1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "participant_email",
        "date",
        "rating",
        "duration_min",
        "session_type",
        "language_level"
      })
  void hostileCellOfAHundredKilobytesIsCheckedQuickly(String column) {
    for (String part : List.of("a", ".", "a.", "@", "a@", "1", " ", "-", "'", "\u00e9", "(")) {
      Row row = Row.simple().with(column, part.repeat(100_000 / part.length()) + "!");
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(1), () -> assertThat(row.codes()).endsWith(":" + column));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@", "a.", "@", ".", "a@a.", "aA1-"})
  void emailSyntaxIsCheckedInLinearTime(String part) {
    String text = part.repeat(100_000 / part.length());
    Assertions.assertTimeoutPreemptively(
        Duration.ofMillis(50), () -> assertThat(CellText.email(text)).isFalse());
  }

  @Test
  void messageNamesTheColumnAndNeverTheValue() throws Exception {
    assertThat(Row.simple().with("participant_email", "secret value").errors())
        .extracting(RowError::message)
        .containsExactly("participant_email is not a valid e-mail address.");
  }

  @Test
  void sessionShowsNoPersonalDataInItsText() throws Exception {
    assertThat(Row.simple().valid().toString()).isEqualTo("SessionRow[language]");
  }

  @Test
  void sameFactsOfTwoFormatsHaveTheSameContent() throws Exception {
    String id = UUID.randomUUID().toString();
    SessionRow simple = Row.simple().with("session_id", id).with("rating", "2").valid();
    SessionRow language =
        Row.language()
            .with("session_id", " " + id)
            .with("completed_at", "2026-01-05T11:00:00+01:00")
            .with("rating", "0.250")
            .with("language_level", "b1")
            .with("topics", "")
            .with("metadata", "")
            .valid();

    assertThat(simple.canonicalContent(RatingScale.ONE_TO_FIVE))
        .isEqualTo(language.canonicalContent(RatingScale.ZERO_TO_ONE));
    assertThat(simple.canonicalRating(RatingScale.ONE_TO_FIVE))
        .isEqualTo(language.canonicalRating(RatingScale.ZERO_TO_ONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "participant_email | x@example.org | false",
        "volunteer_email   | x@example.org | false",
        "scheduled_at      | 2026-01-04    | false",
        "completed_at      | ''            | false",
        "duration_minutes  | 61            | false",
        "feedback_text     | else          | true",
        "feedback_text     | ''            | true",
        "language_level    | C1            | false",
        "topics            | work,home,a   | false",
        "topics            | workhome      | false",
        "metadata          | {\"b\":2}     | false",
      })
  void changedFactChangesTheContent(String column, String cell, boolean rated) throws Exception {
    Row row = Row.language();
    SessionRow before = row.valid();
    SessionRow after = row.with(column, cell).valid();
    RatingScale scale = RatingScale.ZERO_TO_ONE;

    assertThat(after.canonicalContent(scale)).isNotEqualTo(before.canonicalContent(scale));
    assertThat(!Arrays.equals(after.canonicalRating(scale), before.canonicalRating(scale)))
        .isEqualTo(rated);
  }

  @Test
  void ratingIsPartOfBothContents() throws Exception {
    RatingScale scale = RatingScale.ZERO_TO_ONE;
    Row row = Row.language();
    SessionRow before = row.valid();
    SessionRow after = row.with("rating", "").valid();

    assertThat(after.canonicalContent(scale)).isNotEqualTo(before.canonicalContent(scale));
    assertThat(after.canonicalRating(scale)).isNotEqualTo(before.canonicalRating(scale));
  }
}
