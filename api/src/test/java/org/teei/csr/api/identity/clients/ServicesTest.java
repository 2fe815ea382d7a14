package org.teei.csr.api.identity.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.teei.csr.api.shared.StartRefused;

/** Services as environment variables describe them. */
class ServicesTest {
  @TempDir private Path folder;

  private final Map<String, Object> variables = new HashMap<>();

  @BeforeEach
  void describeOne() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var key =
        Files.writeString(
            folder.resolve("key.pem"),
            "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder()
                    .encodeToString(generator.generateKeyPair().getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n");
    variables.put("CSR_IDENTITY_PEERS_REPORTING_PUBLICKEYS", key.toString());
    variables.put("CSR_IDENTITY_PEERS_REPORTING_TENANT", "demo");
    variables.put("CSR_IDENTITY_PEERS_REPORTING_SCOPES", "imports:read,metrics:read");
  }

  @Test
  void aServiceIsWhatItsVariablesSay() {
    var service = services().find("reporting").orElseThrow();

    assertThat(service.principal().tenant()).isEqualTo("demo");
    assertThat(service.principal().name()).isEqualTo("service-reporting");
    assertThat(service.principal().permissions())
        .extracting(permission -> permission.spelling())
        .containsExactlyInAnyOrder("imports:read", "metrics:read");
    assertThat(service.keyIds()).hasSize(1);
  }

  @Test
  void thereAreNoneByDefault() {
    variables.clear();

    assertThat(services().keys().isEmpty()).isTrue();
  }

  @Test
  void aServiceWithoutACompanyOrAKeyStopsTheStart() {
    assertRefusedWithout("CSR_IDENTITY_PEERS_REPORTING_TENANT");
    assertRefusedWithout("CSR_IDENTITY_PEERS_REPORTING_PUBLICKEYS");
  }

  @Test
  void aFileThatIsNoPublicKeyStopsTheStart() throws Exception {
    variables.put(
        "CSR_IDENTITY_PEERS_REPORTING_PUBLICKEYS",
        Files.writeString(folder.resolve("other.pem"), "secret").toString());

    assertRefused("CSR_IDENTITY_PEERS_REPORTING_PUBLICKEYS");
    variables.put("CSR_IDENTITY_PEERS_REPORTING_PUBLICKEYS", folder.resolve("none.pem").toString());
    assertRefused("CSR_IDENTITY_PEERS_REPORTING_PUBLICKEYS");
  }

  @Test
  void aScopeThatMachinesCannotHaveStopsTheStart() {
    variables.put("CSR_IDENTITY_PEERS_REPORTING_SCOPES", "imports:read,keys:rotate");

    assertRefused("CSR_IDENTITY_PEERS_REPORTING_SCOPES");
  }

  private void assertRefusedWithout(String variable) {
    var value = variables.remove(variable);
    assertRefused(variable + " is not set");
    variables.put(variable, value);
  }

  private void assertRefused(String sentence) {
    assertThatThrownBy(this::services)
        .isInstanceOf(StartRefused.class)
        .hasMessageStartingWith(sentence);
  }

  private Services services() {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    return new Services(
        Binder.get(environment).bindOrCreate("csr.identity", ServiceSettings.class));
  }
}
