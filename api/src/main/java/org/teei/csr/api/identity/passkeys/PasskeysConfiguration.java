package org.teei.csr.api.identity.passkeys;

import java.net.URI;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.teei.csr.api.identity.members.People;
import org.teei.csr.schema.tenancy.Tenancy;

@Configuration(proxyBeanMethods = false)
class PasskeysConfiguration {

  @Bean
  Passkeys passkeys(Tenancy tenancy) {
    return new Passkeys(tenancy);
  }

  @Bean
  Holders holders(People people, Passkeys passkeys) {
    return new Holders(people, passkeys);
  }

  @Bean
  Ceremonies ceremonies(Passkeys passkeys, AuthorizationServerSettings server) {
    return new Ceremonies(passkeys, URI.create(Objects.requireNonNull(server.getIssuer())));
  }
}
