package org.teei.csr.schema.shared;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.config.ConfigData;
import org.springframework.boot.context.config.ConfigDataLoader;
import org.springframework.boot.context.config.ConfigDataLoaderContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.vault.VaultException;
import org.springframework.vault.authentication.SimpleSessionManager;
import org.springframework.vault.authentication.TokenAuthentication;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.vault.core.VaultKeyValueOperationsSupport.KeyValueBackend;
import org.springframework.vault.core.VaultTemplate;
import org.springframework.web.client.RestClientException;

/** Reads the settings of one secret once, at start: each is named as its variable would be. */
final class VaultSecrets implements ConfigDataLoader<VaultResource> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public ConfigData load(ConfigDataLoaderContext context, VaultResource resource) {
    try {
      var secret =
          template(resource)
              .opsForKeyValue(resource.mount(), KeyValueBackend.KV_2)
              .get(resource.path());
      if (secret == null || secret.getData() == null) {
        throw new VaultRefused("There is no secret at CSR_VAULT_PATH in the Vault.");
      }
      return new ConfigData(List.of(new MapPropertySource("vault", secret.getData())));
    } catch (VaultException | RestClientException e) {
      // Their words may quote the answer; the kind of failure says enough.
      throw new VaultRefused(
          "The Vault at CSR_VAULT_ADDRESS gives no secrets (%s): it is away, or the token may not"
                  .formatted(e.getClass().getSimpleName())
              + " read CSR_VAULT_PATH.");
    }
  }

  private static VaultTemplate template(VaultResource resource) {
    var requests = new SimpleClientHttpRequestFactory();
    requests.setConnectTimeout(PATIENCE);
    requests.setReadTimeout(PATIENCE);
    return new VaultTemplate(
        VaultEndpoint.from(resource.address()),
        requests,
        new SimpleSessionManager(new TokenAuthentication(token(resource))));
  }

  private static String token(VaultResource resource) {
    var file = resource.tokenFile();
    if (file == null) {
      return resource.token();
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new VaultRefused("CSR_VAULT_TOKEN_FILE names a file that cannot be read.");
    }
  }
}
