package org.teei.csr.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher as a process of its own, with the real servers, in a checkout where API and workers
 * are not built.
 */
@Tag("stack")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LauncherTest {
  @TempDir Path folder;

  @AfterEach
  void endEverything() throws Exception {
    csr("down", "--data", folder.resolve("one").toString());
    csr("down", "--data", folder.resolve("two").toString());
  }

  @Test
  void keeps_state_and_ports_through_down_and_kills_of_everything() throws Exception {
    var data = new DataFolder(folder.resolve("one"));
    assertThat(up(data)).contains("Ready in");
    Stack first = stack(data);
    sql(data, "create table kept (id int)");

    assertThat(up(data)).contains("runs already");
    assertThat(stack(data).launcher()).isEqualTo(first.launcher());

    csr("down", "--data", data.root().toString());
    assertThat(first.livingProcesses()).isEmpty();

    up(data);
    Stack second = stack(data);
    assertThat(second.ports()).isEqualTo(first.ports());
    sql(data, "insert into kept values (1)");
    kill(second.launcher());
    second.processes().values().forEach(LauncherTest::kill);

    up(data);
    sql(data, "insert into kept values (2)");
    assertThat(stack(data).ports()).isEqualTo(first.ports());
  }

  @Test
  void ends_the_orphans_of_a_killed_launcher_before_it_starts_again() throws Exception {
    var data = new DataFolder(folder.resolve("one"));
    up(data);
    Stack orphaned = stack(data);
    kill(orphaned.launcher());
    assertThat(orphaned.livingProcesses()).hasSize(3);

    assertThat(up(data)).contains("Ended 3 processes");
    assertThat(orphaned.livingProcesses()).isEmpty();
    assertThat(stack(data).livingProcesses()).hasSize(3);
  }

  @Test
  void starts_a_killed_server_again_under_the_same_port() throws Exception {
    var data = new DataFolder(folder.resolve("one"));
    up(data);
    Stack before = stack(data);
    before.processes().values().forEach(LauncherTest::kill);

    await(() -> stack(data).livingProcesses().count() == 3 && answers(data));
    assertThat(stack(data).launcher()).isEqualTo(before.launcher());
    assertThat(stack(data).processes().values())
        .doesNotContainAnyElementsOf(before.processes().values());
  }

  @Test
  void two_stacks_live_side_by_side() throws Exception {
    var one = new DataFolder(folder.resolve("one"));
    var two = new DataFolder(folder.resolve("two"));
    up(one);
    up(two);
    sql(one, "create table here (id int)");
    sql(two, "create table here (id int)");
    assertThat(stack(one).livingProcesses()).hasSize(3);
    assertThat(stack(one).ports().temporal()).isNotEqualTo(stack(two).ports().temporal());
  }

  private String up(DataFolder data) throws Exception {
    return csr("up", "--detach", "--data", data.root().toString());
  }

  private String csr(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Dcsr.checkout=" + folder, "-cp", System.getProperty("java.class.path")));
    command.add(Csr.class.getName());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exit = process.waitFor();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(exit).as(text).isZero();
    return text;
  }

  private static Stack stack(DataFolder data) {
    return Stack.read(data).orElseThrow();
  }

  private static void kill(RunningProcess process) {
    process.handle().orElseThrow().destroyForcibly();
    await(() -> !process.isAlive());
  }

  /** As the owner of the database, who may create tables and is no superuser. */
  private static void sql(DataFolder data, String statement) throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:" + stack(data).ports().postgres() + "/csr";
    try (var connection =
            DriverManager.getConnection(url, "csr_owner", Credentials.of(data).owner());
        var execution = connection.createStatement()) {
      execution.execute(statement);
    }
  }

  private static boolean answers(DataFolder data) {
    try {
      sql(data, "select 1");
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  private static void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.onSpinWait();
    }
  }
}
