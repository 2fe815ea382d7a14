package org.teei.csr.api.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.schema.tenancy.Database;

/** Starts the application in a process of its own, with environment variables alone. */
class StartTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CSR_ENVIRONMENT",
        "CSR_DATABASE_URL",
        "CSR_DATABASE_API_USERNAME",
        "CSR_TEMPORAL_TARGET",
        "CSR_TEMPORAL_NAMESPACE",
        "CSR_TEMPORAL_UI_URL",
        "CSR_STORAGE_DIRECTORY",
        "CSR_KMS_KEY_FILE"
      })
  void aMissingSettingIsNamed(String variable) throws Exception {
    var settings = settings();
    settings.remove(variable);

    assertThat(start(settings)).contains(variable + " is not set.");
  }

  @Test
  void aSettingOfAnotherFormIsNamed() throws Exception {
    var settings = settings();
    settings.put("CSR_ENVIRONMENT", "staging");

    assertThat(start(settings)).contains("CSR_ENVIRONMENT has a value that cannot be used.");
  }

  @Test
  void productionDoesNotStartWithTheDevelopmentPrincipal() throws Exception {
    var settings = settings();
    settings.put("CSR_ENVIRONMENT", "production");

    assertThat(start(settings)).contains("the development principal");
  }

  private Map<String, String> settings() {
    return Api.settings(Database.shared(), directory);
  }

  /** What the process writes until it ends, which it does by itself. */
  private static String start(Map<String, String> settings) throws IOException, InterruptedException {
    var command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ApiApplication.class.getName());
    command.environment().keySet().removeIf(name -> name.startsWith("CSR_"));
    settings.forEach(
        (name, value) -> {
          if (!name.startsWith("csr.")) {
            command.environment().put(name, value);
          }
        });
    var process = command.redirectErrorStream(true).start();
    var output = new ByteArrayOutputStream();
    process.getInputStream().transferTo(output);
    assertThat(process.waitFor()).isNotZero();
    return output.toString(StandardCharsets.UTF_8);
  }
}
