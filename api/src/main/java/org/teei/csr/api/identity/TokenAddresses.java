package org.teei.csr.api.identity;

import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;

/**
 * What the addresses where tokens are asked for know about people. Not a {@code Customizer}: Spring
 * Security would apply a bean of that type to every chain, and with it protection against posts of
 * other origins to routes that have no cookies.
 */
@FunctionalInterface
public interface TokenAddresses {
  void configure(OAuth2AuthorizationServerConfigurer server);
}
