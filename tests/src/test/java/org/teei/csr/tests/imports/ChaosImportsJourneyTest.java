package org.teei.csr.tests.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.chaos.ChaosReport;
import org.teei.csr.bench.chaos.ChaosRun;
import org.teei.csr.bench.chaos.Fault;
import org.teei.csr.bench.chaos.Faults;
import org.teei.csr.bench.imports.ImportScenario;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.SmallDisk;

/**
 * The proof of {@code ./csr bench chaos-imports} on a small scale: three faults, a file of two
 * thousand rows.
 */
class ChaosImportsJourneyTest {
  private static final int KILLS = 3;
  private static final int ROWS = 2_000;
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final long seed = new Random().nextLong();

  @Test
  void nothingIsLostOrDoneTwiceWhateverBefallsTheStack() throws Exception {
    Path data = LocalStack.emptyFolder("chaos");
    Path storage = Files.createDirectory(data.resolve("storage"));
    try (SmallDisk disk = SmallDisk.at(storage);
        LocalStack stack =
            LocalStack.startIn(
                data, Map.of("CSR_STORAGE_RESERVE", String.valueOf(disk.reserve())))) {
      // What needs no other process to start beside the stack, which takes its time.
      List<Fault> quick =
          Faults.some(disk, name -> !name.contains("workers") && !name.contains("clock"));

      ChaosReport report =
          new ChaosRun("imports", stack, KILLS, seed, LONGEST)
              .run(new ImportScenario(ROWS), quick, List.of());

      assertThat(report.sound()).as(report.table()).isTrue();
      assertThat(report.kills()).isEqualTo(KILLS);
      assertThat(report.recoveries()).hasSize(KILLS);
    }
  }
}
