package org.teei.csr.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all chaos commands let one choose. */
public final class ChaosOptions {

  @Option(
      names = "--kills",
      defaultValue = "50",
      description = "faults until it ends (${DEFAULT-VALUE})")
  int kills;

  @Option(
      names = "--seed",
      description = "decides which fault comes when; printed, and made up where it is not given")
  long seed = new Random().nextLong();

  @Option(
      names = "--longest-outage",
      paramLabel = "DURATION",
      defaultValue = "PT1M",
      description = "of a server that is stopped (${DEFAULT-VALUE})")
  Duration longest = Duration.ofMinutes(1);

  @Option(names = "--json", paramLabel = "FILE", description = "also write the figures to a file")
  @Nullable Path json;

  /** Prints and writes a report; answers the exit code. */
  int tell(ChaosReport report) throws IOException {
    System.out.print(report.table());
    if (json != null) {
      Files.writeString(json, report.json());
    }
    return report.sound() ? 0 : 1;
  }
}
