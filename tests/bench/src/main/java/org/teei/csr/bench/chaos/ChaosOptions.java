package org.teei.csr.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.SmallDisk;
import picocli.CommandLine.Option;

/** What all chaos commands let one choose. */
public final class ChaosOptions {
  /** Only what is written takes memory. */
  private static final long DISK = 8L << 30;

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

  @Option(
      names = "--faults",
      paramLabel = "PATTERN",
      defaultValue = ".*",
      description = "only faults whose names match, such as 'kill .*|disk full'")
  Pattern faults = Pattern.compile(".*");

  @Option(names = "--json", paramLabel = "FILE", description = "also write the figures to a file")
  @Nullable Path json;

  /** How many faults are to come. */
  public int kills() {
    return kills;
  }

  /**
   * Runs a scenario on a stack of its own, and prints and writes the report.
   *
   * @param name of the scenario
   * @param up options of {@code ./csr up}
   * @return the exit code: 1 when anything is not as it has to be
   */
  public int run(String name, Scenario scenario, List<String> up) throws Exception {
    System.out.printf("chaos-%s: %d kills, seed %d%n", name, kills, seed);
    ChaosReport report = report(name, scenario, up);
    System.out.print(report.table());
    if (json != null) {
      Files.writeString(json, report.json());
    }
    return report.sound() ? 0 : 1;
  }

  private ChaosReport report(String name, Scenario scenario, List<String> up) throws Exception {
    Path data = LocalStack.emptyFolder("chaos-" + name);
    Path storage = Files.createDirectory(data.resolve("storage"));
    try (SmallDisk disk = SmallDisk.at(storage, DISK);
        LocalStack stack =
            LocalStack.startIn(
                data, Map.of("CSR_STORAGE_RESERVE", String.valueOf(disk.reserve())), up);
        Interrupted interrupted = new Interrupted(stack, disk)) {
      interrupted.watch();
      return new ChaosRun(name, stack, kills, seed, longest)
          .run(
              scenario,
              Faults.some(disk, faults.asMatchPredicate()),
              List.of(prepared(disk, stack, scenario.tables())));
    }
  }

  private static String prepared(SmallDisk disk, LocalStack stack, List<String> tables)
      throws IOException, java.sql.SQLException {
    if (!disk.mounted()) {
      return "disk full: storage is told so by its reserve; no file system could be mounted";
    }
    Faults.keepOn(disk, stack, tables);
    return "disk full: a file system in memory with storage and the tables "
        + String.join(", ", tables);
  }

  /** Nothing is left behind by who does not wait for the end. */
  private static final class Interrupted implements AutoCloseable {
    private final Thread hook;

    Interrupted(LocalStack stack, SmallDisk disk) {
      hook =
          new Thread(() -> {
            try (disk;
                stack) {
              // A launcher that an outage holds back could not end anything.
              Processes.signal("CONT", List.of(stack.pid("launcher")));
            } catch (IOException | InterruptedException e) {
              System.err.println("Left behind in " + stack.data() + ": " + e);
            }
          });
    }

    void watch() {
      Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
