package org.teei.csr.tests.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.shared.SessionsFile;

/** Years of files, imported as one group. */
class GroupJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled", "expired");

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient client = stack.imports();

  @Test
  void filesOfYearsAreImportedInTheirOrderWithOneReport() throws Exception {
    SessionsFile first = SessionsFile.ofRows(3);
    String corrected =
        new String(first.bytes(), StandardCharsets.UTF_8).replace(",60,5,", ",45,4,");
    String group =
        group(
            "strict",
            "continue",
            upload(first.bytes()),
            upload("no,sessions\r\n1,2\r\n".getBytes(StandardCharsets.UTF_8)),
            upload(corrected.getBytes(StandardCharsets.UTF_8)));

    JsonNode report = ended(group);

    assertThat(report.path("group").path("status").asText()).isEqualTo("completed");
    JsonNode files = report.path("group").path("files");
    assertThat(files.path("completed").asInt()).isEqualTo(2);
    assertThat(files.path("failed").asInt()).isEqualTo(1);
    JsonNode counts = report.path("group").path("counts");
    assertThat(counts.path("accepted").asLong()).isEqualTo(6);
    assertThat(counts.path("updated").asLong()).isEqualTo(3);
    assertThat(report.path("report").path(1).path("status").asText()).isEqualTo("refused");
    // The later file of the same sessions came after the earlier one.
    assertThat(
            stack.value(
                "select string_agg(distinct duration_minutes::text, ',') from sessions where external_id like '%s-%%'"
                    .formatted(first.mark)))
        .isEqualTo("45");
  }

  @Test
  void nothingIsBegunAfterAFailure() throws Exception {
    SessionsFile never = SessionsFile.ofRows(1);
    String group =
        group(
            "strict",
            "stop",
            upload("no,sessions\r\n1,2\r\n".getBytes(StandardCharsets.UTF_8)),
            upload(never.bytes()));

    JsonNode report = ended(group);

    assertThat(report.path("group").path("status").asText()).isEqualTo("failed");
    assertThat(report.path("group").path("problem").asText())
        .isEqualTo("/problems/imports/file-failed");
    assertThat(report.path("report").path(1).path("status").asText()).isEqualTo("left_out");
  }

  @Test
  void aPausedGroupGoesOnWhenItIsResumed() {
    String group =
        group(
            "any",
            "stop",
            upload(SessionsFile.ofRows(1_000).bytes()),
            upload(SessionsFile.ofRows(1_000).bytes()),
            upload(SessionsFile.ofRows(10).bytes()),
            upload(SessionsFile.ofRows(10).bytes()),
            upload(SessionsFile.ofRows(10).bytes()));

    Answer paused = client.post("/v1/import-groups/" + group + "/pause", "{}");
    assertThat(paused.status()).as(paused.body()).isIn(200, 202);
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(report(group).path("group").path("status").asText()).isEqualTo("paused"));
    assertThat(client.post("/v1/import-groups/" + group + "/resume", "{}").status()).isIn(200, 202);

    assertThat(ended(group).path("group").path("counts").path("accepted").asLong())
        .isEqualTo(2_030);
  }

  private String group(String order, String onFailure, String... uploads) {
    Answer answer =
        client.post(
            "/v1/import-groups",
            """
            {"name":"2019 to 2025","kind":"sessions","order":"%s","onFailure":"%s","files":[%s]}
            """
                .formatted(
                    order,
                    onFailure,
                    Stream.of(uploads)
                        .map("{\"uploadId\":\"%s\"}"::formatted)
                        .collect(Collectors.joining(","))));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.json().path("id").asText();
  }

  private JsonNode report(String group) {
    return client.get("/v1/import-groups/" + group).json();
  }

  private JsonNode ended(String group) {
    await()
        .atMost(SOON)
        .until(() -> ENDS.contains(report(group).path("group").path("status").asText()));
    return report(group);
  }

  private String upload(byte[] file) {
    String address =
        client
            .request(
                "POST",
                "/v1/uploads",
                new byte[0],
                "Tus-Resumable",
                "1.0.0",
                "Upload-Length",
                "" + file.length)
            .header("Location");
    assertThat(
            client
                .request(
                    "PATCH",
                    address,
                    file,
                    "Tus-Resumable",
                    "1.0.0",
                    "Upload-Offset",
                    "0",
                    "Content-Type",
                    "application/offset+octet-stream")
                .status())
        .isEqualTo(204);
    return address.substring(address.lastIndexOf('/') + 1);
  }
}
