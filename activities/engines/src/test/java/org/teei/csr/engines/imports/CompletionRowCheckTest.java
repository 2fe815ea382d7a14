package org.teei.csr.engines.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionRowCheckTest {
  @Test
  void aRowIsRead() throws Exception {
    assertThat(SampleRow.completion().valid(CompletionRow.class))
        .isEqualTo(
            new CompletionRow(
                PersonRef.of("p@example.org"),
                "ecornell",
                "EXEC-101",
                "Executive Leadership Program",
                Instant.parse("2025-10-15T14:30:00Z"),
                new BigDecimal("92.50"),
                "CERT-1"));
  }

  @Test
  void scoreAndReferenceMayBeBlankOrAbsent() throws Exception {
    CompletionRow blank =
        SampleRow.completion()
            .with("final_score", "")
            .with("credential_ref", "")
            .valid(CompletionRow.class);
    CompletionRow absent =
        SampleRow.completion()
            .without("final_score")
            .without("credential_ref")
            .valid(CompletionRow.class);

    assertThat(blank).isEqualTo(absent);
    assertThat(blank.finalScore()).isNull();
    assertThat(blank.credentialRef()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user_email", "provider", "course_id", "course_name", "completed_at"})
  void aBlankRequiredCellIsRejected(String column) throws Exception {
    assertThat(SampleRow.completion().with(column, " ").codes()).isEqualTo("E002:" + column);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.00", "100, 100.00", "99.995, 100.00", "87.504, 87.50"})
  void aScoreIsKeptWithTwoDecimals(String cell, BigDecimal score) throws Exception {
    assertThat(
            SampleRow.completion()
                .with("final_score", cell)
                .valid(CompletionRow.class)
                .finalScore())
        .isEqualTo(score);
  }

  @ParameterizedTest
  @CsvSource({
    "final_score, 100.01, E034:final_score",
    "final_score, -1, E034:final_score",
    "final_score, 1e2, E034:final_score",
    "final_score, '92,5', E034:final_score",
    "final_score, passed, E034:final_score",
    "completed_at, 15.10.2025, E003:completed_at",
    "user_email, nobody, E001:user_email",
  })
  void eachRuleHasItsCode(String column, String cell, String codes) throws Exception {
    assertThat(SampleRow.completion().with(column, cell).codes()).isEqualTo(codes);
  }

  @ParameterizedTest
  @CsvSource({"provider, 100", "course_id, 255", "course_name, 255", "credential_ref, 255"})
  void longerCellsAreRejected(String column, int longest) throws Exception {
    assertThat(SampleRow.completion().with(column, "x".repeat(longest)).codes()).isEmpty();
    assertThat(SampleRow.completion().with(column, "x".repeat(longest + 1)).codes())
        .isEqualTo("E009:" + column);
  }

  @Test
  void aRowThatEndsBeforeTheHeaderDoesIsRejected() throws Exception {
    assertThat(SampleRow.codes(SampleRow.completion().cut(6))).isEqualTo("E013:");
  }

  @Test
  void coursesOfProvidersWhoseNamesRunTogetherAreDifferent() {
    assertThat(CompletionRow.key("a/b", "c")).isNotEqualTo(CompletionRow.key("a", "b/c"));
  }

  @Test
  void equalFactsInOtherSpellingsHaveTheSameContent() throws Exception {
    CompletionRow row = SampleRow.completion().valid(CompletionRow.class);
    CompletionRow other =
        SampleRow.completion()
            .with("user_email", "other@example.org")
            .with("provider", " ECORNELL")
            .with("completed_at", "2025-10-15T16:30:00+02:00")
            .with("final_score", "92.500")
            .valid(CompletionRow.class);

    assertThat(other.key()).isEqualTo(row.key());
    assertThat(other.canonicalContent(RatingScale.ZERO_TO_ONE))
        .isEqualTo(row.canonicalContent(RatingScale.ZERO_TO_ONE));
  }

  @ParameterizedTest
  @CsvSource({
    "course_name, Other",
    "completed_at, 2025-10-15",
    "final_score, 92",
    "final_score, ''",
    "credential_ref, ''",
  })
  void aChangedFactChangesTheContentAndNotTheKey(String column, String cell) throws Exception {
    CompletionRow row = SampleRow.completion().valid(CompletionRow.class);
    CompletionRow other = SampleRow.completion().with(column, cell).valid(CompletionRow.class);

    assertThat(other.key()).isEqualTo(row.key());
    assertThat(other.canonicalContent(RatingScale.ZERO_TO_ONE))
        .isNotEqualTo(row.canonicalContent(RatingScale.ZERO_TO_ONE));
  }
}
