package org.teei.csr.bench.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.Machine;
import org.teei.csr.deploy.imports.SampleSessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Rows per second of an import through the API, from the first byte sent to {@code completed},
 * beside the driver's CopyManager writing the same number of finished rows into an equally indexed
 * table of the same server, in turn in one run. The baseline checks nothing, finds no persons,
 * encrypts nothing and writes no events; it is the ceiling that the database sets.
 */
@Command(
    name = "imports",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Rows per second of an import, beside PostgreSQL's own COPY.")
public final class ImportBench implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ENOUGH = Duration.ofMinutes(60);

  @Option(
      names = "--rows",
      defaultValue = "200000",
      description = "rows of each file (${DEFAULT-VALUE})")
  int rows;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "measured rounds (${DEFAULT-VALUE})")
  int rounds;

  @Option(names = "--json", paramLabel = "FILE", description = "also write the figures to a file")
  @Nullable Path json;

  @Override
  public Integer call() throws Exception {
    List<Double> imported = new ArrayList<>();
    List<Double> copied = new ArrayList<>();
    try (LocalStack stack = LocalStack.start("bench")) {
      ImportsClient imports = stack.imports();
      importOnce(imports, Math.max(10_000, rows / 10), 1);
      copyOnce(stack, "bench_0");
      for (int round = 1; round <= rounds; round++) {
        double rate = importOnce(imports, rows, 100 + round);
        double ceiling = copyOnce(stack, "bench_" + round);
        imported.add(rate);
        copied.add(ceiling);
        System.out.printf(
            "round %d: import %,.0f rows/s, CopyManager %,.0f rows/s, ratio %.3f%n",
            round, rate, ceiling, rate / ceiling);
      }
    }
    report(imported, copied);
    return 0;
  }

  private double importOnce(ImportsClient imports, int count, long seed) throws IOException {
    var bytes = new ByteArrayOutputStream();
    SampleSessions.write(bytes, new SampleSessions.Options(count, seed, 0.02, 0.01, 5_000));
    byte[] file = bytes.toByteArray();
    long begin = System.nanoTime();
    JsonNode job = imports.ended(imports.accepted("", file), ENOUGH);
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (!job.path("status").asText().equals("completed")) {
      throw new IllegalStateException("The import ended as " + job.path("status").asText());
    }
    return count / seconds;
  }

  /**
   * Copies the sessions that the imports wrote into an empty table with the same columns, checks
   * and indexes.
   */
  private double copyOnce(LocalStack stack, String table) throws SQLException, IOException {
    try (Connection connection = stack.superuser();
        var statement = connection.createStatement()) {
      var copy = connection.unwrap(PGConnection.class).getCopyAPI();
      var out = new ByteArrayOutputStream();
      copy.copyOut("copy (select * from csr.sessions limit " + rows + ") to stdout", out);
      byte[] data = out.toByteArray();
      long lines = data.length == 0 ? 0 : new String(data, StandardCharsets.UTF_8).lines().count();
      statement.execute("create table csr." + table + " (like csr.sessions including all)");
      long begin = System.nanoTime();
      copy.copyIn("copy csr." + table + " from stdin", new java.io.ByteArrayInputStream(data));
      double seconds = (System.nanoTime() - begin) / 1e9;
      statement.execute("drop table csr." + table);
      return lines / seconds;
    }
  }

  private void report(List<Double> imported, List<Double> copied) throws IOException {
    ObjectNode figures = JSON.createObjectNode();
    figures.put("rows", rows).put("rounds", rounds);
    figures.put("importRowsPerSecondMedian", median(imported));
    figures.put("importRowsPerSecondWorst", Collections.min(imported));
    figures.put("copyRowsPerSecondMedian", median(copied));
    figures.put("ratio", median(imported) / median(copied));
    figures.put("machine", Machine.name()).put("commit", Machine.commit());
    System.out.printf(
        "%nimport %,.0f rows/s (worst %,.0f) beside CopyManager into an equally indexed table %,.0f rows/s: ratio %.3f%n%d rows, %d rounds; %s; commit %s%n",
        median(imported),
        Collections.min(imported),
        median(copied),
        median(imported) / median(copied),
        rows,
        rounds,
        Machine.name(),
        Machine.commit());
    if (json != null) {
      Files.writeString(
          json, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n");
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
