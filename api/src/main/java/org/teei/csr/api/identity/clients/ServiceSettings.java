package org.teei.csr.api.identity.clients;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Other services that may call this API.
 *
 * @param peers by their ids; none by default
 */
@ConfigurationProperties("csr.identity")
record ServiceSettings(@DefaultValue Map<String, Peer> peers) {

  /**
   * A service.
   *
   * @param publicKeys PEM files with RSA keys of the service of this name, which calls with tokens
   *     of its own; more than one while it changes its key
   * @param tenant the company whose data the service sees
   * @param scopes what the service may do, of the permissions that machines may have
   */
  record Peer(
      @DefaultValue List<Path> publicKeys,
      @DefaultValue("") String tenant,
      @DefaultValue List<String> scopes) {}
}
