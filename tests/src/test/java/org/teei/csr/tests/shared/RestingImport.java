package org.teei.csr.tests.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.teei.csr.tests.architecture.Checkout;

/**
 * The import as somebody may change it who does not think of runs that have begun: it rests for
 * five seconds before it checks the rows.
 */
public final class RestingImport {
  private static final Path WORKFLOWS = Checkout.root().resolve("workflows");
  private static final Path IMPORT =
      Path.of("org/teei/csr/workflows/imports/ImportWorkflowImpl.java");

  private RestingImport() {}

  /** Compiles it into a folder; answers the files of its classes, relative to that. */
  public static List<Path> compileInto(Path classes) throws IOException {
    String source = Files.readString(WORKFLOWS.resolve("src/main/java").resolve(IMPORT));
    String resting =
        source.replace(
            "    Validated validated =",
            "    Workflow.sleep(java.time.Duration.ofSeconds(5));\n    Validated validated =");
    assertThat(resting).isNotEqualTo(source);
    Path folder = Files.createTempDirectory(classes.getParent(), "resting-");
    Path changed = Files.writeString(folder.resolve(IMPORT.getFileName()), resting);
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
    try (Stream<Path> files = Files.walk(classes.resolve(IMPORT).getParent())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("ImportWorkflowImpl"))
          .map(classes::relativize)
          .toList();
    }
  }

  /** Today's workflows with it in place of the import that does not rest. */
  public static void allWorkflowsInto(Path classes) throws IOException {
    Path built = WORKFLOWS.resolve("target/classes");
    try (Stream<Path> files = Files.walk(built)) {
      for (Path file : files.toList()) {
        Files.copy(file, classes.resolve(built.relativize(file).toString()));
      }
    }
    compileInto(classes);
  }
}
