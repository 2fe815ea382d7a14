package org.teei.csr.workers.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.workflows.shared.Attributes;

/** The program, with a recorded history in a file and no server anywhere. */
class ReplayerTest {
  private static final Path HISTORY =
      Path.of("..", "workflows/src/test/resources/histories/ImportWorkflow/completed.json");
  private static final ReplayEnvironment NOTHING = new ReplayEnvironment(Map.of());

  @TempDir Path folder;

  @Test
  void aFileIsReplayedAgainstTheWorkflowsOfTheClassPath() throws Exception {
    JsonNode replayed = replayed(HISTORY);

    assertThat(replayed.path("verdict").asText()).isEqualTo("DETERMINISTIC");
    assertThat(replayed.path("workflowType").asText()).isEqualTo("ImportWorkflow");
    assertThat(replayed.path("workflowId").asText()).startsWith("imports/synthetic/");
    assertThat(replayed.path("open").asBoolean()).isFalse();
  }

  @Test
  void encryptedPayloadsAreNotTakenForADifference() throws Exception {
    Path encrypted =
        Files.writeString(
            folder.resolve("encrypted.json"),
            // json/plain and binary/encrypted
            Files.readString(HISTORY).replace("anNvbi9wbGFpbg", "YmluYXJ5L2VuY3J5cHRlZA"));

    assertThatThrownBy(() -> replayed(encrypted))
        .isInstanceOf(ReplayTrouble.class)
        .hasMessageContaining("encrypted");
  }

  @Test
  void whatIsNoHistoryIsSaidSo() throws Exception {
    Path file = Files.writeString(folder.resolve("some.json"), "{\"a\":");

    assertThatThrownBy(() -> replayed(file))
        .isInstanceOf(ReplayTrouble.class)
        .hasMessageContaining("holds no history");
    assertThatThrownBy(() -> replayed(folder.resolve("missing.json")))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void codeWithoutWorkflowsIsSaidSo() {
    assertThatThrownBy(() -> WorkflowCode.in(folder)).hasMessageContaining("no workflows in");
  }

  private static JsonNode replayed(Path file) throws Exception {
    Path code =
        Path.of(Attributes.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var out = new ByteArrayOutputStream();
    Replayer.run(
        List.of(code.toString(), "file", file.toString()),
        NOTHING,
        new PrintStream(out, true, UTF_8));
    return parsed(out);
  }

  private static JsonNode parsed(ByteArrayOutputStream out) throws IOException {
    return new ObjectMapper().readTree(out.toByteArray());
  }
}
