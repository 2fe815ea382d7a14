package org.teei.csr.bench.imports;

import java.util.List;
import java.util.concurrent.Callable;
import org.teei.csr.bench.chaos.ChaosOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Nothing of an import is lost or done twice, whatever befalls the stack at whichever stage. */
@Command(
    name = "chaos-imports",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Imports while processes, servers, clocks and disks fail; judged from outside.")
public final class ImportChaos implements Callable<Integer> {
  @Mixin ChaosOptions options = new ChaosOptions();

  @Option(
      names = "--rows",
      defaultValue = "200000",
      description = "rows of each file (${DEFAULT-VALUE})")
  int rows;

  @Override
  public Integer call() throws Exception {
    return options.run("imports", new ImportScenario(rows), List.of());
  }
}
