package org.teei.csr.api.identity.signin;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestOperations;
import org.springframework.web.client.RestTemplate;

/**
 * Asks providers. Whoever sets one up chooses where this process connects to, so the addresses of a
 * company's are those of the internet only and encrypted; in development any.
 */
final class ProviderRequests {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final ParameterizedTypeReference<Map<String, Object>> OBJECT =
      new ParameterizedTypeReference<>() {};

  private final boolean anyAddress;
  private final RestClient documents;
  private final RestTemplate keys;
  private final OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> tokens;

  private ProviderRequests(boolean anyAddress) {
    this.anyAddress = anyAddress;
    var addresses = anyAddress ? InetAddressFilter.all() : InetAddressFilter.externalAddresses();
    ClientHttpRequestFactory factory =
        ClientHttpRequestFactoryBuilder.httpComponents()
            .build(
                HttpClientSettings.defaults()
                    .withTimeouts(PATIENCE, PATIENCE)
                    .withRedirects(HttpRedirects.DONT_FOLLOW)
                    .withInetAddressFilter(addresses));
    ClientHttpRequestInterceptor allowedOnly =
        (request, body, execution) -> {
          if (!allowed(request.getURI().toString())) {
            throw new IllegalArgumentException("Not an address that may be asked");
          }
          return new ShortAnswer(execution.execute(request, body));
        };
    this.documents =
        RestClient.builder().requestFactory(factory).requestInterceptor(allowedOnly).build();
    this.keys = new RestTemplate(factory);
    this.keys.setInterceptors(List.of(allowedOnly));
    this.tokens = tokens(factory, allowedOnly);
  }

  /** For providers of the installation, which may be machines of its own. */
  static ProviderRequests ofInstallation() {
    return new ProviderRequests(true);
  }

  static ProviderRequests ofCompanies(boolean development) {
    return new ProviderRequests(development);
  }

  /** What the provider says about itself. */
  Map<String, Object> metadata(String issuer) {
    var found =
        documents
            .get()
            .uri(URI.create(trimmed(issuer) + "/.well-known/openid-configuration"))
            .retrieve()
            .body(OBJECT);
    if (found == null || !issuer.equals(found.get("issuer"))) {
      throw new IllegalStateException("The provider calls itself otherwise");
    }
    return found;
  }

  /** For reading a provider's keys. */
  RestOperations keys() {
    return keys;
  }

  OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> tokens() {
    return tokens;
  }

  /** Whether an address may be asked, as far as it shows before its name is resolved. */
  boolean allowed(String address) {
    try {
      var uri = URI.create(address);
      return uri.getHost() != null
          && uri.getUserInfo() == null
          && ("https".equals(uri.getScheme()) || (anyAddress && "http".equals(uri.getScheme())));
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  private static String trimmed(String issuer) {
    return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
  }

  private static OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> tokens(
      ClientHttpRequestFactory factory, ClientHttpRequestInterceptor allowedOnly) {
    var client = new RestClientAuthorizationCodeTokenResponseClient();
    client.setRestClient(
        RestClient.builder()
            .requestFactory(factory)
            .requestInterceptor(allowedOnly)
            .configureMessageConverters(converters ->
                converters
                    .addCustomConverter(new FormHttpMessageConverter())
                    .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
            .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
            .build());
    return client;
  }
}
