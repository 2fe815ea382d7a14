package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps processes running: one that dies is started again, after a pause that grows while it keeps
 * dying.
 */
final class Supervisor {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /**
   * A process that lived this long is thought healthy, so its next death starts with the first
   * pause again.
   */
  private static final Duration HEALTHY = Duration.ofSeconds(30);

  private final DataFolder data;
  private final BiConsumer<Server, RunningProcess> started;
  private final Consumer<String> news;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private boolean closed;

  Supervisor(DataFolder data, BiConsumer<Server, RunningProcess> started, Consumer<String> news) {
    this.data = data;
    this.started = started;
    this.news = news;
  }

  /**
   * Starts the server's process and keeps it; does nothing any more once {@link #close} was called.
   */
  synchronized void keep(Server server) {
    if (closed) {
      return;
    }
    var process = new Kept(server);
    kept.put(server.name(), process);
    process.thread = Thread.ofVirtual().name(server.name()).start(process);
  }

  /**
   * From now on nothing new is kept, so that an end which comes in the middle of a start is final.
   */
  synchronized void close() {
    closed = true;
  }

  /** How often the role's process has died by itself. */
  int deaths(Role role) {
    Kept process = kept.get(role.toString());
    return process == null ? 0 : process.deaths;
  }

  /** The names of what is kept in a role. */
  List<String> names(Role role) {
    return kept.values().stream()
        .map(process -> process.server)
        .filter(server -> server.role() == role)
        .map(Server::name)
        .toList();
  }

  /** Ends a process in order and does not start it again; returns when it is gone. */
  void stop(String name) throws InterruptedException {
    Kept process = kept.remove(name);
    if (process != null) {
      process.stop();
    }
  }

  /** The same for the one of a role. */
  void stop(Role role) throws InterruptedException {
    stop(role.toString());
  }

  private final class Kept implements Runnable {
    private final Server server;
    private volatile int deaths;
    private volatile @Nullable Thread thread;
    private boolean stopping;
    private @Nullable Process current;

    Kept(Server server) {
      this.server = server;
    }

    @Override
    public void run() {
      Duration pause = FIRST_PAUSE;
      try {
        while (true) {
          Instant begun = Instant.now();
          Process process = startUnlessStopping();
          if (process == null) {
            return;
          }
          int exit = process.waitFor();
          synchronized (this) {
            if (stopping) {
              return;
            }
          }
          if (server.endsWith(exit)) {
            news.accept(server.name() + " has nothing to do any more and ended");
            return;
          }
          deaths++;
          if (Duration.between(begun, Instant.now()).compareTo(HEALTHY) > 0) {
            pause = FIRST_PAUSE;
          }
          news.accept(
              "%s ended (exit %d) and starts again in %.1f s"
                  .formatted(server.name(), exit, pause.toMillis() / 1000.0));
          Thread.sleep(pause);
          pause =
              pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                  ? LONGEST_PAUSE
                  : pause.multipliedBy(2);
        }
      } catch (IOException e) {
        deaths = Integer.MAX_VALUE;
        news.accept(server.name() + " cannot be started: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private synchronized @Nullable Process startUnlessStopping() throws IOException {
      if (stopping) {
        return null;
      }
      ProcessBuilder command = server.command();
      var words = new ArrayList<>(SearchPath.ownSession());
      words.addAll(command.command());
      Process process =
          command
              .command(words)
              .directory(data.root().toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(data.log(server.role()).toFile()))
              .start();
      current = process;
      started.accept(server, RunningProcess.of(server.role(), process.toHandle()));
      return process;
    }

    void stop() throws InterruptedException {
      Process process;
      synchronized (this) {
        stopping = true;
        process = current;
      }
      if (process != null && process.isAlive()) {
        RunningProcess.end(server.role(), process);
      }
      Thread waiting = thread;
      if (waiting != null) {
        waiting.interrupt();
        waiting.join();
      }
    }
  }
}
