package org.teei.csr.api.identity;

import java.util.Set;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.teei.csr.api.shared.StartRefused;

/**
 * The client of {@code ./csr}: it may ask for a token of any tenant and role, with a secret that
 * only the launcher and this process know. Development only.
 */
final class DevelopmentClient {
  static final String ID = "csr-cli";

  private static final int SHORTEST_SECRET = 32;

  private DevelopmentClient() {}

  static RegisteredClient of(String secret) {
    if (secret.length() < SHORTEST_SECRET) {
      throw new StartRefused(
          "CSR_IDENTITY_DEVELOPMENT_SECRET is too short: give it 32 random characters or more.");
    }
    return RegisteredClients.machine(ID, SecretDigests.of(secret), Set.of(), "");
  }
}
