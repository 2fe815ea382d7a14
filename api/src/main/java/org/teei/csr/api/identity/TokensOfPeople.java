package org.teei.csr.api.identity;

import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;

/**
 * What the sign-in of people adds to the addresses where tokens are asked for. Not Spring's {@code
 * Customizer}: a bean of that type is applied to every filter chain, and would make each of them an
 * authorization server.
 */
@FunctionalInterface
public interface TokensOfPeople {

  void addTo(OAuth2AuthorizationServerConfigurer server);
}
