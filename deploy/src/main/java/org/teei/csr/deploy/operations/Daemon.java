package org.teei.csr.deploy.operations;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A launcher that goes on when the command that started it has returned. */
final class Daemon {
  private Daemon() {}

  /**
   * Starts a launcher in a session of its own and shows its log until the stack is ready or the
   * launcher has failed.
   */
  static int start(
      Checkout checkout, DataFolder data, UpOptions options, boolean serversOnly, PrintStream out)
      throws IOException, InterruptedException {
    data.create();
    Path log = data.log(Role.LAUNCHER);
    long shown = Files.exists(log) ? Files.size(log) : 0;
    var command = new ArrayList<>(SearchPath.ownSession());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dcsr.checkout=" + checkout.root());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Csr.class.getName()));
    command.addAll(List.of("launch", "--data", data.root().toString()));
    command.addAll(options.words());
    if (serversOnly) {
      command.add("--servers-only");
    }
    Process launcher =
        new ProcessBuilder(command)
            .directory(data.root().toFile())
            .redirectErrorStream(true)
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(Redirect.appendTo(log.toFile()))
            .start();
    while (true) {
      boolean alive = launcher.isAlive();
      boolean ready = alive && isReady(data, launcher);
      long size = Files.size(log);
      out.print(Logs.read(log, shown, size));
      shown = size;
      if (!alive) {
        return launcher.exitValue() == 0 ? 1 : launcher.exitValue();
      }
      if (ready) {
        out.print(Status.of(data).addresses());
        return 0;
      }
      Thread.sleep(50);
    }
  }

  private static boolean isReady(DataFolder data, Process launcher) {
    return Stack.read(data)
        .filter(Stack::ready)
        .map(Stack::launcher)
        .filter(self -> self.pid() == launcher.pid())
        .isPresent();
  }
}
