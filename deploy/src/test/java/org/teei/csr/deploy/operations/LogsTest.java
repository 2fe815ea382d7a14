package org.teei.csr.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
  @TempDir Path folder;

  @Test
  void shows_the_last_15_entries_in_a_line_each() throws IOException {
    Path log = folder.resolve("api.log");
    Files.write(
        log,
        IntStream.rangeClosed(1, 40)
            .mapToObj(i ->
                "{\"@timestamp\":\"2026-03-01T00:00:00Z\",\"log\":{\"level\":\"WARN\"},\"message\":\"entry %d\",\"x\":\"%s\"}"
                    .formatted(i, "y".repeat(1_000)))
            .toList());

    assertThat(Logs.readableEnd(log).lines())
        .hasSize(15)
        .allSatisfy(line -> assertThat(line).contains("WARN").hasSizeLessThan(60))
        .last()
        .asString()
        .endsWith("entry 40");
  }

  @Test
  void shows_nothing_where_there_is_no_log() throws IOException {
    assertThat(Logs.readableEnd(folder.resolve("none.log"))).isEmpty();
  }
}
