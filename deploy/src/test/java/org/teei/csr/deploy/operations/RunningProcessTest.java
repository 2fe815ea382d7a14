package org.teei.csr.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningProcessTest {
  @TempDir Path folder;
  private Process process;

  /** A real process under the name of a server: a copy of {@code sleep}. */
  @BeforeEach
  void start() throws IOException {
    Path program = folder.resolve("nats-server");
    Files.copy(SearchPath.find("sleep").orElseThrow().toRealPath(), program);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    process = new ProcessBuilder(program.toString(), "60").start();
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void recognises_a_process_that_it_saw() {
    assertThat(seen().isAlive()).isTrue();
  }

  @Test
  void takes_a_process_with_another_start_time_for_a_stranger() {
    var earlier = new RunningProcess(Role.NATS, process.pid(), seen().startedAt() - 60_000);
    assertThat(earlier.isAlive()).isFalse();
  }

  @Test
  void takes_another_program_under_the_same_pid_for_a_stranger() {
    var other = new RunningProcess(Role.TEMPORAL, process.pid(), seen().startedAt());
    assertThat(other.isAlive()).isFalse();
  }

  @Test
  void never_ends_a_stranger() throws InterruptedException {
    new RunningProcess(Role.TEMPORAL, process.pid(), seen().startedAt()).end();
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void ends_what_a_killed_launcher_left_behind() throws Exception {
    var data = new DataFolder(folder.resolve("data"));
    new Stack(
            Ports.DEFAULTS,
            deadLauncher(),
            java.util.Map.of(),
            java.util.List.of(),
            java.util.Map.of(),
            true)
        .withProcess(seen())
        .write(data);

    assertThat(Launcher.endLeftBehind(data)).isEqualTo(1);
    assertThat(process.waitFor()).isNotZero();
    assertThat(Launcher.endLeftBehind(data)).isZero();
  }

  private RunningProcess seen() {
    return RunningProcess.of(Role.NATS, process.toHandle());
  }

  /** The pid is alive, but it is this test and not a launcher that started in 1970. */
  private static RunningProcess deadLauncher() {
    return new RunningProcess(Role.LAUNCHER, ProcessHandle.current().pid(), 0);
  }
}
