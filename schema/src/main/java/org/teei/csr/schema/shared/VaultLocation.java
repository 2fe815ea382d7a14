package org.teei.csr.schema.shared;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * Where {@code spring.config.import: optional:csr-vault:<address>} leads: nowhere without an
 * address, so that an installation without Vault knows nothing of it.
 */
final class VaultLocation implements ConfigDataLocationResolver<VaultResource> {
  private static final String PREFIX = "csr-vault:";
  private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  @Override
  public boolean isResolvable(
      ConfigDataLocationResolverContext context, ConfigDataLocation location) {
    return location.hasPrefix(PREFIX);
  }

  @Override
  public List<VaultResource> resolve(
      ConfigDataLocationResolverContext context, ConfigDataLocation location) {
    var address = location.getNonPrefixedValue(PREFIX).strip();
    return address.isEmpty() ? List.of() : List.of(resource(address, context.getBinder()));
  }

  private static VaultResource resource(String address, Binder settings) {
    var path = setting(settings, "path");
    var slash = path.indexOf('/');
    if (slash <= 0 || slash == path.length() - 1) {
      throw new VaultRefused(
          "CSR_VAULT_PATH is not the mount of a KV engine of version 2, a slash and a path in it,"
              + " such as secret/csr.");
    }
    var token = setting(settings, "token");
    var file = setting(settings, "token-file");
    if (token.isEmpty() == file.isEmpty()) {
      throw new VaultRefused(
          "CSR_VAULT_ADDRESS is set: give one of CSR_VAULT_TOKEN and CSR_VAULT_TOKEN_FILE too.");
    }
    return new VaultResource(
        safe(address),
        path.substring(0, slash),
        path.substring(slash + 1),
        token,
        file.isEmpty() ? null : Path.of(file));
  }

  private static URI safe(String address) {
    try {
      var uri = URI.create(address);
      if ("https".equals(uri.getScheme())
          || "http".equals(uri.getScheme())
              && OWN_MACHINE.contains(String.valueOf(uri.getHost()))) {
        return uri;
      }
    } catch (IllegalArgumentException notAnAddress) {
      // Said below.
    }
    throw new VaultRefused(
        "CSR_VAULT_ADDRESS is neither an https address nor an http address of this machine.");
  }

  private static String setting(Binder settings, String name) {
    return settings.bind("csr.vault." + name, String.class).orElse("").strip();
  }
}
