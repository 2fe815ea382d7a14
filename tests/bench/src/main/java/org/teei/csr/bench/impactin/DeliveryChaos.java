package org.teei.csr.bench.impactin;

import java.util.List;
import java.util.concurrent.Callable;
import org.teei.csr.bench.chaos.ChaosOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Each period of each company arrives once, whatever befalls the stack and the platforms. */
@Command(
    name = "chaos-deliveries",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Deliveries while platforms, processes, servers and clocks fail; judged by the platforms' ledger.")
public final class DeliveryChaos implements Callable<Integer> {
  @Mixin ChaosOptions options = new ChaosOptions();

  @Option(
      names = "--periods",
      defaultValue = "500",
      description = "of companies, to be delivered in all rounds together (${DEFAULT-VALUE})")
  int periods;

  @Override
  public Integer call() throws Exception {
    int rounds = Math.ceilDiv(Math.max(1, options.kills()), DeliveryRound.STAGES.size());
    return options.run(
        "deliveries",
        new DeliveryScenario(Math.ceilDiv(periods, rounds)),
        List.of("--with-simulators"));
  }
}
