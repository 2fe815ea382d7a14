package org.teei.csr.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.shared.SessionsFile;

/** A step that fails for good waits, visible, for a person. */
class ParkedWorkJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final String DRAIN = "/v1/operations/drains/feature:imports";

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient imports = stack.imports();
  private final ImportsClient operator = stack.as("platform", "operator");

  @AfterEach
  void release() {
    operator.delete(DRAIN);
  }

  @Test
  void aDrainedFeatureHoldsNewWorkUntilReleased() {
    operator.put(DRAIN, "{\"reason\":\"maintenance\"}");
    String id = imports.accepted("", SessionsFile.ofRows(2).bytes());
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(5))
        .until(() -> !imports.job(id).path("status").asText().equals("completed"));

    operator.delete(DRAIN);

    assertThat(imports.ended(id, Duration.ofSeconds(90)).path("status").asText())
        .isEqualTo("completed");
  }

  @Test
  void aParkedImportIsListedAndGoesOnWhenTheCauseIsGoneAndItIsRetried() throws Exception {
    Parked parked = parkedImport();
    Files.move(parked.hidden, parked.stored);

    Answer stale =
        imports.post(
            "/v1/operations/parked/" + parked.id + "/resolve",
            "{\"action\":\"RETRY\",\"reason\":\"file restored\",\"expectedSequence\":99}");
    Answer resolved =
        imports.post(
            "/v1/operations/parked/" + parked.id + "/resolve",
            "{\"action\":\"RETRY\",\"reason\":\"file restored\",\"expectedSequence\":%d}"
                .formatted(parked.sequence));

    assertThat(stale.status()).isEqualTo(409);
    assertThat(resolved.status()).isBetween(200, 202);
    assertThat(imports.ended(parked.importId, SOON).path("status").asText()).isEqualTo("completed");
    assertThat(
            stack.value(
                "select reason from decisions where resource_id = '%s' and reason = 'file restored' limit 1"
                    .formatted(parked.id)))
        .isEqualTo("file restored");
  }

  @Test
  void anAbortedImportEndsFailedWithItsLedgerClosed() throws Exception {
    Parked parked = parkedImport();

    imports.post(
        "/v1/operations/parked/" + parked.id + "/resolve",
        "{\"action\":\"ABORT\",\"reason\":\"wrong file\",\"expectedSequence\":%d}"
            .formatted(parked.sequence));

    JsonNode job = imports.ended(parked.importId, SOON);
    assertThat(job.path("status").asText()).isEqualTo("failed");
    assertThat(job.path("problem").path("type").asText()).isEqualTo("/problems/imports/aborted");
  }

  private record Parked(String importId, String id, int sequence, Path stored, Path hidden) {}

  /** Hides the stored file of a held import, so that reading it fails when the hold ends. */
  private Parked parkedImport() throws IOException {
    assertThat(operator.put(DRAIN, "{\"reason\":\"hold for the test\"}").status()).isEqualTo(200);
    List<Path> before = storedFiles();
    String importId = imports.accepted("", SessionsFile.ofRows(2).bytes());
    Path stored =
        storedFiles().stream().filter(file -> !before.contains(file)).findFirst().orElseThrow();
    Path hidden = Files.move(stored, stack.data().resolve("hidden-" + importId));
    operator.delete(DRAIN);
    imports.reached(importId, "parked");
    JsonNode list = imports.get("/v1/operations/parked?feature=imports").json();
    for (JsonNode item : list.path("items")) {
      if (item.path("workflowId").asText().endsWith(importId)) {
        return new Parked(
            importId, item.path("id").asText(), item.path("sequence").asInt(), stored, hidden);
      }
    }
    throw new AssertionError("Not listed as parked: " + list);
  }

  /** Uploads only: seals of the audit come into the same storage at any time. */
  private List<Path> storedFiles() throws IOException {
    try (Stream<Path> files = Files.walk(stack.data().resolve("storage/objects"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
