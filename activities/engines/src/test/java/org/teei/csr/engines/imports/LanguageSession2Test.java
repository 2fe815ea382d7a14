package org.teei.csr.engines.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the second version of language sessions adds to the first. */
class LanguageSession2Test {
  private static final String HEADER = "session_id,participant_email,volunteer_email,scheduled_at";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "language_session/1.0 | " + HEADER,
        "language_session/1.1 | " + HEADER + ",metadata",
        "language_session/2.0 | " + HEADER + ",participant_kintell_id",
        "language_session/2.0 | " + HEADER + ",metadata,volunteer_kintell_id",
      })
  void theVersionIsToldByItsColumns(String schema, String header) throws Exception {
    assertThat(ImportSchemas.match(ImportKind.SESSIONS, List.of(header.split(","))).schema().id())
        .isEqualTo(schema);
  }

  @Test
  void peopleAreNamedByWhatKintellCallsThemToo() throws Exception {
    SessionRow row = SampleRow.language2().valid(SessionRow.class);

    assertThat(row.people())
        .containsExactly(
            new PersonRef("p@example.org", "K-1", null),
            new PersonRef("v@example.org", "K-2", null));
  }

  @Test
  void blankIdsNameNobody() throws Exception {
    SessionRow row =
        SampleRow.language2()
            .with("participant_kintell_id", " ")
            .with("volunteer_kintell_id", "")
            .valid(SessionRow.class);

    assertThat(row.people())
        .containsExactly(PersonRef.of("p@example.org"), PersonRef.of("v@example.org"));
  }

  @Test
  void oneIdOfBothIsOnePersonTwice() throws Exception {
    assertThat(SampleRow.language2().with("volunteer_kintell_id", "K-1").codes())
        .isEqualTo("E014:volunteer_email");
  }

  @Test
  void sameFactsHaveTheContentOfTheFirstVersion() throws Exception {
    assertThat(
            SampleRow.language2().valid(SessionRow.class).canonicalContent(RatingScale.ZERO_TO_ONE))
        .isEqualTo(
            SampleRow.language2()
                .without("participant_kintell_id")
                .without("volunteer_kintell_id")
                .valid(SessionRow.class)
                .canonicalContent(RatingScale.ZERO_TO_ONE));
  }

  @Test
  void theSchemaTellsWhichColumnsNameOnePerson() {
    assertThat(
            ImportSchemas.of(ImportKind.SESSIONS).stream()
                .filter(schema -> schema.id().equals("language_session/2.0"))
                .findFirst()
                .orElseThrow()
                .identifiers())
        .containsExactly(
            new ImportSchema.PersonColumns("participant_email", "participant_kintell_id", null),
            new ImportSchema.PersonColumns("volunteer_email", "volunteer_kintell_id", null));
  }
}
