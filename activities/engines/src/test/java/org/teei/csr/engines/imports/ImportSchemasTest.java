package org.teei.csr.engines.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.teei.csr.engines.imports.EventRule.Fact;
import org.teei.csr.engines.imports.EventRule.Outcome;

class ImportSchemasTest {
  private static final String SIMPLE =
      "session_id,session_type,participant_email,volunteer_email,date,duration_min";
  private static final String LANGUAGE =
      "session_id,participant_email,volunteer_email,scheduled_at";
  private static final String MENTORSHIP = "session_id,participant_email,mentor_email,scheduled_at";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kintell_simple/1.0     | " + SIMPLE,
        "kintell_simple/1.0     | " + SIMPLE + ",rating,feedback_text,language_level",
        "kintell_simple/1.0     | " + SIMPLE + ",metadata,focus_area",
        "language_session/1.0   | " + LANGUAGE,
        "language_session/1.0   | " + LANGUAGE + ",language_level,topics",
        "language_session/1.0   | " + LANGUAGE + ",session_type",
        "language_session/1.1   | " + LANGUAGE + ",metadata",
        "language_session/1.1   | " + LANGUAGE + ",language_level,focus_area,metadata",
        "mentorship_session/1.0 | " + MENTORSHIP,
        "mentorship_session/1.0 | " + MENTORSHIP + ",metadata",
        "mentorship_session/1.0 | " + MENTORSHIP + ",volunteer_email",
        "mentorship_session/1.0 | " + LANGUAGE + ",focus_area",
        "mentorship_session/1.0 | " + LANGUAGE + ",goals_discussed",
      })
  void formatIsToldByItsHeader(String schema, String header) throws Exception {
    assertThat(match(header).schema().id()).isEqualTo(schema);
  }

  @Test
  void headersMatchInAnyOrderAndCaseWithBlanksAround() throws Exception {
    HeaderMatch match =
        match("Scheduled_At, SESSION_ID ,note,volunteer_email\u00a0,,Participant_Email");

    assertThat(match.schema().id()).isEqualTo("language_session/1.0");
    assertThat(match.indexOf("scheduled_at")).isEqualTo(0);
    assertThat(match.indexOf("session_id")).isEqualTo(1);
    assertThat(match.indexOf("participant_email")).isEqualTo(5);
    assertThat(match.indexOf("rating")).isEqualTo(-1);
    assertThat(match.extraColumns()).containsExactly("note");
  }

  @Test
  void volunteerStandsForTheMentorOnlyWhereThereIsNoMentor() throws Exception {
    assertThat(match(LANGUAGE + ",focus_area").indexOf("mentor_email")).isEqualTo(2);
    HeaderMatch both = match(MENTORSHIP + ",volunteer_email");
    assertThat(both.indexOf("mentor_email")).isEqualTo(2);
    assertThat(both.extraColumns()).containsExactly("volunteer_email");
  }

  @ParameterizedTest
  @CsvSource({
    "participant_email, Particpant_Email",
    "participant_email, participant_mail",
    "scheduled_at, schedule_at",
    "session_id, sessionid",
  })
  void missingColumnIsNamedWithTheHeaderThatResemblesIt(String column, String header) {
    FileProblem problem = refused(LANGUAGE.replace(column, header));

    assertThat(problem.code()).isEqualTo(FileProblemCode.MISSING_HEADER);
    assertThat(problem.columns()).containsExactly(new FileProblem.Column(column, header));
    assertThat(problem.sentence()).contains(column).contains(header);
  }

  @Test
  void allMissingColumnsAreNamed() {
    FileProblem problem = refused("session_id,volunteer_email,duration_min,session_type,rating");

    assertThat(problem.columns())
        .containsExactly(
            new FileProblem.Column("participant_email", null),
            new FileProblem.Column("date", null));
  }

  @Test
  void valueIsNeverNamedAsAHeader() {
    assertThat(refused("session_id,volunteer_email,scheduled_at,participant@email").columns())
        .containsExactly(new FileProblem.Column("participant_email", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "session_id  | " + LANGUAGE + ",Session_ID",
        "note        | " + LANGUAGE + ",note, NOTE",
        "note        | " + LANGUAGE + ",note,'note',note",
      })
  void columnThatOccursTwiceIsNamed(String column, String header) {
    FileProblem problem = refused(header);

    assertThat(problem.code()).isEqualTo(FileProblemCode.DUPLICATE_HEADER);
    assertThat(problem.columns()).containsExactly(new FileProblem.Column(column, null));
  }

  @Test
  void unnamedColumnsAreNoDuplicates() throws Exception {
    assertThat(match(LANGUAGE + ",,,").extraColumns()).isEmpty();
  }

  @Test
  void ratingScaleFollowsFromTheSchemaOrTheFile() throws Exception {
    ImportSchema simple = match(SIMPLE).schema();
    ImportSchema versioned = match(LANGUAGE).schema();

    assertThat(RatingScale.decide(simple, false)).isEqualTo(RatingScale.ONE_TO_FIVE);
    assertThat(RatingScale.decide(versioned, false)).isEqualTo(RatingScale.ZERO_TO_ONE);
    assertThat(RatingScale.decide(versioned, true)).isEqualTo(RatingScale.ONE_TO_FIVE);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATED, SCHEDULED, kintell.session.scheduled",
    "CREATED, COMPLETED, kintell.session.completed",
    "CREATED, RATED_ANEW, kintell.rating.created",
    "UPDATED, SCHEDULED, kintell.session.scheduled",
    "UPDATED, COMPLETED, kintell.session.completed",
    "UPDATED, RATED_ANEW, kintell.rating.created",
  })
  void outcomeAndFactSetOffAnEvent(Outcome outcome, Fact fact, String event) {
    assertThat(ImportSchemas.eventTypes(ImportKind.SESSIONS, outcome, Set.of(fact)))
        .containsExactly(event);
  }

  @Test
  void eventsOfARowComeInTheOrderOfTheTable() {
    assertThat(
            ImportSchemas.eventTypes(
                ImportKind.SESSIONS, Outcome.CREATED, Set.of(Fact.RATED_ANEW, Fact.COMPLETED)))
        .containsExactly("kintell.session.completed", "kintell.rating.created");
  }

  @Test
  void indexNamesEachFileOfTheFolder() throws Exception {
    Path folder = Path.of("src/main/resources/import-schemas");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(Files.readAllLines(folder.resolve("index.txt")))
          .containsExactlyInAnyOrderElementsOf(
              files
                  .filter(file -> file.toString().endsWith(".json"))
                  .map(file -> folder.relativize(file).toString())
                  .toList());
    }
  }

  @Test
  void eachFileIsNamedAfterItsSchema() throws Exception {
    assertThat(Files.readAllLines(Path.of("src/main/resources/import-schemas/index.txt")))
        .containsExactlyElementsOf(
            ImportSchemas.all().stream()
                .map(schema ->
                    "%s/%s-%s.json".formatted(schema.kind().id(), schema.name(), schema.version()))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void exampleOfEachSchemaIsRecognisedAndSound(ImportSchema schema) throws Exception {
    HeaderMatch header =
        ImportSchemas.match(
            schema.kind(), schema.columns().stream().map(ColumnSpec::name).toList());
    List<String> example = schema.columns().stream().map(ColumnSpec::example).toList();

    assertThat(header.schema()).isEqualTo(schema);
    assertThat(KindCheck.of(header, Instant.now()).check(new RawRow(1, 2, 100, 10, example)))
        .isInstanceOf(RowCheck.Valid.class);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void templateOfEachSchemaIsAFileOfItWithOneRow(ImportSchema schema) {
    byte[] template = TemplateCsv.of(schema).getBytes(StandardCharsets.UTF_8);

    Sniffed.Readable sniffed =
        (Sniffed.Readable) CsvSniffer.sniff(schema.kind(), template, true, null);

    assertThat(sniffed.header().schema()).isEqualTo(schema);
    assertThat(sniffed.header().extraColumns()).isEmpty();
    assertThat(new String(template, StandardCharsets.UTF_8).lines()).hasSize(2);
  }

  private static List<ImportSchema> schemas() {
    return ImportSchemas.all();
  }

  @Test
  void rowErrorCodesAreDistinctAndFoundByTheirCode() {
    assertThat(RowErrorCode.values()).extracting(RowErrorCode::code).doesNotHaveDuplicates();
    assertThat(RowErrorCode.of("E007")).isEqualTo(RowErrorCode.COMPLETED_BEFORE_SCHEDULED);
  }

  @Test
  void fileProblemCodesAreDistinct() {
    assertThat(FileProblemCode.values()).extracting(FileProblemCode::id).doesNotHaveDuplicates();
  }

  private static HeaderMatch match(String header) throws FileRefused {
    return ImportSchemas.match(ImportKind.SESSIONS, cells(header));
  }

  private static FileProblem refused(String header) {
    return catchThrowableOfType(
            FileRefused.class, () -> ImportSchemas.match(ImportKind.SESSIONS, cells(header)))
        .problem();
  }

  private static List<String> cells(String header) {
    return Arrays.asList(header.split(",", -1));
  }
}
