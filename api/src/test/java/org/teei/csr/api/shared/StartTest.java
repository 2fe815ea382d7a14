package org.teei.csr.api.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.teei.csr.schema.personaldata.FileKms;
import org.teei.csr.schema.tenancy.Database;

@ExtendWith(OutputCaptureExtension.class)
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
  void aMissingSettingIsNamed(String variable, CapturedOutput output) {
    var settings = settings();
    settings.remove(variable);

    refuse(settings);

    assertThat(output).contains(variable + " is not set.");
  }

  @Test
  void aSettingOfAnotherFormIsNamed(CapturedOutput output) {
    var settings = settings();
    settings.put("CSR_ENVIRONMENT", "staging");

    refuse(settings);

    assertThat(output).contains("CSR_ENVIRONMENT has a value that cannot be used.");
  }

  @Test
  void productionMakesNoKey(CapturedOutput output) {
    var settings = settings();
    settings.put("CSR_ENVIRONMENT", "production");

    refuse(settings);

    assertThat(directory.resolve("kms.json")).doesNotExist();
    assertThat(output).containsAnyOf("CSR_KMS_KEY_FILE", "CSR_IDENTITY_DEVELOPMENT_SECRET");
  }

  /** In a process of its own, with environment variables alone. */
  @Test
  void productionDoesNotStartWithTheClientThatMayBeAnybody() throws Exception {
    var settings = settings();
    settings.put("CSR_ENVIRONMENT", "production");
    FileKms.createIfMissing(directory.resolve("kms.json"));

    assertThat(start(settings)).contains("CSR_IDENTITY_DEVELOPMENT_SECRET");
  }

  private Map<String, String> settings() {
    return Api.settings(Database.shared(), directory);
  }

  private static void refuse(Map<String, String> settings) {
    var arguments =
        settings.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    Assertions.assertThatThrownBy(
            () -> SpringApplication.run(ApiApplication.class, arguments).close())
        .isInstanceOf(RuntimeException.class);
  }

  /** What the process writes until it ends, which it does by itself. */
  private static String start(Map<String, String> settings)
      throws IOException, InterruptedException {
    var command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ApiApplication.class.getName());
    command.environment().keySet().removeIf(name -> name.startsWith("CSR_"));
    settings.forEach((name, value) -> {
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
