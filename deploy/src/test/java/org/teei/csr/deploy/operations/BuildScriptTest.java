package org.teei.csr.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./csr} itself, in a checkout whose build is a script that waits to be let go. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BuildScriptTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path checkout;
  private Process first;

  @BeforeEach
  void makeCheckout() throws IOException {
    Files.copy(Path.of("..", "csr"), checkout.resolve("csr"));
    Files.createDirectories(checkout.resolve("deploy/target/lib"));
    Files.writeString(
        checkout.resolve("mvnw"),
        """
        #!/bin/sh
        echo built >>builds
        while [ ! -f go ]; do sleep 0.05; done
        : >deploy/target/csr.jar
        """);
    assertThat(checkout.resolve("mvnw").toFile().setExecutable(true)).isTrue();
    first = csr("first");
    await().atMost(PATIENCE).until(() -> Files.exists(checkout.resolve("builds")));
  }

  @AfterEach
  void letGo() throws Exception {
    Files.writeString(checkout.resolve("go"), "");
    first.waitFor();
  }

  @Test
  void waits_for_a_build_that_is_under_way_and_does_not_repeat_it() throws Exception {
    Process second = csr("second");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(checkout.resolve("second")).content().contains("Waiting for"));

    letGo();
    second.waitFor();

    assertThat(checkout.resolve("builds")).content().isEqualTo("built\n");
    assertThat(checkout.resolve("second")).content().containsOnlyOnce("Waiting for");
  }

  @Test
  void builds_after_a_builder_that_was_killed() throws Exception {
    first.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
    first.destroyForcibly().waitFor();

    Process second = csr("second");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(checkout.resolve("builds")).content().isEqualTo("built\nbuilt\n"));
    letGo();
    second.waitFor();
  }

  @Test
  void stops_a_stack_without_building_what_was_changed_since() throws Exception {
    letGo();
    Path source = checkout.resolve("api/src/main/Changed.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "");

    csr("stopped", "--data", "trial", "down").waitFor();
    assertThat(checkout.resolve("builds")).content().isEqualTo("built\n");
    csr("started", "--data", "trial", "up").waitFor();
    assertThat(checkout.resolve("builds")).content().isEqualTo("built\nbuilt\n");
  }

  private Process csr(String log) throws IOException {
    return csr(log, "status");
  }

  private Process csr(String log, String... arguments) throws IOException {
    var command = new ProcessBuilder("sh", checkout.resolve("csr").toString());
    command.command().addAll(List.of(arguments));
    command.environment().put("CSR_JAVA_HOME", System.getProperty("java.home"));
    command.environment().remove("CSR_SKIP_BUILD");
    File output = checkout.resolve(log).toFile();
    return command.redirectErrorStream(true).redirectOutput(output).start();
  }
}
