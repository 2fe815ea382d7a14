package org.teei.csr.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A file that people copy must neither bring a secret with it nor leave them guessing. */
class EnvironmentExampleTest {
  private static final List<String> LINES = Page.ENVIRONMENT.content().lines().toList();

  @Test
  void secretsAreBlank() {
    assertThat(LINES)
        .filteredOn(line -> !line.startsWith("#"))
        .filteredOn(line -> line.contains("_PASSWORD=") || line.contains("_SECRET="))
        .isNotEmpty()
        .allMatch(line -> line.endsWith("="));
  }

  @Test
  void eachSettingSaysWhatItMeans() {
    assertThat(LINES)
        .filteredOn(line -> line.startsWith("CSR_"))
        .isNotEmpty()
        .allMatch(line -> LINES.get(LINES.indexOf(line) - 1).contains("): "), "has a line above it")
        .noneMatch(
            line -> LINES.get(LINES.indexOf(line) - 1).strip().endsWith("):"), "has no meaning");
  }
}
