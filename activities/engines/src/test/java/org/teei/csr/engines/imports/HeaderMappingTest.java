package org.teei.csr.engines.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderMappingTest {
  private static final List<String> HEADER =
      List.of("Økt-nr", "Deltaker", "Frivillig", "Dato", "Merknad", "Rating");
  private static final String MAPPING =
      """
      {"økt-NR ":"session_id","Deltaker":"participant_email","Frivillig":"volunteer_email","Dato":"scheduled_at"}\
      """;

  @Test
  void aMappedHeaderIsItsColumnAndOthersAreAsTheyAreNamed() throws FileRefused {
    HeaderMatch match = match(HEADER, HeaderMapping.parse(MAPPING));

    assertThat(match.schema().id()).isEqualTo("language_session/1.0");
    assertThat(match.indexOf("session_id")).isZero();
    assertThat(match.indexOf("scheduled_at")).isEqualTo(3);
    assertThat(match.indexOf("rating")).isEqualTo(5);
    assertThat(match.extraColumns()).containsExactly("Merknad");
    assertThat(match.mapping().json())
        .isEqualTo(
            """
            {"Økt-nr":"session_id","Deltaker":"participant_email","Frivillig":"volunteer_email","Dato":"scheduled_at"}\
            """);
  }

  @Test
  void whatWasFrozenReadsTheFileTheSameAgain() throws FileRefused {
    HeaderMatch match = match(HEADER, HeaderMapping.parseRemembered(MAPPING));

    assertThat(match(HEADER, HeaderMapping.parse(match.mapping().json()))).isEqualTo(match);
  }

  @Test
  void aHeaderMappedToNothingIsNoColumn() throws FileRefused {
    HeaderMatch match =
        match(HEADER, HeaderMapping.parse(MAPPING.replace("}", ",\"rating\":null}")));

    assertThat(match.indexOf("rating")).isEqualTo(-1);
    assertThat(match.extraColumns()).containsExactly("Merknad", "Rating");
    assertThat(match.mapping().fields()).containsEntry("Rating", null);
  }

  @Test
  void aRequiredColumnThatStaysUnplacedIsNamedWithTheHeaderThatIsLikeIt() {
    FileProblem problem =
        refused(
            List.of("session_id", "E-post deltaker", "Veileder", "scheduled_at"),
            HeaderMapping.parse("{\"Veileder\":\"volunteer_email\"}"));

    assertThat(problem.code()).isEqualTo(FileProblemCode.MISSING_HEADER);
    assertThat(problem.columns())
        .containsExactly(new FileProblem.Column("participant_email", "E-post deltaker"));
  }

  @Test
  void twoHeadersOfOneColumnAreRefused() {
    FileProblem problem =
        refused(
            List.of(
                "session_id", "Deltaker", "participant_email", "volunteer_email", "scheduled_at"),
            HeaderMapping.parse("{\"Deltaker\":\"participant_email\"}"));

    assertThat(problem.code()).isEqualTo(FileProblemCode.FIELD_MAPPED_TWICE);
    assertThat(problem.columns())
        .extracting(FileProblem.Column::name)
        .containsExactly("Deltaker", "participant_email");
  }

  @Test
  void twoMappedHeadersOfOneColumnAreRefused() {
    assertThat(
            refused(
                    HEADER,
                    HeaderMapping.parse(MAPPING.replace("}", ",\"Merknad\":\"scheduled_at\"}")))
                .code())
        .isEqualTo(FileProblemCode.FIELD_MAPPED_TWICE);
  }

  @Test
  void aColumnThatNoFormatHasIsRefused() {
    FileProblem problem =
        refused(HEADER, HeaderMapping.parse(MAPPING.replace("scheduled_at", "when")));

    assertThat(problem.code()).isEqualTo(FileProblemCode.UNKNOWN_FIELD);
    assertThat(problem.columns()).extracting(FileProblem.Column::name).containsExactly("when");
  }

  @Test
  void aColumnOfAnotherFormatIsRefusedForOneFileAndLeftAsideForMany() throws FileRefused {
    List<String> header =
        List.of("session_id", "participant_email", "mentor_email", "scheduled_at", "Nivå");
    String json = "{\"Nivå\":\"language_level\"}";

    assertThat(refused(header, HeaderMapping.parse(json)).code())
        .isEqualTo(FileProblemCode.UNKNOWN_FIELD);
    HeaderMatch match = match(header, HeaderMapping.parseRemembered(json));
    assertThat(match.schema().name()).isEqualTo("mentorship_session");
    assertThat(match.mapping()).isEqualTo(HeaderMapping.NONE);
  }

  @Test
  void aHeaderThatTheFileDoesNotHaveIsRefusedForOneFileAndLeftAsideForMany() throws FileRefused {
    String json = MAPPING.replace("}", ",\"Sted\":null}");

    assertThat(refused(HEADER, HeaderMapping.parse(json)).code())
        .isEqualTo(FileProblemCode.MAPPED_HEADER_MISSING);
    assertThat(match(HEADER, HeaderMapping.parseRemembered(json)).mapping().fields())
        .doesNotContainKey("Sted");
  }

  @Test
  void theColumnsAskedForTellWhichFormatItIs() throws FileRefused {
    List<String> header =
        List.of("session_id", "participant_email", "volunteer_email", "scheduled_at", "Extra");

    assertThat(match(header, HeaderMapping.NONE).schema().id()).isEqualTo("language_session/1.0");
    assertThat(match(header, HeaderMapping.parse("{\"Extra\":\"metadata\"}")).schema().id())
        .isEqualTo("language_session/1.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"x\"",
        "{",
        "{\"a\":1}",
        "{\"a\":{}}",
        "{\"a\":[\"rating\"]}",
        "{\"a\":true}",
        "{} {}",
        "{\"a\":\"rating\",\"a\":\"date\"}",
        "{\"a\":\"rating\",\" A \":\"date\"}",
        "{\" \":\"rating\"}",
        "{\"a\\u0000\":\"rating\"}",
        "{\"a\\ud800\":null}"
      })
  void whatIsNoMappingIsRefusedWithoutSayingWhatItHolds(String json) {
    assertThatThrownBy(() -> HeaderMapping.parse(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageEndingWith(".");
  }

  @Test
  void aMappingHasNoMoreHeadersThanAFile() {
    StringBuilder json = new StringBuilder("{\"h0\":null");
    for (int i = 1; i <= ImportSchemas.MAX_COLUMNS; i++) {
      json.append(",\"h").append(i).append("\":null");
    }

    assertThatThrownBy(() -> HeaderMapping.parse(json + "}"))
        .hasMessage("Has at most 256 headers.");
  }

  @Property
  void anyHeadersAndMappingGiveAnAnswer(@ForAll List<String> header, @ForAll List<String> mapped) {
    var fields = new LinkedHashMap<String, String>();
    mapped.forEach(name -> fields.put(name, "rating"));
    try {
      HeaderMatch match = match(header, HeaderMapping.remembered(fields));
      assertThat(match.schema()).isNotNull();
    } catch (IllegalArgumentException | FileRefused refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  private static HeaderMatch match(List<String> header, HeaderMapping mapping) throws FileRefused {
    return ImportSchemas.match(
        ImportKind.SESSIONS, header, new FileReading(mapping, DeclaredFormat.NONE));
  }

  private static FileProblem refused(List<String> header, HeaderMapping mapping) {
    try {
      throw new AssertionError("taken for " + match(header, mapping).schema().id());
    } catch (FileRefused refused) {
      return refused.problem();
    }
  }
}
