package org.teei.csr.api.identity.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationEndpointConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.teei.csr.api.identity.members.People;

/**
 * The addresses that browsers see on their way to a token: sign-in at a provider, and {@code
 * /oauth2/authorize}. Only here are there sessions and cookies, and so protection against posts of
 * other origins.
 */
@Configuration(proxyBeanMethods = false)
class BrowserSecurity {

  @Bean
  @Order(0)
  SecurityFilterChain browsers(
      HttpSecurity http,
      Authorizations authorizations,
      Providers providers,
      People people,
      Beginnings beginnings,
      Refusals refusals)
      throws Exception {
    var stepUp = new StepUpDemand(people, refusals);
    return http.securityMatcher(Beginnings::ofBrowsers)
        .oauth2AuthorizationServer(server ->
            server
                .authorizationService(authorizations)
                .authorizationEndpoint(endpoint -> choosingTenants(endpoint, people)))
        .oauth2Login(login -> configure(login, providers, people, beginnings, refusals))
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers(SignInPages.CHOOSE, SignInPages.PROVIDERS)
                .permitAll()
                .requestMatchers(Beginnings.AUTHORIZE)
                .access(stepUp)
                .anyRequest()
                .authenticated())
        .logout(logout ->
            logout
                .logoutRequestMatcher(
                    PathPatternRequestMatcher.withDefaults()
                        .matcher(HttpMethod.POST, "/auth/logout"))
                .logoutSuccessUrl(SignInPages.CHOOSE))
        .exceptionHandling(
            handling -> handling.authenticationEntryPoint(beginnings).accessDeniedHandler(stepUp))
        .requestCache(AbstractHttpConfigurer::disable)
        .headers(AbstractHttpConfigurer::disable)
        .build();
  }

  private static void choosingTenants(
      OAuth2AuthorizationEndpointConfigurer endpoint, People people) {
    endpoint.authenticationProviders(all ->
        all.forEach(one -> {
          if (one instanceof OAuth2AuthorizationCodeRequestAuthenticationProvider codes) {
            codes.setAuthorizationCodeGenerator(new SecretGenerators.Codes(people));
          }
        }));
  }

  private static void configure(
      OAuth2LoginConfigurer<HttpSecurity> login,
      Providers providers,
      People people,
      Beginnings beginnings,
      Refusals refusals) {
    login
        .clientRegistrationRepository(providers)
        .authorizedClientRepository(new KeptNowhere())
        .loginPage(SignInPages.CHOOSE)
        .authorizationEndpoint(endpoint ->
            endpoint
                .authorizationRequestResolver(beginnings)
                .authorizationRequestRepository(new AuthorizationRequests(providers)))
        .redirectionEndpoint(endpoint -> endpoint.baseUri("/auth/*/callback"))
        .tokenEndpoint(endpoint ->
            endpoint.accessTokenResponseClient(request -> {
              var id = request.getClientRegistration().getRegistrationId();
              var provider = providers.find(id).orElseThrow();
              return providers.requests(provider).tokens().getTokenResponse(request);
            }))
        .userInfoEndpoint(
            endpoint -> endpoint.oidcUserService(new Identification(providers, people)))
        .successHandler(
            (request, response, person) -> response.sendRedirect(Continuation.take(request)))
        .failureHandler(refusals::ofAnswer)
        .withObjectPostProcessor(
            new ObjectPostProcessor<OAuth2LoginAuthenticationFilter>() {
              /** By default the address of the browser would be kept in its session. */
              @Override
              public <O extends OAuth2LoginAuthenticationFilter> O postProcess(O filter) {
                filter.setAuthenticationDetailsSource(request -> "");
                return filter;
              }
            });
    login.withObjectPostProcessor(
        new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
          @Override
          public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
            filter.setAuthenticationFailureHandler(refusals::ofStart);
            return filter;
          }
        });
  }

  /** Tokens of providers have served when somebody is identified. */
  private static final class KeptNowhere implements OAuth2AuthorizedClientRepository {

    @Override
    public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
        String id, Authentication principal, HttpServletRequest request) {
      return null;
    }

    @Override
    public void saveAuthorizedClient(
        OAuth2AuthorizedClient client,
        Authentication principal,
        HttpServletRequest request,
        HttpServletResponse response) {
      // On purpose.
    }

    @Override
    public void removeAuthorizedClient(
        String id,
        Authentication principal,
        HttpServletRequest request,
        HttpServletResponse response) {
      // There is none.
    }
  }
}
