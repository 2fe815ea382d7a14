package org.teei.csr.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackTest {
  @TempDir Path folder;

  @Test
  void is_read_as_it_was_written() throws IOException {
    var data = new DataFolder(folder.resolve("data"));
    var stack =
        new Stack(
                Ports.DEFAULTS,
                new RunningProcess(Role.LAUNCHER, 41, 1_000),
                Map.of(),
                List.of(),
                Map.of("postgres", "18.6"),
                false)
            .withProcess(new RunningProcess(Role.POSTGRES, 42, 2_000))
            .withVersion("nats", "2.15.1")
            .asReady();
    stack.write(data);

    assertThat(Stack.read(data)).contains(stack);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.stackFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void remembers_only_the_ports_when_it_has_stopped() {
    var stack =
        new Stack(
                Ports.DEFAULTS,
                new RunningProcess(Role.LAUNCHER, 41, 1_000),
                Map.of(),
                List.of(),
                Map.of(),
                true)
            .withProcess(new RunningProcess(Role.NATS, 43, 3_000))
            .asStopped();

    assertThat(stack.ports()).isEqualTo(Ports.DEFAULTS);
    assertThat(stack.processes()).isEmpty();
    assertThat(stack.isRunning()).isFalse();
    assertThat(stack.ready()).isFalse();
  }

  @Test
  void a_folder_without_a_stack_has_none() {
    assertThat(Stack.read(new DataFolder(folder))).isEmpty();
  }

  @Test
  void passwords_are_made_once_and_readable_by_the_owner_only() throws IOException {
    var data = new DataFolder(folder.resolve("data"));
    Credentials made = Credentials.of(data);

    assertThat(Credentials.of(data)).isEqualTo(made);
    assertThat(made.owner()).isNotEqualTo(made.api()).hasSizeGreaterThan(40);
    assertThat(made.toString()).doesNotContain(made.superuser());
    assertThat(Files.getPosixFilePermissions(data.root().resolve("credentials.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void a_folder_of_an_older_version_keeps_its_passwords_and_gets_the_secret() throws IOException {
    var data = new DataFolder(folder);
    Files.writeString(
        data.credentials(),
        """
        {"superuser":"s","owner":"o","api":"a","worker":"w","system":"y"}\
        """);
    Credentials made = Credentials.of(data);

    assertThat(made)
        .isEqualTo(
            new Credentials(
                "s",
                "o",
                "a",
                "w",
                "y",
                made.replayer(),
                made.natsWorker(),
                made.natsReader(),
                made.developmentSecret()));
    assertThat(made.developmentSecret()).hasSizeGreaterThan(40);
    assertThat(Credentials.of(data)).isEqualTo(made);
  }
}
