package org.teei.csr.deploy.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a job is: a bar on a terminal, a line for each stage elsewhere. */
interface ProgressDisplay extends AutoCloseable {
  void show(JsonNode job);

  @Override
  void close();

  static ProgressDisplay on(PrintStream stream) {
    Console console = System.console();
    return console != null && console.isTerminal() ? new Bar(stream) : new Lines(stream);
  }

  final class Bar implements ProgressDisplay {
    private static final int STEPS = 1_000;

    private final ProgressBar bar;

    Bar(PrintStream stream) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("Import")
              .setInitialMax(STEPS)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(100)
              .hideEta()
              .setConsumer(new ConsoleProgressBarConsumer(stream))
              .build();
    }

    @Override
    public void show(JsonNode job) {
      bar.stepTo(Math.round(job.path("progress").asDouble() * STEPS));
      bar.setExtraMessage(
          " %s, %,d rows read"
              .formatted(job.path("status").asText(), job.path("counts").path("read").asLong()));
      bar.refresh();
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  final class Lines implements ProgressDisplay {
    private final PrintStream stream;
    private String last = "";

    Lines(PrintStream stream) {
      this.stream = stream;
    }

    @Override
    public void show(JsonNode job) {
      String status = job.path("status").asText();
      if (!status.equals(last)) {
        stream.printf("%s, %,d rows read%n", status, job.path("counts").path("read").asLong());
        last = status;
      }
    }

    @Override
    public void close() {}
  }
}
