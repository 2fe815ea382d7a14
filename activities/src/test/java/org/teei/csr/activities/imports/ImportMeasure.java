package org.teei.csr.activities.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.MergeRange;
import org.teei.csr.workflows.imports.StageOutcome;

/**
 * Prints rows per second of each step. Asserts nothing and is not run by the build: {@code ./mvnw
 * -pl activities -am test -Dtest=ImportMeasure -Dsurefire.failIfNoSpecifiedTests=false}, with
 * {@code -Drows=}.
 */
class ImportMeasure {
  private static final int RANGE = 10_000;

  @Test
  void rowsPerSecond(@TempDir Path directory) throws IOException {
    int rows = Integer.getInteger("rows", 100_000);
    ImportFixture imports = new ImportFixture(Database.create(), directory);
    Path file = directory.resolve("sessions.csv");
    for (int round = 1; round <= 3; round++) {
      write(file, rows, round);
      measure(imports, imports.upload(file), rows, "new sessions, round " + round);
    }
    measure(imports, imports.upload(file), rows, "the same again");
    write(file, rows, 3, "changed");
    measure(imports, imports.upload(file), rows, "changed");
  }

  private static void measure(ImportFixture imports, ImportRef ref, int rows, String what) {
    ImportActivities activities = imports.activities();
    double hereBefore = hereSeconds();
    double thereBefore = postgresSeconds(imports);
    long start = System.nanoTime();
    StageOutcome staged = activities.stage(ref);
    long afterStage = System.nanoTime();
    var validated = activities.validate(ref);
    long afterValidate = System.nanoTime();
    for (long from = 1; from <= validated.lastRow(); from += RANGE) {
      activities.merge(new MergeRange(ref, from, from + RANGE - 1));
    }
    long afterMerge = System.nanoTime();
    var counts = activities.finish(new Finish(ref, ImportStatus.COMPLETED, null, null));
    long end = System.nanoTime();
    System.out.printf(
        "%s: %s, stage %.0f, validate %.0f, merge %.0f, finish %.0f, all %.0f rows/s; %s; heap %d MiB; CPU %.0f us/row here, %.0f in PostgreSQL%n",
        what,
        staged,
        rows * 1e9 / (afterStage - start),
        rows * 1e9 / (afterValidate - afterStage),
        rows * 1e9 / (afterMerge - afterValidate),
        rows * 1e9 / (end - afterMerge),
        rows * 1e9 / (end - start),
        counts,
        (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20,
        (hereSeconds() - hereBefore) * 1e6 / rows,
        (postgresSeconds(imports) - thereBefore) * 1e6 / rows);
  }

  /** CPU tells more than time on a busy machine. */
  private static double hereSeconds() {
    return seconds(ProcessHandle.current());
  }

  private static double postgresSeconds(ImportFixture imports) {
    try {
      Path data = Path.of((String) imports.row("show data_directory").get("data_directory"));
      long postmaster =
          Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
      return ProcessHandle.of(postmaster)
          .orElseThrow()
          .children()
          .mapToDouble(ImportMeasure::seconds)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double seconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  private static void write(Path file, int rows, int round) throws IOException {
    write(file, rows, round, "It was");
  }

  /** A fifth of the rows bring a new participant, half have feedback, one in a thousand is bad. */
  private static void write(Path file, int rows, int round, String opening) throws IOException {
    Random random = new Random(round);
    try (Writer csv = Files.newBufferedWriter(file)) {
      csv.write(ImportFixture.SIMPLE);
      for (int i = 0; i < rows; i++) {
        csv.append("R" + round + "-" + i)
            .append(random.nextBoolean() ? ",language," : ",mentorship,")
            .append("participant" + round + "-" + random.nextInt(rows / 5) + "@example.org,")
            .append("volunteer" + random.nextInt(rows / 50) + "@example.org,")
            .append(
                random.nextInt(1000) == 0 ? "no date" : "2026-0" + (1 + random.nextInt(9)) + "-11")
            .append("," + (15 + random.nextInt(90)))
            .append("," + (1 + random.nextInt(5)) + ",")
            .append(
                random.nextBoolean()
                    ? "\""
                        + opening
                        + " a good talk about work, food and the town number "
                        + i
                        + "\""
                    : "")
            .append(",B1\n");
      }
    }
  }
}
