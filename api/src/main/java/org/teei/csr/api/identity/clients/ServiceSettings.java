package org.teei.csr.api.identity.clients;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Other services that may call this API.
 *
 * @param peers by their id {@code …_<ID>_PUBLICKEYS} (files, with commas), {@code …_<ID>_TENANT}
 *     and {@code …_<ID>_SCOPES} (with commas); none by default
 */
@ConfigurationProperties("csr.identity")
record ServiceSettings(@DefaultValue Map<String, Peer> peers) {

  /**
   * A service.
   *
   * @param publicKeys PEM files; more than one while the service changes its key
   * @param tenant the company whose data it sees
   * @param scopes permissions, of those that machines may have
   */
  record Peer(
      @DefaultValue List<Path> publicKeys,
      @DefaultValue("") String tenant,
      @DefaultValue List<String> scopes) {}
}
