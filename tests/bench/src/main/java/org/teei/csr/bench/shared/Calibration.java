package org.teei.csr.bench.shared;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.PGConnection;

/**
 * How fast the machine is just now at two fixed things: two of them, before and after a measure,
 * say how much others disturbed it.
 *
 * @param digestsPerSecond SHA-256 of 64 KiB, on all cores
 * @param copiedRowsPerSecond of the same 300,000 rows into an empty table with one index
 */
public record Calibration(
    @JsonProperty("digests_per_s") double digestsPerSecond,
    @JsonProperty("copied_rows_per_s") double copiedRowsPerSecond) {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);
  private static final int ROWS = 300_000;
  private static final int BLOCK = 1 << 16;

  public static Calibration of(LocalStack stack) throws SQLException, IOException {
    // The first time, compilers and caches are at work.
    digests(Duration.ofSeconds(1));
    copied(stack);
    return new Calibration(digests(LONG_ENOUGH), copied(stack));
  }

  private static double digests(Duration duration) {
    var digests = new AtomicLong();
    long end = System.nanoTime() + duration.toNanos();
    int cores = Runtime.getRuntime().availableProcessors();
    try (var threads = Executors.newFixedThreadPool(cores)) {
      for (int core = 0; core < cores; core++) {
        threads.execute(() -> {
          var block = new byte[BLOCK];
          while (System.nanoTime() < end) {
            digest(block);
            digests.incrementAndGet();
          }
        });
      }
    }
    return digests.get() / (duration.toNanos() / 1e9);
  }

  private static void digest(byte[] block) {
    try {
      MessageDigest.getInstance("SHA-256").digest(block);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static double copied(LocalStack stack) throws SQLException, IOException {
    var text = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      text.append(i).append('\t').append("a row of some sixty bytes, as plain as can be, no. ");
      text.append(i).append('\n');
    }
    byte[] rows = text.toString().getBytes(StandardCharsets.UTF_8);
    try (var connection = stack.superuser();
        var statement = connection.createStatement()) {
      statement.execute("create table csr.bench_calibration (id bigint primary key, words text)");
      long begin = System.nanoTime();
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("copy csr.bench_calibration from stdin", new ByteArrayInputStream(rows));
      double seconds = (System.nanoTime() - begin) / 1e9;
      statement.execute("drop table csr.bench_calibration");
      return ROWS / seconds;
    }
  }

  @Override
  public String toString() {
    return "%,.0f digests/s, %,.0f copied rows/s".formatted(digestsPerSecond, copiedRowsPerSecond);
  }
}
