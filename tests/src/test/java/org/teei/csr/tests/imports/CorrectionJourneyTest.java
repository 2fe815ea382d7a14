package org.teei.csr.tests.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.shared.SessionsFile;

/** What a programme manager does with the rows that were rejected. */
class CorrectionJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient imports = stack.imports();

  @Test
  void rejectedRowsAreCorrectedByTheirFileAndTheLastOneByHand() throws Exception {
    long openBefore = openAddresses();
    SessionsFile file = SessionsFile.ofRows(3);
    for (int number = 4; number <= 6; number++) {
      file.line(
          "%s-%d,Language Connect,not-an-address,%s,2026-03-01T15:00:00Z,60,5,Fine,B1"
              .formatted(file.mark, number, file.volunteer()));
    }
    String id = imports.accepted("", file.bytes());
    assertCounts(imports.ended(id, SOON), 3, 3);
    assertThat(openAddresses()).isEqualTo(openBefore + 3);
    String rejected = imports.get("/v1/imports/" + id + "/rejected.csv").body();

    String edited =
        rejected.replaceAll("(?m)^(.*-[45],.*)not-an-address", "$1" + file.participant());
    Answer correction = imports.csv("/v1/imports/" + id + "/corrections", edited.getBytes(UTF_8));
    assertThat(correction.status()).as(correction.body()).isEqualTo(202);
    assertCounts(imports.ended(id, SOON), 5, 1);
    JsonNode attempt = imports.get(correction.header("Location")).json();
    assertThat(attempt.path("name").asText()).isEqualTo("c1");
    assertThat(attempt.path("status").asText()).isEqualTo("completed");
    assertThat(attempt.path("counts").path("accepted").asLong()).isEqualTo(2);
    assertThat(attempt.path("counts").path("rejected").asLong()).isEqualTo(1);
    assertThat(quarantine()).contains(id);

    Answer again = imports.csv("/v1/imports/" + id + "/corrections", edited.getBytes(UTF_8));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("attempt").asInt()).isEqualTo(1);

    Answer row =
        imports.put(
            "/v1/imports/" + id + "/rows/6",
            "{\"cells\":{\"participant_email\":\"%s\"}}".formatted(file.participant()));
    assertThat(row.status()).as(row.body()).isEqualTo(202);
    assertCounts(imports.ended(id, SOON), 6, 0);
    assertThat(imports.get("/v1/imports/" + id + "/rejected.csv").body().lines()).hasSize(1);
    assertThat(imports.get("/v1/imports/" + id + "/accepted.csv").body().lines())
        .hasSize(7)
        .noneMatch(line -> line.contains("not-an-address"));
    assertThat(quarantine()).doesNotContain(id);
    assertThat(openAddresses()).isEqualTo(openBefore);
    assertThat(stack.value("select count(*) from sessions where import_id = '%s'".formatted(id)))
        .isEqualTo("6");
    Answer accepted = imports.csv("/v1/imports/" + id + "/corrections", rejected.getBytes(UTF_8));
    assertThat(accepted.status()).isEqualTo(422);
    assertThat(accepted.json().path("errors")).hasSize(3);
  }

  /** Rows of this month that wait for a sound address of their participant, by the statistics. */
  private long openAddresses() {
    long open = 0;
    for (JsonNode month : imports.get("/v1/imports/stats?interval=month").json().path("items")) {
      for (JsonNode error : month.path("errors")) {
        if (error.path("code").asText().equals("E001")
            && error.path("column").asText().equals("participant_email")) {
          open += error.path("open").asLong();
        }
      }
    }
    return open;
  }

  private String quarantine() {
    return imports.get("/v1/imports/quarantine?page_size=100").body();
  }

  private static void assertCounts(JsonNode job, long accepted, long rejected) {
    assertThat(job.path("status").asText()).isEqualTo("completed");
    JsonNode counts = job.path("counts");
    assertThat(counts.path("read").asLong()).isEqualTo(6);
    assertThat(counts.path("accepted").asLong()).isEqualTo(accepted);
    assertThat(counts.path("rejected").asLong()).isEqualTo(rejected);
    assertThat(counts.path("duplicate").asLong()).isZero();
    assertThat(counts.path("unprocessed").asLong()).isZero();
  }
}
