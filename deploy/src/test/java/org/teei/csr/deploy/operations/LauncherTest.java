package org.teei.csr.deploy.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
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
  @TempDir static Path folder;
  private final DataFolder data = new DataFolder(folder.resolve("one"));

  /** Each test begins with a running stack, which may be the one that the test before left. */
  @BeforeEach
  void start() {
    up(data);
  }

  @AfterAll
  static void endEverything() {
    csr("down", "--data", folder.resolve("one").toString());
    csr("down", "--data", folder.resolve("two").toString());
  }

  @Test
  void a_second_up_says_that_the_stack_runs() {
    Stack running = stack(data);
    assertThat(up(data))
        .contains("runs already", "postgresql://127.0.0.1:" + running.ports().postgres());
    assertThat(stack(data)).isEqualTo(running);
  }

  /** Who asked for simulators must not believe to have them. */
  @Test
  void a_stack_that_runs_without_simulators_is_not_given_any() {
    var errors = new StringWriter();
    int exit =
        Csr.commandLine(new Csr(new Checkout(folder), System.out))
            .setErr(new PrintWriter(errors, true))
            .execute("up", "--servers-only", "--with-simulators", "--data", data.root().toString());
    assertThat(exit).isEqualTo(1);
    assertThat(errors.toString()).contains("runs without simulators", "./csr down");
    assertThat(stack(data).isRunning()).isTrue();
  }

  @Test
  void keeps_state_and_ports_through_down_and_up() throws Exception {
    Stack before = stack(data);
    sql(data, "create table public.kept_through_down (id int)");
    csr("down", "--data", data.root().toString());
    assertThat(before.livingProcesses()).isEmpty();

    up(data);
    sql(data, "insert into public.kept_through_down values (1)");
    assertThat(stack(data).ports()).isEqualTo(before.ports());
  }

  @Test
  void keeps_state_and_ports_through_kill_9_of_everything() throws Exception {
    Stack before = stack(data);
    sql(data, "create table public.kept_through_kill (id int)");
    kill(before.launcher());
    before.processes().values().forEach(LauncherTest::kill);

    up(data);
    sql(data, "insert into public.kept_through_kill values (1)");
    assertThat(stack(data).ports()).isEqualTo(before.ports());
  }

  @Test
  void ends_the_orphans_of_a_killed_launcher_before_it_starts_again() {
    Stack orphaned = stack(data);
    kill(orphaned.launcher());
    assertThat(orphaned.livingProcesses()).hasSize(3);

    assertThat(up(data)).contains("Ended 3 processes");
    assertThat(orphaned.livingProcesses()).isEmpty();
    assertThat(stack(data).livingProcesses()).hasSize(3);
  }

  @Test
  void starts_a_killed_server_again_under_the_same_port() {
    Stack before = stack(data);
    before.processes().values().forEach(LauncherTest::kill);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> stack(data).livingProcesses().count() == 3 && answers(data));
    assertThat(stack(data).launcher()).isEqualTo(before.launcher());
    assertThat(stack(data).processes().values())
        .doesNotContainAnyElementsOf(before.processes().values());
  }

  @Test
  void two_stacks_live_side_by_side() throws Exception {
    var other = new DataFolder(folder.resolve("two"));
    up(other);
    sql(data, "create table public.side_by_side (id int)");
    sql(other, "create table public.side_by_side (id int)");
    assertThat(stack(data).livingProcesses()).hasSize(3);
    assertThat(stack(other).ports().temporal()).isNotEqualTo(stack(data).ports().temporal());
  }

  private static String up(DataFolder data) {
    return csr("up", "--detach", "--servers-only", "--data", data.root().toString());
  }

  @Test
  void does_not_start_applications_that_are_not_built() {
    var output = new ByteArrayOutputStream();
    var stream = new PrintStream(output, true, UTF_8);
    int exit =
        Csr.commandLine(new Csr(new Checkout(folder), stream))
            .setErr(new PrintWriter(stream, true))
            .execute("up", "--data", folder.resolve("three").toString());
    assertThat(exit).isEqualTo(1);
    assertThat(output.toString(UTF_8)).contains("is not built").doesNotContain("ready");
    assertThat(stack(new DataFolder(folder.resolve("three"))).isRunning()).isFalse();
  }

  private static String csr(String... arguments) {
    var output = new ByteArrayOutputStream();
    var stream = new PrintStream(output, true, UTF_8);
    int exit =
        Csr.commandLine(new Csr(new Checkout(folder), stream))
            .setErr(new PrintWriter(stream, true))
            .execute(arguments);
    assertThat(exit).as(output.toString(UTF_8)).isZero();
    return output.toString(UTF_8);
  }

  private static Stack stack(DataFolder data) {
    return Stack.read(data).orElseThrow();
  }

  private static void kill(RunningProcess process) {
    process.handle().orElseThrow().destroyForcibly();
    await().until(() -> !process.isAlive());
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
}
