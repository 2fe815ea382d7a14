package org.teei.csr.engines.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchRowCheckTest {

  private static Rows row() {
    return Rows.of(ImportKind.MATCHES)
        .with("participant_email", "P@Example.org")
        .with("buddy_email", "b@example.org")
        .with("matched_at", "2025-01-15T10:00:00Z")
        .with("status", "active")
        .with("ended_at", "")
        .with("language", "English")
        .with("interests", "hiking, cooking,,")
        .with("location", "Oslo")
        .with("external_key", "BM-1");
  }

  @Test
  void aRowIsReadAsItStands() throws Exception {
    assertThat(row().read(MatchRow.class))
        .isEqualTo(
            new MatchRow(
                "p@example.org",
                "b@example.org",
                Instant.parse("2025-01-15T10:00:00Z"),
                MatchStatus.ACTIVE,
                null,
                null,
                "English",
                List.of("hiking", "cooking"),
                "Oslo",
                "BM-1"));
  }

  @Test
  void twoAddressesAreEnough() throws Exception {
    MatchRow read =
        Rows.of(ImportKind.MATCHES)
            .with("buddy_email", "b@example.org")
            .with("participant_email", "p@example.org")
            .read(MatchRow.class);

    assertThat(read.status()).isEqualTo(MatchStatus.ACTIVE);
    assertThat(read.matchedAt()).isNull();
  }

  @Test
  void theKeyOfOtherFilesIsTheExternalKey() throws Exception {
    assertThat(
            row().without("external_key").with("match_key", "K").read(MatchRow.class).externalKey())
        .isEqualTo("K");
  }

  @ParameterizedTest
  @CsvSource({
    "active, ACTIVE,",
    "Inactive, INACTIVE,",
    "paused, INACTIVE,",
    "ENDED, ENDED, other",
    "completed, ENDED, completed",
    "Cancelled, ENDED, other",
    "'', ACTIVE,",
  })
  void bothVocabulariesOfTheStatusAreRead(String cell, MatchStatus status, String reason)
      throws Exception {
    MatchRow read = row().with("status", cell).read(MatchRow.class);

    assertThat(read.status()).isEqualTo(status);
    assertThat(read.endReason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "participant_email, '', E002:participant_email",
    "participant_email, nobody, E001:participant_email",
    "buddy_email, '', E002:buddy_email",
    "buddy_email, p@EXAMPLE.org, E014:buddy_email",
    "matched_at, 15.01.2024, E003:matched_at",
    "matched_at, 2026-02-30, E003:matched_at",
    "matched_at, 2016-02-28T11:59:59Z, E015:matched_at",
    "matched_at, 0000-01-01, E015:matched_at",
    "status, pending, E008:status",
    "status, =ended, E008:status",
    "ended_at, 2026-02-01, E021:ended_at",
  })
  void eachRuleHasItsCode(String column, String cell, String error) throws Exception {
    assertThat(row().with(column, cell).errors()).containsExactly(error);
  }

  @Test
  void aMatchDoesNotEndBeforeItBegins() throws Exception {
    Rows ended = row().with("status", "ended").with("ended_at", "2025-01-15T10:00:00Z");

    assertThat(ended.errors()).isEmpty();
    assertThat(ended.with("ended_at", "2025-01-15T09:59:59.999999Z").errors())
        .containsExactly("E020:ended_at");
  }

  @ParameterizedTest
  @CsvSource({"language, 100", "interests, 1000", "location, 255", "external_key, 255"})
  void wordsHaveTheirLimitInCharacters(String column, int limit) throws Exception {
    assertThat(row().with(column, "😀".repeat(limit)).errors()).isEmpty();
    assertThat(row().with(column, "x".repeat(limit + 1)).errors())
        .containsExactly("E009:" + column);
  }

  @Test
  void allThatIsWrongIsSaidInTheOrderOfTheColumns() throws Exception {
    assertThat(
            row()
                .with("external_key", "x".repeat(256))
                .with("status", "lost")
                .with("participant_email", "-")
                .errors())
        .containsExactly("E001:participant_email", "E008:status", "E009:external_key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-01-15T10:00:00Z", "2025-01-15T11:00:00+01:00", "2025-01-15T10:00Z"})
  void theSameMomentIsTheSameContentHoweverItIsSpelled(String moment) throws Exception {
    byte[] expected = row().read(MatchRow.class).canonicalContent(RatingScale.ZERO_TO_ONE);

    assertThat(
            row()
                .with("matched_at", " " + moment + " ")
                .with("status", "ACTIVE")
                .with("participant_email", "p@example.ORG")
                .with("interests", " hiking,cooking")
                .read(MatchRow.class)
                .canonicalContent(RatingScale.ZERO_TO_ONE))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "matched_at, 2025-01-16",
    "status, inactive",
    "language, Norwegian",
    "interests, 'hiking,cooking,music'",
    "location, Bergen",
    "external_key, BM-2",
  })
  void anyOtherFactIsOtherContent(String column, String cell) throws Exception {
    assertThat(
            row().with(column, cell).read(MatchRow.class).canonicalContent(RatingScale.ZERO_TO_ONE))
        .isNotEqualTo(row().read(MatchRow.class).canonicalContent(RatingScale.ZERO_TO_ONE));
  }

  @Test
  void nothingPersonalIsShown() throws Exception {
    MatchRow read = row().read(MatchRow.class);

    assertThat(read + "" + read.people())
        .doesNotContain("p@example.org", "b@example.org", "Oslo", "hiking");
  }
}
