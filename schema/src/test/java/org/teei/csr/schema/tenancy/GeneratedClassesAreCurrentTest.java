package org.teei.csr.schema.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedClassesAreCurrentTest {
  @Test
  void theCommittedClassesAreWhatTheMigrationsGenerate(@TempDir Path generated) throws Exception {
    try (var database = Database.create()) {
      SchemaCodegen.generate(database.url() + "?user=csr_owner", generated);
    }

    assertThat(sources(Path.of("src/main/jooq")))
        .as("run ./mvnw -pl schema -Pcodegen process-resources and commit")
        .isEqualTo(sources(generated));
  }

  private static Map<String, String> sources(Path root) throws IOException {
    var sources = new TreeMap<String, String>();
    try (var files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> sources.put(root.relativize(file).toString(), read(file)));
    }
    return sources;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
