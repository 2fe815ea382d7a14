package org.teei.csr.bench.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.Machine;
import org.teei.csr.bench.shared.Medians;
import org.teei.csr.bench.shared.SideProcess;
import org.teei.csr.deploy.imports.SampleSessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What tracing, metrics, the codec of payloads and encryption each cost an import: the platform
 * with all of them beside itself without one, in turn in one run. Each has a stack and data of its
 * own, of which one runs at a time.
 */
@Command(
    name = "overheads",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "What tracing, metrics, codec and encryption each cost.")
final class OverheadsBench implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int SMALL_ROWS = 100;
  private static final int LARGE = 3;

  @Option(
      names = "--rows",
      defaultValue = "50000",
      description = "rows of each large file (${DEFAULT-VALUE})")
  int rows;

  @Option(
      names = "--small",
      defaultValue = "40",
      description = "imports of 100 rows in each round (${DEFAULT-VALUE})")
  int small;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "measured rounds (${DEFAULT-VALUE})")
  int rounds;

  @Option(names = "--json", paramLabel = "FILE", description = "also write the figures to a file")
  @Nullable Path json;

  private final Map<Overhead, List<Double>> large = new EnumMap<>(Overhead.class);
  private final Map<Overhead, List<Double>> latencies = new EnumMap<>(Overhead.class);
  private long seed;

  @Override
  public Integer call() throws Exception {
    var collector = collector();
    try {
      for (int round = 1; round <= rounds; round++) {
        for (var without : Overhead.values()) {
          measure(round, without, collector.getAddress());
        }
      }
    } finally {
      collector.stop(0);
    }
    report();
    return 0;
  }

  /** Takes spans and forgets them. */
  private static HttpServer collector() throws IOException {
    var collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
          }
        });
    collector.start();
    return collector;
  }

  private void measure(int round, Overhead without, InetSocketAddress collector)
      throws IOException {
    var traces = "http://127.0.0.1:" + collector.getPort() + "/v1/traces";
    try (var stack =
        LocalStack.start(
            "without-" + without, without.environment(SideProcess.ownJar().toString(), traces))) {
      var imports = stack.imports();
      // Each process is new, and its compilers need some thousand rows.
      timeOf(imports, rows);
      for (int i = 0; i < 10; i++) {
        timeOf(imports, SMALL_ROWS);
      }
      for (int i = 0; i < LARGE; i++) {
        add(large, without, timeOf(imports, rows));
      }
      for (int i = 0; i < small; i++) {
        add(latencies, without, timeOf(imports, SMALL_ROWS));
      }
    }
    System.out.printf(
        "round %d, without %s: %,.0f rows/s; %d rows in %.0f ms (median)%n",
        round,
        without,
        rows / Medians.of(last(large, without, LARGE)),
        SMALL_ROWS,
        Medians.of(last(latencies, without, small)) * 1e3);
  }

  /** Seconds from the first byte sent to the end of an import. */
  private double timeOf(ImportsClient imports, int count) throws IOException {
    var bytes = new ByteArrayOutputStream();
    SampleSessions.write(bytes, new SampleSessions.Options(count, ++seed, 0.02, 0.01, 5_000));
    return imports.secondsToComplete(bytes.toByteArray(), LOOK);
  }

  private void report() throws IOException {
    ObjectNode figures = JSON.createObjectNode();
    figures.put("rows", rows).put("small", small).put("rounds", rounds);
    double allLarge = Medians.of(large(Overhead.NOTHING));
    double allSmall = Medians.of(small(Overhead.NOTHING));
    System.out.printf(
        "%n%-20s %10s %6s %12s %12s %6s%n", "", "rows/s", "cost", "100 rows p50", "p95", "cost");
    for (var without : Overhead.values()) {
      double one = Medians.of(large(without));
      double other = Medians.of(small(without));
      double p95 = Medians.share(small(without), 0.95);
      System.out.printf(
          "%-20s %,10.0f %6.2f %9.0f ms %9.0f ms %6.2f%n",
          without == Overhead.NOTHING ? "with everything" : "without " + without,
          rows / one,
          allLarge / one,
          other * 1e3,
          p95 * 1e3,
          allSmall / other);
      figures
          .putObject(without.toString())
          .put("rows_per_s", rows / one)
          .put("cost_of_rows", allLarge / one)
          .put("small_p50_ms", other * 1e3)
          .put("small_p95_ms", p95 * 1e3)
          .put("cost_of_small", allSmall / other);
    }
    figures.put("machine", Machine.name()).put("commit", Machine.commit());
    System.out.printf(
        "cost: time with everything by time without it; medians of %d rounds; %s; commit %s%n",
        rounds, Machine.name(), Machine.commit());
    if (json != null) {
      Files.writeString(
          json, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n");
    }
  }

  private List<Double> large(Overhead without) {
    return large.getOrDefault(without, List.of());
  }

  private List<Double> small(Overhead without) {
    return latencies.getOrDefault(without, List.of());
  }

  private static void add(Map<Overhead, List<Double>> figures, Overhead without, double seconds) {
    figures.computeIfAbsent(without, none -> new ArrayList<>()).add(seconds);
  }

  private static List<Double> last(
      Map<Overhead, List<Double>> figures, Overhead without, int count) {
    var all = figures.getOrDefault(without, List.of());
    return all.subList(all.size() - count, all.size());
  }
}
