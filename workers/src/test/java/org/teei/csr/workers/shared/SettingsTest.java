package org.teei.csr.workers.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.schema.personaldata.FileKms;
import org.teei.csr.schema.tenancy.Database;

class SettingsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CSR_ENVIRONMENT",
        "CSR_DATABASE_URL",
        "CSR_DATABASE_WORKER_USERNAME",
        "CSR_DATABASE_SYSTEM_USERNAME",
        "CSR_TEMPORAL_TARGET",
        "CSR_NATS_URL",
        "CSR_STORAGE_DIRECTORY",
        "CSR_KMS_KEY_FILE"
      })
  void aMissingSettingIsNamed(String key) {
    Map<String, String> variables = complete();
    variables.remove(key);
    assertRefused(() -> Workers.start(variables), key + " is missing: ");
  }

  @Test
  void anUnknownEnvironmentIsRefused() {
    Map<String, String> variables = complete();
    variables.put("CSR_ENVIRONMENT", "staging");
    assertRefused(
        () -> Workers.start(variables),
        "CSR_ENVIRONMENT is development or production, not staging");
  }

  @Test
  void productionDoesNotMakeUpAMasterKey() {
    Map<String, String> variables = complete();
    variables.put("CSR_ENVIRONMENT", "production");
    assertRefused(
        () -> Workers.start(variables), "CSR_KMS_KEY_FILE names a file that is not there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CSR_DATABASE_OWNER_PASSWORD",
        "CSR_DATABASE_WORKER_PASSWORD",
        "CSR_DATABASE_SYSTEM_PASSWORD"
      })
  void productionRefusesASecretThatIsMissingOrNone(String key) {
    Map<String, String> variables = complete();
    variables.put("CSR_ENVIRONMENT", "production");
    variables.remove(key);
    assertRefused(
        () -> Workers.start(variables),
        "CSR_ENVIRONMENT is production, but " + key + " is not set");

    variables.put(key, variables.get(key.replace("PASSWORD", "USERNAME")));
    assertRefused(
        () -> Workers.start(variables),
        "CSR_ENVIRONMENT is production, but " + key + " is the name itself or shorter");
  }

  @Test
  void productionRefusesPlatformsOnThisMachine() throws IOException {
    Map<String, String> variables = complete();
    variables.put("CSR_ENVIRONMENT", "production");
    variables.put("CSR_IMPACTIN_ALLOW_LOOPBACK", "true");
    FileKms.createIfMissing(Path.of(variables.get("CSR_KMS_KEY_FILE")));
    variables.replaceAll(
        (key, value) -> key.endsWith("PASSWORD") ? UUID.randomUUID().toString() : value);
    assertRefused(
        () -> Workers.start(variables),
        "CSR_ENVIRONMENT is production, but CSR_IMPACTIN_ALLOW_LOOPBACK is set");
  }

  @Test
  void productionRefusesAWrongClock() {
    Map<String, String> variables = complete();
    variables.put("CSR_ENVIRONMENT", "production");
    variables.put("CSR_CLOCK_OFFSET", "PT-10M");
    assertRefused(
        () -> Workers.start(variables),
        "CSR_ENVIRONMENT is production, but CSR_CLOCK_OFFSET is set");
  }

  /** The start gets past the passwords, to what is missing on purpose. */
  @Test
  void secretsMayBeFilesOfAFolder() throws IOException {
    Map<String, String> variables = complete();
    variables.put("CSR_ENVIRONMENT", "production");
    for (String key : variables.keySet().toArray(String[]::new)) {
      if (key.endsWith("PASSWORD")) {
        Files.writeString(folder.resolve(key), variables.remove(key) + "\n");
      }
    }
    variables.put("CSR_SECRETS_DIRECTORY", folder.toString());
    assertRefused(
        () -> Workers.start(variables), "CSR_KMS_KEY_FILE names a file that is not there");
  }

  private Map<String, String> complete() {
    return Workers.environment(Database.shared(), "127.0.0.1:1", "nats://127.0.0.1:1", folder);
  }

  private static void assertRefused(ThrowableAssert.ThrowingCallable start, String sentence) {
    assertThatThrownBy(start)
        .satisfies(failure -> {
          Throwable cause = failure;
          while (cause != null && !(cause instanceof MissingSettingException)) {
            cause = cause.getCause();
          }
          assertThat(cause).hasMessageStartingWith(sentence);
        });
  }
}
