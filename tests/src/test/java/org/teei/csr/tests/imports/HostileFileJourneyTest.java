package org.teei.csr.tests.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;

/**
 * Files whose head is sound, and of which only the workers find out what is wrong. The API's own
 * part is in {@code HostileUploadsTest}.
 */
class HostileFileJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int LONG = 3 << 20;
  private static final String HEADER =
      "session_id,participant_email,volunteer_email,scheduled_at,note\n";

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient imports = stack.imports();

  /**
   * @param again what stands behind the first row, as often as it says
   */
  record Hostile(String problem, int line, String again, int times, String end) {}

  static Stream<Hostile> unreadable() {
    return Stream.of(
        new Hostile("record-too-long", 3, "text ", LONG / 5, ""),
        new Hostile("unclosed-quote", 3, "\"text" + "\n".repeat(LONG), 1, ""),
        new Hostile("unclosed-quote", 3, "\"text" + " ".repeat(LONG), 1, ""),
        new Hostile("unclosed-quote", 3, "\"" + "\"\"".repeat(LONG), 1, ""),
        new Hostile("invalid-encoding", 20_003, row("L2"), 20_000, "L3,\u00e5\n"),
        new Hostile("nul-character", 20_003, row("L2"), 20_000, "L\0" + "3\0"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void aFileThatCannotBeReadOnFailsAtItsLineAndLandsNothing(Hostile hostile) throws Exception {
    String file = HEADER + row(fresh()) + hostile.again().repeat(hostile.times()) + hostile.end();

    JsonNode job = imports.ended(imports.accepted("", file.getBytes(ISO_8859_1)), SOON);

    assertThat(job.path("status").asText()).isEqualTo("failed");
    assertThat(job.path("problem").path("type").asText())
        .isEqualTo("/problems/imports/" + hostile.problem());
    assertThat(job.path("problem").path("line").asInt()).isEqualTo(hostile.line());
    assertThat(job.path("counts").path("read").asLong())
        .isPositive()
        .isEqualTo(job.path("counts").path("unprocessed").asLong());
    assertThat(
            stack.value(
                "select count(*) from sessions where import_id = '%s'"
                    .formatted(job.path("id").asText())))
        .isEqualTo("0");
  }

  @Test
  void aMillionLinesOfNothingBetweenTwoRowsAreNoRows() {
    String blank = HEADER + row(fresh()) + "\n".repeat(1_000_000) + row(fresh());
    String empty = HEADER + row(fresh()) + ",,,,\n".repeat(1_000_000) + row(fresh());

    JsonNode blanks = imports.ended(imports.accepted("", blank.getBytes(ISO_8859_1)), SOON);
    JsonNode empties =
        imports.ended(imports.accepted("?spreadsheet=excel", empty.getBytes(ISO_8859_1)), SOON);

    for (JsonNode job : new JsonNode[] {blanks, empties}) {
      assertThat(job.path("status").asText()).isEqualTo("completed");
      assertThat(job.path("counts").path("read").asLong()).isEqualTo(2);
      assertThat(job.path("counts").path("accepted").asLong()).isEqualTo(2);
    }
  }

  @Test
  void aRowOfHundredsOfThousandsOfCellsIsRejectedAlone() {
    String file = HEADER + row(fresh()) + ",x".repeat(500_000) + "\n" + row(fresh());

    JsonNode job = imports.ended(imports.accepted("", file.getBytes(ISO_8859_1)), SOON);

    assertThat(job.path("status").asText()).isEqualTo("completed");
    assertThat(job.path("counts").path("accepted").asLong()).isEqualTo(2);
    assertThat(job.path("counts").path("rejected").asLong()).isEqualTo(1);
  }

  private static String fresh() {
    return UUID.randomUUID().toString();
  }

  private static String row(String id) {
    return id + ",p@example.org,v@example.org,2026-01-01,x\n";
  }
}
