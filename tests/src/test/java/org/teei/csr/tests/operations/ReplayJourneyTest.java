package org.teei.csr.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.shared.SessionsFile;

/** A run of the platform is replayed against today's code, and against code that was broken. */
class ReplayJourneyTest {
  private static final Path WORKFLOWS = Path.of("..", "workflows").toAbsolutePath().normalize();
  private static final Path IMPORT =
      Path.of("org/teei/csr/workflows/imports/ImportWorkflowImpl.java");

  @TempDir Path folder;
  private final LocalStack stack = LocalStack.shared();

  @Test
  void anImportIsDeterministicAndTheFirstDifferenceToBrokenCodeIsToldInPlainWords()
      throws IOException {
    ImportsClient imports = stack.imports();
    String id = imports.accepted("", SessionsFile.ofRows(3).bytes());
    imports.ended(id, Duration.ofSeconds(90));
    String workflow = "imports/demo/" + id;
    Path report = folder.resolve("report.json");

    assertThat(stack.csr("replay", workflow, "--json", report.toString()))
        .contains("ImportWorkflow " + workflow, "  deterministic");

    JsonNode written = new ObjectMapper().readTree(report.toFile());
    assertThat(written.at("/runs/0/verdict").asText()).isEqualTo("DETERMINISTIC");
    assertThat(written.at("/runs/0/build").asText()).isNotEmpty();
    assertThatThrownBy(() -> stack.csr("replay", workflow, "--against", broken().toString()))
        .hasMessageContaining("ended with 1")
        .hasMessageContaining("the history has  the local step Operations_Held")
        .hasMessageContaining("asked for a timer of 5 seconds (ImportWorkflowImpl.java:")
        .hasMessageContaining("Workflow.getVersion");
    assertThatThrownBy(() -> stack.csr("replay", "imports/demo/nothing"))
        .hasMessageContaining("ended with 2");
  }

  /** Today's workflows, and in them an import that rests before it checks the rows. */
  private Path broken() throws IOException {
    Path classes = folder.resolve("classes");
    Path built = WORKFLOWS.resolve("target/classes");
    try (Stream<Path> files = Files.walk(built)) {
      for (Path file : files.toList()) {
        Files.copy(file, classes.resolve(built.relativize(file).toString()));
      }
    }
    String source = Files.readString(WORKFLOWS.resolve("src/main/java").resolve(IMPORT));
    String rests =
        source.replace(
            "    Validated validated =",
            "    Workflow.sleep(java.time.Duration.ofSeconds(5));\n    Validated validated =");
    assertThat(rests).isNotEqualTo(source);
    Path changed = Files.writeString(folder.resolve(IMPORT.getFileName()), rests);
    int failures =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-parameters",
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                changed.toString());
    assertThat(failures).isZero();
    return classes;
  }
}
