package org.teei.csr.bench.operations;

import org.teei.csr.bench.identity.ApiBench;
import org.teei.csr.bench.impactin.DeliveriesBench;
import org.teei.csr.bench.impactin.DeliveryChaos;
import org.teei.csr.bench.imports.ImportBench;
import org.teei.csr.bench.imports.ImportChaos;
import org.teei.csr.bench.metrics.MetricsBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./csr bench}: everything that is measured or put to the proof, each a command. */
@Command(
    name = "csr bench",
    mixinStandardHelpOptions = true,
    description = "Measures the platform beside its baselines, and puts it to the proof.",
    subcommands = {
      ApiBench.class,
      DeliveriesBench.class,
      DeliveryChaos.class,
      ImportBench.class,
      ImportChaos.class,
      MetricsBench.class,
      OverheadsBench.class
    })
final class Bench {
  private Bench() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }
}
