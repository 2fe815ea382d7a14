package org.teei.csr.tests.impactin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.chaos.ChaosReport;
import org.teei.csr.bench.chaos.ChaosRun;
import org.teei.csr.bench.chaos.Fault;
import org.teei.csr.bench.chaos.Faults;
import org.teei.csr.bench.impactin.DeliveryScenario;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.SmallDisk;

/**
 * The proof of {@code ./csr bench chaos-deliveries} on a small scale: three kills, one of them with
 * a call in flight, and the months of one company.
 */
class ChaosDeliveriesJourneyTest {
  private static final int KILLS = 3;
  private static final int PERIODS = 12;

  private final long seed = new Random().nextLong();

  @Test
  void eachPeriodArrivesOnceThoughPlatformsFailAndProcessesAreKilled() throws Exception {
    try (LocalStack stack = LocalStack.startWithSimulators("chaos");
        SmallDisk disk = SmallDisk.at(Files.createDirectory(stack.data().resolve("small")))) {
      List<Fault> kills = Faults.some(disk, name -> name.startsWith("kill"));

      ChaosReport report =
          new ChaosRun("deliveries", stack, KILLS, seed, Duration.ZERO)
              .run(new DeliveryScenario(PERIODS), kills, List.of());

      assertThat(report.sound()).as(report.table()).isTrue();
      assertThat(report.kills()).isEqualTo(KILLS);
    }
  }
}
