package org.teei.csr.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  @TempDir Path folder;
  private final BlockingQueue<RunningProcess> started = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
  private Supervisor supervisor;
  private DataFolder data;

  @BeforeEach
  void make() throws IOException {
    data = new DataFolder(folder);
    data.create();
    supervisor = new Supervisor(data, (_, process) -> started.add(process), news::add);
  }

  @AfterEach
  void stop() throws InterruptedException {
    supervisor.stop(Role.NATS);
  }

  @Test
  void starts_a_process_that_died_again_and_says_so() throws InterruptedException {
    supervisor.keep(new Sleep("exec sleep 60"));
    RunningProcess first = nextStarted();
    ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();

    assertThat(nextStarted().pid()).isNotEqualTo(first.pid());
    assertThat(news.poll(5, TimeUnit.SECONDS)).startsWith("nats ended (exit 137)");
    assertThat(supervisor.deaths(Role.NATS)).isEqualTo(1);
  }

  @Test
  void pauses_longer_each_time_a_process_dies_at_once() throws InterruptedException {
    supervisor.keep(new Sleep("exit 3"));
    assertThat(news.poll(5, TimeUnit.SECONDS)).contains("exit 3").endsWith("in 0.5 s");
    assertThat(news.poll(5, TimeUnit.SECONDS)).endsWith("in 1.0 s");
  }

  @Test
  void does_not_start_again_what_it_was_told_to_stop() throws InterruptedException {
    supervisor.keep(new Sleep("exec sleep 60"));
    RunningProcess process = nextStarted();
    supervisor.stop(Role.NATS);

    assertThat(ProcessHandle.of(process.pid()).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    assertThat(started.poll(800, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void does_not_start_again_what_has_ended_as_it_was_meant_to() throws InterruptedException {
    supervisor.keep(new Sleep("exit 7"));
    nextStarted();

    assertThat(news.poll(5, TimeUnit.SECONDS))
        .isEqualTo("nats has nothing to do any more and ended");
    assertThat(started.poll(800, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void keeps_nothing_new_after_its_end_was_announced() throws InterruptedException {
    supervisor.close();
    supervisor.keep(new Sleep("exec sleep 60"));
    assertThat(started.poll(300, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void writes_what_a_process_says_to_the_log_of_its_role() throws Exception {
    supervisor.keep(new Sleep("echo out; echo err >&2; exec sleep 60"));
    nextStarted();
    await()
        .untilAsserted(
            () -> assertThat(Logs.tail(data.log(Role.NATS), 10)).containsExactly("out", "err"));
  }

  private RunningProcess nextStarted() throws InterruptedException {
    RunningProcess process = started.poll(10, TimeUnit.SECONDS);
    assertThat(process).isNotNull();
    return process;
  }

  private record Sleep(String script) implements Server {
    @Override
    public Role role() {
      return Role.NATS;
    }

    @Override
    public ProcessBuilder command() {
      return new ProcessBuilder(List.of("/bin/sh", "-c", script));
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public boolean endsWith(int exit) {
      return exit == 7;
    }
  }
}
