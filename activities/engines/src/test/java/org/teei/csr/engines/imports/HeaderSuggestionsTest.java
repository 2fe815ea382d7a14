package org.teei.csr.engines.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderSuggestionsTest {

  @ParameterizedTest
  @CsvSource({
    "session_id, session_id",
    "Session-ID, session_id",
    "sessionId, session_id",
    "Sesion ID, session_id",
    "Økt nr, session_id",
    "Learner e-mail, participant_email",
    "E-post deltaker, participant_email",
    "Deltaker (e-post), participant_email",
    "Volunteer mail address, volunteer_email",
    "E-Mail Freiwilliger, volunteer_email",
    "Mentor email, mentor_email",
    "Duration (min), duration_minutes",
    "durationminutes, duration_minutes",
    "Varighet minutter, duration_minutes",
    "Kommentar, feedback_text",
    "Karakter, rating",
    "Språknivå, ",
    "Nivå språk, language_level",
    "Favourite colour, "
  })
  void theLikelyColumnIsSuggested(String header, String field) {
    HeaderSuggestions.Suggestion suggestion = suggest(List.of(header)).headers().getFirst();

    assertThat(suggestion.field()).isEqualTo(field);
    assertThat(suggestion.header()).isEqualTo(header);
    assertThat(suggestion.score()).isBetween(field == null ? 0 : 0.5, field == null ? 0 : 1.0);
  }

  @Test
  void theSameNameIsCertain() {
    assertThat(suggest(List.of(" Participant_Email ")).headers().getFirst().score()).isEqualTo(1);
  }

  @Test
  void aColumnIsSuggestedForTheLikestHeaderOnly() {
    HeaderSuggestions suggestions = suggest(List.of("Rating stars", "rating"));

    assertThat(suggestions.headers())
        .extracting(HeaderSuggestions.Suggestion::field)
        .containsExactly(null, "rating");
  }

  @Test
  void theFormatThatFitsAndWhatItLacksIsTold() {
    HeaderSuggestions suggestions =
        suggest(List.of("Session", "Learner e-mail", "Mentor e-mail", "Topic", "Focus area"));

    assertThat(suggestions.schema()).isEqualTo("mentorship_session/1.0");
    assertThat(suggestions.unplaced()).contains("scheduled_at").doesNotContain("mentor_email");
  }

  @ParameterizedTest
  @CsvSource({
    "L-1, anna@example.org",
    "Language, 2026-01-05",
    "Language, 60",
    "LS-2026-0001, Anna",
    "Anna, 2026-01-05T10:00:00Z"
  })
  void ofALineThatIsRatherARowNothingIsShown(String first, String second) {
    HeaderSuggestions suggestions = suggest(List.of(first, "language", second));

    assertThat(suggestions.headers())
        .hasSize(3)
        .allSatisfy(suggestion -> {
          assertThat(suggestion.header()).isNull();
          assertThat(suggestion.field()).isNull();
        });
  }

  @Test
  void aHeaderMayHaveDigits() {
    assertThat(suggest(List.of("Rating", "Q1", "Week 12")).headers())
        .extracting(HeaderSuggestions.Suggestion::field)
        .startsWith("rating");
  }

  @Property
  void anyHeadersHaveAnAnswer(@ForAll List<String> header) {
    HeaderSuggestions suggestions = suggest(header);

    assertThat(suggestions.headers()).hasSize(Math.min(header.size(), ImportSchemas.MAX_COLUMNS));
    assertThat(
            suggestions.headers().stream()
                .map(HeaderSuggestions.Suggestion::field)
                .filter(f -> f != null))
        .doesNotHaveDuplicates();
  }

  private static HeaderSuggestions suggest(List<String> header) {
    return HeaderSuggestions.of(ImportKind.SESSIONS, header);
  }
}
