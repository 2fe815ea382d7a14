package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./csr record-histories}. */
@Command(
    name = "record-histories",
    mixinStandardHelpOptions = true,
    description = {
      "Plays the declared paths of workflows on a real Temporal, with made-up ids, and keeps their histories",
      "in workflows/src/test/resources/histories. Each build replays them; record only what has changed on purpose."
    })
final class RecordHistoriesCommand implements Callable<Integer> {
  private final Checkout checkout;
  private final PrintStream out;

  @Option(
      names = "--paths",
      paramLabel = "PART",
      defaultValue = "",
      description = {
        "Those only whose name, workflow type and path, contains this:",
        "ImportWorkflow, or \"ImportWorkflow parked-retried\" (default: all)."
      })
  private String paths = "";

  RecordHistoriesCommand(Checkout checkout, PrintStream out) {
    this.checkout = checkout;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path temporal =
        new Binaries(Cache.ofUser(), Platform.current(), Binaries.Source.preferred(), out::println)
            .find("temporal");
    var command = new ArrayList<>(List.of(checkout.root().resolve("mvnw").toString(), "-B", "-q"));
    command.addAll(List.of("-Dstyle.color=never", "test-compile", "exec:java@record-histories"));
    command.addAll(List.of("-Dtemporal.binary=" + temporal, "-Dpaths=" + paths));
    return new ProcessBuilder(command)
        .directory(checkout.root().resolve("workflows").toFile())
        .inheritIO()
        .start()
        .waitFor();
  }
}
