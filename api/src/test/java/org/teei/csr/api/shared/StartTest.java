package org.teei.csr.api.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.vault.core.VaultTemplate;
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CSR_DATABASE_OWNER_PASSWORD",
        "CSR_DATABASE_API_PASSWORD",
        "CSR_DATABASE_SYSTEM_PASSWORD"
      })
  void productionNamesASecretThatIsMissingOrNone(String variable, CapturedOutput output) {
    var settings = settings();
    settings.put("CSR_ENVIRONMENT", "production");
    settings.remove(variable);
    refuse(settings);
    assertThat(output).contains("CSR_ENVIRONMENT is production, but " + variable + " is not set");

    settings.put(variable, settings.get(variable.replace("PASSWORD", "USERNAME")));
    refuse(settings);
    assertThat(output).contains(variable + " is the name itself or shorter than 12 characters");
  }

  @Test
  void aSecretIsNeverShown(CapturedOutput output) {
    var settings = settings();
    settings.put("CSR_ENVIRONMENT", "production");
    settings.put("CSR_DATABASE_API_PASSWORD", "tooShort-7f");

    refuse(settings);

    assertThat(output).doesNotContain("tooShort-7f");
  }

  @Test
  void secretsMayBeFilesOfAFolder() throws IOException {
    var settings = settings();
    for (var variable : settings.keySet().toArray(String[]::new)) {
      if (variable.endsWith("PASSWORD") || variable.endsWith("SECRET")) {
        Files.writeString(directory.resolve(variable), settings.remove(variable) + "\n");
      }
    }
    settings.put("CSR_SECRETS_DIRECTORY", directory.toString());

    try (var context = run(settings)) {
      assertThat(context.isRunning()).isTrue();
    }
  }

  @Test
  void aFolderOfSecretsThatIsNotThereLeavesThemMissing(CapturedOutput output) {
    var settings = settings();
    settings.put("CSR_ENVIRONMENT", "production");
    settings.remove("CSR_DATABASE_API_PASSWORD");
    settings.put("CSR_SECRETS_DIRECTORY", directory.resolve("none").toString());

    refuse(settings);

    assertThat(output).contains("CSR_DATABASE_API_PASSWORD is not set");
  }

  @Test
  void secretsMayBeInAVault() throws IOException {
    var settings = settings();
    var secrets = new HashMap<String, String>();
    for (var variable : settings.keySet().toArray(String[]::new)) {
      if (variable.endsWith("PASSWORD") || variable.endsWith("SECRET")) {
        secrets.put(variable, settings.remove(variable));
      }
    }
    try (var vault = new Vault(secrets)) {
      settings.put("CSR_VAULT_ADDRESS", vault.address());
      settings.put("CSR_VAULT_TOKEN_FILE", tokenFile(vault.token).toString());

      try (var context = run(settings)) {
        assertThat(context.isRunning()).isTrue();
      }

      assertThat(vault.asked).containsExactly("GET /v1/secret/data/csr");
    }
  }

  @Test
  void aVariableThatIsSetWinsOverTheVault() {
    var settings = settings();
    try (var vault = new Vault(Map.of("CSR_DATABASE_API_PASSWORD", "of another database"))) {
      settings.put("CSR_VAULT_ADDRESS", vault.address());
      settings.put("CSR_VAULT_TOKEN", vault.token);

      try (var context = run(settings)) {
        assertThat(context.isRunning()).isTrue();
      }
    }
  }

  @Test
  void aVaultThatIsAwayStopsTheStart(CapturedOutput output) {
    var settings = settings();
    settings.put("CSR_VAULT_ADDRESS", "http://127.0.0.1:" + Api.freePort());
    settings.put("CSR_VAULT_TOKEN", "hvs.a-token");

    refuse(settings);

    assertThat(output)
        .contains("The Vault at CSR_VAULT_ADDRESS gives no secrets")
        .doesNotContain("hvs.a-token");
  }

  @Test
  void aVaultThatRefusesTheTokenOrHasNoSuchSecretStopsTheStart(CapturedOutput output) {
    try (var vault = new Vault(Map.of())) {
      var settings = settings();
      settings.put("CSR_VAULT_ADDRESS", vault.address());
      settings.put("CSR_VAULT_TOKEN", "hvs.wrong");
      refuse(settings);
      assertThat(output).contains("the token may not read CSR_VAULT_PATH");

      settings.put("CSR_VAULT_TOKEN", vault.token);
      settings.put("CSR_VAULT_PATH", "secret/nothing");
      refuse(settings);
      assertThat(output).contains("There is no secret at CSR_VAULT_PATH");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CSR_VAULT_ADDRESS | http://vault.example.org | CSR_VAULT_ADDRESS is neither an https",
        "CSR_VAULT_ADDRESS | no address at all | CSR_VAULT_ADDRESS is neither an https",
        "CSR_VAULT_TOKEN | '' | give one of CSR_VAULT_TOKEN and CSR_VAULT_TOKEN_FILE",
        "CSR_VAULT_TOKEN_FILE | /etc/token | give one of CSR_VAULT_TOKEN and CSR_VAULT_TOKEN_FILE",
        "CSR_VAULT_PATH | csr | CSR_VAULT_PATH is not the mount"
      })
  void aVaultThatIsSetUpByHalvesStopsTheStart(
      String variable, String value, String sentence, CapturedOutput output) {
    var settings = settings();
    settings.put("CSR_VAULT_ADDRESS", "https://vault.example.org");
    settings.put("CSR_VAULT_TOKEN", "hvs.token");
    settings.put(variable, value);

    refuse(settings);

    assertThat(output).contains(sentence);
  }

  @Test
  void withoutAnAddressOfAVaultNothingIsAsked() {
    var settings = settings();
    try (var vault = new Vault(Map.of())) {
      settings.put("CSR_VAULT_TOKEN", vault.token);

      try (var context = run(settings)) {
        assertThat(context.getEnvironment().getPropertySources().contains("vault")).isFalse();
        assertThat(context.getBeanNamesForType(VaultTemplate.class)).isEmpty();
      }

      assertThat(vault.asked).isEmpty();
    }
  }

  private Path tokenFile(String token) throws IOException {
    return Files.writeString(directory.resolve("vault-token"), token + "\n");
  }

  private Map<String, String> settings() {
    return Api.settings(Database.shared(), directory);
  }

  private static void refuse(Map<String, String> settings) {
    Assertions.assertThatThrownBy(() -> run(settings).close()).isInstanceOf(RuntimeException.class);
  }

  private static ConfigurableApplicationContext run(Map<String, String> settings) {
    var arguments =
        settings.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    return SpringApplication.run(ApiApplication.class, arguments);
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
