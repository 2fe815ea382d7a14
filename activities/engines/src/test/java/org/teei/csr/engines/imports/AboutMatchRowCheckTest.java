package org.teei.csr.engines.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of rows about a match: how they name it, and those of each of the three kinds. */
class AboutMatchRowCheckTest {
  private static final UUID MATCH = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
  private static final UUID ONE = UUID.fromString("0198c0de-0000-7000-8000-00000000000a");
  private static final UUID OTHER = UUID.fromString("0198c0de-0000-7000-8000-00000000000b");

  private static Rows event() {
    return Rows.of(ImportKind.EVENTS)
        .with("match_id", MATCH.toString())
        .with("event_type", "Workshop")
        .with("event_date", "2026-01-05T10:00:00Z")
        .with("description", "We cooked.")
        .with("location", "Oslo")
        .with("attendees", OTHER + ", " + ONE + "," + OTHER);
  }

  private static Rows checkin() {
    return Rows.of(ImportKind.CHECKINS)
        .with("match_key", "BM-1")
        .with("checkin_date", "2026-01-05")
        .with("mood", "Good")
        .with("notes", "We get on.")
        .with("question_responses", "{\"b\": 1, \"a\": \"x\"}");
  }

  private static Rows feedback() {
    return Rows.of(ImportKind.FEEDBACK)
        .with("participant_email", "P@example.org")
        .with("buddy_email", "b@example.org")
        .with("from_role", "Buddy")
        .with("rating", "0.805")
        .with("feedback_text", "Thanks.")
        .with("submitted_at", "2026-01-05T11:00:00+01:00")
        .with("communication", "1")
        .with("helpfulness", "0")
        .with("engagement", "");
  }

  @Test
  void anEventIsReadAsItStands() throws Exception {
    assertThat(event().read(BuddyEventRow.class))
        .isEqualTo(
            new BuddyEventRow(
                new MatchRef(MATCH, null, List.of()),
                "workshop",
                Instant.parse("2026-01-05T10:00:00Z"),
                "We cooked.",
                "Oslo",
                List.of(ONE, OTHER)));
  }

  @Test
  void aCheckinIsReadAsItStands() throws Exception {
    assertThat(checkin().read(CheckinRow.class))
        .isEqualTo(
            new CheckinRow(
                new MatchRef(null, "BM-1", List.of()),
                Instant.parse("2026-01-05T00:00:00Z"),
                "good",
                "We get on.",
                "{\"a\":\"x\",\"b\":1}"));
  }

  @Test
  void feedbackIsReadAsItStands() throws Exception {
    assertThat(feedback().read(FeedbackRow.class))
        .isEqualTo(
            new FeedbackRow(
                new MatchRef(
                    null,
                    null,
                    List.of(PersonRef.of("p@example.org"), PersonRef.of("b@example.org"))),
                "buddy",
                Instant.parse("2026-01-05T10:00:00Z"),
                new BigDecimal("0.81"),
                new BigDecimal("1.00"),
                new BigDecimal("0.00"),
                null,
                "Thanks."));
  }

  @Test
  void withoutTimeARowHasThatOfTheUploadAndWithoutTypeAnEventIsAHangout() throws Exception {
    BuddyEventRow event =
        Rows.of(ImportKind.EVENTS).with("match_id", MATCH.toString()).read(BuddyEventRow.class);

    assertThat(event.eventType()).isEqualTo("hangout");
    assertThat(event.eventDate()).isEqualTo(Rows.NOW);
    assertThat(checkin().with("checkin_date", " ").read(CheckinRow.class).checkinDate())
        .isEqualTo(Rows.NOW);
    assertThat(feedback().without("submitted_at").read(FeedbackRow.class).submittedAt())
        .isEqualTo(Rows.NOW);
  }

  @ParameterizedTest
  @EnumSource(
      value = ImportKind.class,
      names = {"EVENTS", "CHECKINS"})
  void anyWayToNameTheMatchIsEnoughOfAHeader(ImportKind kind) throws Exception {
    assertThat(Rows.of(kind).with("match_id", MATCH.toString()).errors()).isEmpty();
    assertThat(Rows.of(kind).with("external_key", "BM-1").errors()).isEmpty();
    assertThat(
            Rows.of(kind)
                .with("buddy_email", "b@example.org")
                .with("participant_email", "p@example.org")
                .errors())
        .isEmpty();
  }

  @Test
  void aHeaderThatNamesNoMatchIsRefused() {
    FileProblem problem =
        catchThrowableOfType(
                FileRefused.class,
                () ->
                    Rows.of(ImportKind.FEEDBACK)
                        .with("participant_email", "p@example.org")
                        .with("from_role", "buddy")
                        .with("rating", "1")
                        .errors())
            .problem();

    assertThat(problem.code()).isEqualTo(FileProblemCode.MISSING_HEADER);
    assertThat(problem.columns()).extracting(FileProblem.Column::name).hasSize(1);
  }

