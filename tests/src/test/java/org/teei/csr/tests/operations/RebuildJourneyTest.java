package org.teei.csr.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.architecture.Checkout;
import org.teei.csr.tests.shared.RestingImport;
import org.teei.csr.tests.shared.SessionsFile;

/** {@code ./csr up} after rebuilds, in a checkout whose workflows are changed meanwhile. */
class RebuildJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final String DRAIN = "/v1/operations/drains/feature:imports";
  private static final Path WORKFLOWS = Checkout.root().resolve("workflows/target/classes");
  private static final Path MARKER = Path.of("META-INF/csr-workflows-build");

  @TempDir Path folder;

  @Test
  void aParkedImportEndsWithTheBuildThatBeganItWhileTwoMoreTakeOver() throws Exception {
    Path checkout = checkout();
    Path resting = Files.createDirectories(folder.resolve("resting"));
    List<Path> changed = RestingImport.compileInto(resting);
    String first = Files.readString(WORKFLOWS.resolve(MARKER));
    try (LocalStack stack = LocalStack.startFrom(checkout, "rebuilt")) {
      ImportsClient operator = stack.as("platform", "operator");
      operator.put(DRAIN, "{\"reason\":\"hold for the test\"}");
      String parked = stack.imports().accepted("", SessionsFile.ofRows(2).bytes());
      Path stored = upload(stack);
      Path hidden = Files.move(stored, folder.resolve("hidden"));
      operator.delete(DRAIN);
      stack.imports().reached(parked, "parked");
      stack.down();

      rebuild(checkout, "second", resting, changed);
      stack.up();
      String begun = stack.imports().accepted("", SessionsFile.ofRows(1).bytes());
      stack.imports().ended(begun, SOON);
      assertThat(build(stack, begun)).isEqualTo("second");
      assertThat(build(stack, parked)).isEqualTo(first);
      stack.down();

      rebuild(checkout, "third", WORKFLOWS, changed);
      stack.up();
      Files.move(hidden, stored);
      await("workers of the first build are there for a decision")
          .atMost(SOON)
          .until(() -> resolved(stack.imports(), parked));
      assertThat(stack.imports().ended(parked, SOON).path("status").asText())
          .isEqualTo("completed");
      assertThat(build(stack, parked)).isEqualTo(first);
      await("nothing keeps workers of earlier builds")
          .atMost(SOON)
          .until(() -> stack.status().at("/processes/worker").size() == 1);
    }
  }

  /** What {@code ./csr} needs of a checkout; that of the workers is our own. */
  private Path checkout() throws IOException {
    Path checkout = folder.resolve("checkout");
    for (String part : List.of("csr", "api/target", "deploy/target")) {
      Path link = checkout.resolve(part);
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, Checkout.root().resolve(part));
    }
    Files.createDirectories(checkout.resolve("workers/target"));
    Files.copy(workers(Checkout.root()), checkout.resolve("workers/target/csr-workers-0-exec.jar"));
    return checkout;
  }

  private static Path workers(Path checkout) throws IOException {
    return only(checkout.resolve("workers/target"), "csr-workers-*-exec.jar");
  }

  private static Path only(Path folder, String name) throws IOException {
    try (var files = Files.newDirectoryStream(folder, name)) {
      return files.iterator().next();
    }
  }

  /** As a build would leave it whose workflows have changed in these files. */
  private void rebuild(Path checkout, String name, Path classes, List<Path> changed)
      throws IOException {
    Path library = folder.resolve("workflows.jar");
    try (FileSystem workers =
        FileSystems.newFileSystem(
            workers(checkout), Map.of("compressionMethod", "STORED"), (ClassLoader) null)) {
      Path nested = only(workers.getPath("BOOT-INF/lib"), "csr-workflows-*.jar");
      Files.copy(nested, library, StandardCopyOption.REPLACE_EXISTING);
      try (FileSystem workflows = FileSystems.newFileSystem(library)) {
        for (Path file : changed) {
          Files.copy(
              classes.resolve(file),
              workflows.getPath(file.toString()),
              StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(workflows.getPath(MARKER.toString()), name);
      }
      Files.copy(library, nested, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The build that took the last step of an import. */
  private String build(LocalStack stack, String id) throws IOException {
    Path report = folder.resolve("report.json");
    stack.csr("replay", "imports/demo/" + id, "--json", report.toString());
    return new ObjectMapper().readTree(report.toFile()).at("/runs/0/build").asText();
  }

  private static Path upload(LocalStack stack) throws IOException {
    try (Stream<Path> files = Files.walk(stack.data().resolve("storage/objects/demo"))) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  private static boolean resolved(ImportsClient imports, String id) {
    JsonNode parked = imports.get("/v1/operations/parked?feature=imports").json().path("items");
    assertThat(parked).hasSize(1);
    assertThat(parked.path(0).path("workflowId").asText()).endsWith(id);
    return imports
            .post(
                "/v1/operations/parked/" + parked.path(0).path("id").asText() + "/resolve",
                "{\"action\":\"RETRY\",\"reason\":\"file restored\",\"expectedSequence\":%d}"
                    .formatted(parked.path(0).path("sequence").asInt()))
            .status()
        < 300;
  }
}
