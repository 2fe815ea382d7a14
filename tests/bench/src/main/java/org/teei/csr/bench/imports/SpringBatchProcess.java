package org.teei.csr.bench.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.teei.csr.bench.shared.LocalStack;

/**
 * {@link SpringBatchImports} on the database and the keys of a stack, with as much memory as its
 * worker has and the tables of its job repository in a schema of their own.
 */
final class SpringBatchProcess implements AutoCloseable {
  static final String SCHEMA = "batch";

  private static final String TABLES = "/org/springframework/batch/core/schema-postgresql.sql";

  private final Process process;
  private final BufferedReader answers;

  private SpringBatchProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static SpringBatchProcess start(LocalStack stack, String memory)
      throws IOException, SQLException {
    establish(stack);
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + memory,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                SpringBatchImports.class.getName())
            .redirectError(stack.data().resolve("spring-batch.log").toFile());
    builder
        .environment()
        .put("CSR_DATABASE_URL", "jdbc:" + stack.status().path("postgres").asText());
    builder.environment().put("CSR_DATABASE_WORKER_PASSWORD", stack.credential("worker"));
    builder.environment().put("CSR_KMS_KEY_FILE", stack.data().resolve("kms.key").toString());
    SpringBatchProcess started = new SpringBatchProcess(builder.start());
    started.expect("READY");
    return started;
  }

  private static void establish(LocalStack stack) throws IOException, SQLException {
    try (Connection connection = stack.superuser();
        Statement statement = connection.createStatement();
        InputStream tables = SpringBatchProcess.class.getResourceAsStream(TABLES)) {
      if (tables == null) {
        throw new IllegalStateException(TABLES + " is missing");
      }
      statement.execute("create schema " + SCHEMA);
      connection.setSchema(SCHEMA);
      statement.execute(new String(tables.readAllBytes(), StandardCharsets.UTF_8));
      statement.execute("grant usage on schema %s to csr_worker".formatted(SCHEMA));
      statement.execute("grant all on all tables in schema %s to csr_worker".formatted(SCHEMA));
      statement.execute("grant all on all sequences in schema %s to csr_worker".formatted(SCHEMA));
    }
  }

  /**
   * Imports a file.
   *
   * @return how many seconds it took
   */
  double imported(String tenant, Path file) throws IOException {
    long begin = System.nanoTime();
    var in = process.outputWriter(StandardCharsets.UTF_8);
    in.write("%s\t%s\t%s\n".formatted(tenant, UUID.randomUUID(), file));
    in.flush();
    expect("COMPLETED");
    return (System.nanoTime() - begin) / 1e9;
  }

  private void expect(String wanted) throws IOException {
    String answer = answers.readLine();
    if (!wanted.equals(answer)) {
      throw new IllegalStateException(
          "Spring Batch said %s instead of %s, see spring-batch.log".formatted(answer, wanted));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
