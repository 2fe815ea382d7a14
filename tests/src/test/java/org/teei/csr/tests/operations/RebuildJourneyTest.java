package org.teei.csr.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  private static final Path MARKER = Path.of("META-INF/csr-workflows-build");

  @TempDir Path folder;
  private final Path data = LocalStack.emptyFolder("rebuilt");

  @Test
  void aParkedImportEndsWithTheBuildThatBeganItWhileTwoMoreTakeOver() throws Exception {
    Path checkout = checkout();
    Path resting = Files.createDirectories(folder.resolve("resting"));
    List<Path> changed = RestingImport.compileInto(resting);
    String first = Files.readString(Checkout.root().resolve("workflows/target/classes/" + MARKER));
    try {
      up(checkout);
      String parked = imports().accepted("", fileHeldBy(operator()));
      Path stored = uploads().getFirst();
      Path hidden = Files.move(stored, folder.resolve("hidden"));
      operator().delete(DRAIN);
      imports().reached(parked, "parked");
      csr(checkout, "down");

      rebuild(checkout, "second", resting, changed);
      up(checkout);
      String begun = imports().accepted("", SessionsFile.ofRows(1).bytes());
      imports().ended(begun, SOON);
      assertThat(build(checkout, begun)).isEqualTo("second");
      assertThat(build(checkout, parked)).isEqualTo(first);
      csr(checkout, "down");

      rebuild(checkout, "third", Checkout.root().resolve("workflows/target/classes"), changed);
      up(checkout);
      Files.move(hidden, stored);
      resolve(parked);
      assertThat(imports().ended(parked, SOON).path("status").asText()).isEqualTo("completed");
      assertThat(build(checkout, parked)).isEqualTo(first);
      await("nothing keeps workers of earlier builds")
          .atMost(SOON)
          .until(() -> status(checkout).at("/processes/worker").size() == 1);
    } finally {
      csr(checkout, "down");
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

  private void up(Path checkout) throws IOException, InterruptedException {
    csr(checkout, "up", "--detach");
  }

  private JsonNode status(Path checkout) throws IOException, InterruptedException {
    return new ObjectMapper().readTree(csr(checkout, "status", "--json"));
  }

  /** The build that took the last step of an import. */
  private String build(Path checkout, String id) throws IOException, InterruptedException {
    Path report = folder.resolve("report.json");
    csr(checkout, "replay", "imports/demo/" + id, "--json", report.toString());
    return new ObjectMapper().readTree(report.toFile()).at("/runs/0/build").asText();
  }

  private String csr(Path checkout, String... arguments) throws IOException, InterruptedException {
    var command =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(checkout.resolve("csr").toString(), "--data", data.toString()),
                        Stream.of(arguments))
                    .toList())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    command.environment().putAll(Map.of("CSR_SKIP_BUILD", "1", "CSR_AOT", "off"));
    Process process = command.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private ImportsClient imports() throws IOException {
    return as("demo", "company_admin");
  }

  private ImportsClient operator() throws IOException {
    return as("platform", "operator");
  }

  private ImportsClient as(String tenant, String role) throws IOException {
    var json = new ObjectMapper();
    int port = json.readTree(data.resolve("stack.json").toFile()).path("ports").path("api").asInt();
    String secret =
        json.readTree(data.resolve("credentials.json").toFile()).path("developmentSecret").asText();
    return ImportsClient.as("http://127.0.0.1:" + port, secret, tenant, role);
  }

  private static byte[] fileHeldBy(ImportsClient operator) {
    operator.put(DRAIN, "{\"reason\":\"hold for the test\"}");
    return SessionsFile.ofRows(2).bytes();
  }

  private List<Path> uploads() throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("storage/objects/demo"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private void resolve(String id) throws IOException {
    ImportsClient imports = imports();
    for (JsonNode item :
        imports.get("/v1/operations/parked?feature=imports").json().path("items")) {
      if (item.path("workflowId").asText().endsWith(id)) {
        imports.post(
            "/v1/operations/parked/" + item.path("id").asText() + "/resolve",
            "{\"action\":\"RETRY\",\"reason\":\"file restored\",\"expectedSequence\":%d}"
                .formatted(item.path("sequence").asInt()));
      }
    }
  }
}