  @Test
  void allWaysAreReadWhereSeveralAreFilled() throws Exception {
    MatchRef match =
        event()
            .with("match_key", "BM-1")
            .with("participant_email", "p@example.org")
            .with("buddy_email", "b@example.org")
            .read(BuddyEventRow.class)
            .match();

    assertThat(match.columns())
        .containsExactly("match_id", "match_key", "participant_email", "buddy_email");
    assertThat(match.toString()).doesNotContain("example.org");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // id | key | participant | buddy | error
        "''      | '' | ''            | ''            | E002:match_id",
        "''      | '' | p@example.org | ''            | E002:buddy_email",
        "''      | K  | ''            | b@example.org | E002:participant_email",
        "nothing | '' | ''            | ''            | E017:match_id",
        "nothing | K  | ''            | ''            | E017:match_id",
        "''      | '' | nobody        | b@example.org | E001:participant_email",
        "''      | K  | p@example.org | nobody        | E001:buddy_email",
        "''      | K  | ''            | ''            | -",
        "''      | '' | p@example.org | b@example.org | -",
      })
  void aRowNamesItsMatchInSomeWay(
      String id, String key, String participant, String buddy, String error) throws Exception {
    List<String> errors =
        event()
            .with("match_id", id)
            .with("match_key", key)
            .with("participant_email", participant)
            .with("buddy_email", buddy)
            .errors();

    assertThat(errors).isEqualTo(error == null ? List.of() : List.of(error));
  }

  @ParameterizedTest
  @CsvSource({
    "event_date, soon, E003:event_date",
    "event_date, 2015-01-01, E015:event_date",
    "attendees, 'x', E017:attendees",
    "attendees, '0198c0de-0000-7000-8000-00000000000a;', E017:attendees",
  })
  void eachRuleOfAnEventHasItsCode(String column, String cell, String error) throws Exception {
    assertThat(event().with(column, cell).errors()).containsExactly(error);
  }

  @ParameterizedTest
  @CsvSource({
    "mood, happy, E008:mood",
    "mood, =good, E008:mood",
    "checkin_date, 5.1.2026, E003:checkin_date",
    "checkin_date, 0000-01-01, E015:checkin_date",
    "question_responses, '[1]', E016:question_responses",
    "question_responses, '{\\\"a\\\": 1}', E016:question_responses",
    "question_responses, '{\"a\":1,\"a\":2}', E016:question_responses",
  })
  void eachRuleOfACheckinHasItsCode(String column, String cell, String error) throws Exception {
    assertThat(checkin().with(column, cell).errors()).containsExactly(error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"great", "GOOD", " okay ", "struggling", "difficult", ""})
  void eachMoodIsRead(String mood) throws Exception {
    assertThat(checkin().with("mood", mood).errors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "from_role, '', E002:from_role",
    "from_role, volunteer, E008:from_role",
    "rating, '', E002:rating",
    "rating, 1.01, E006:rating",
    "rating, 5, E006:rating",
    "rating, -0.1, E006:rating",
    "rating, '0,5', E006:rating",
    "rating, 1E-999999999, E006:rating",
    "rating, NaN, E006:rating",
    "communication, 2, E006:communication",
    "helpfulness, x, E006:helpfulness",
    "engagement, 1.001, E006:engagement",
    "submitted_at, 2026-13-01, E003:submitted_at",
  })
  void eachRuleOfFeedbackHasItsCode(String column, String cell, String error) throws Exception {
    assertThat(feedback().with(column, cell).errors()).containsExactly(error);
  }

  @Test
  void wordsHaveTheirLimitInCharacters() throws Exception {
    assertThat(event().with("event_type", "x".repeat(101)).errors())
        .containsExactly("E009:event_type");
    assertThat(event().with("description", "😀".repeat(5000)).errors()).isEmpty();
    assertThat(event().with("description", "x".repeat(5001)).errors())
        .containsExactly("E009:description");
    assertThat(event().with("location", "x".repeat(256)).errors()).containsExactly("E009:location");
    assertThat(checkin().with("notes", "x".repeat(5001)).errors()).containsExactly("E009:notes");
    assertThat(feedback().with("feedback_text", "x".repeat(5001)).errors())
        .containsExactly("E009:feedback_text");
    assertThat(checkin().with("match_key", "x".repeat(256)).errors())
        .containsExactly("E009:match_key");
  }

  @Test
  void theSameFactsAreTheSameContentHoweverTheMatchIsNamedAndTheyAreSpelled() throws Exception {
    assertThat(content(event().without("match_id").with("match_key", "K")))
        .isEqualTo(content(event()));
    assertThat(
            content(
                event()
                    .with("event_type", " WORKSHOP")
                    .with("event_date", "2026-01-05T11:00:00+01:00")
                    .with("attendees", ONE + "," + OTHER)))
        .isEqualTo(content(event()));
    assertThat(
            content(
                checkin().with("mood", "GOOD").with("question_responses", "{\"a\":\"x\",\"b\":1}")))
        .isEqualTo(content(checkin()));
    assertThat(content(feedback().with("rating", "0.81").with("communication", "1.00")))
        .isEqualTo(content(feedback()));
  }

  @ParameterizedTest
  @CsvSource({"description, Other", "location, Bergen", "attendees, ''", "event_date, 2026-01-06"})
  void anyOtherFactOfAnEventIsOtherContent(String column, String cell) throws Exception {
    assertThat(content(event().with(column, cell))).isNotEqualTo(content(event()));
  }

  @Test
  void onlyKnownTypesOfEventsAreToldToThoseWhoMayNotReadWords() throws Exception {
    assertThat(event().read(BuddyEventRow.class).knownType()).isEqualTo("workshop");
    assertThat(event().with("event_type", "Dinner with Anna").read(BuddyEventRow.class).knownType())
        .isEqualTo("other");
  }

  private static byte[] content(Rows row) throws FileRefused {
    return row.read(ImportRow.class).canonicalContent(RatingScale.ZERO_TO_ONE);
  }
}
