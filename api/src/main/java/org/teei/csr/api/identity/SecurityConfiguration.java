package org.teei.csr.api.identity;

import jakarta.servlet.DispatcherType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.Problems;
import org.teei.csr.api.shared.OpenAddresses;

/**
 * Who is let in: everybody to the open addresses and to where tokens are asked for, all others with
 * an access token or an API key. What they may do there, {@link RouteGuard} decides. There are no
 * sessions and no cookies, so nothing for a page of another origin to misuse; the pages of the
 * sign-in, which have both, are apart from all of this.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
  /**
   * The figures of this process, of all tenants together; not a route of ours to require anything.
   */
  static final String FIGURES = "/metrics";

  /** Each request is watched as a whole; each filter by itself would tell nobody anything. */
  @Bean
  static SecurityObservationSettings observations() {
    return SecurityObservationSettings.noObservations();
  }

  /** The authorization server, which answers in the words of RFC 6749. */
  @Bean
  @Order(1)
  SecurityFilterChain tokens(HttpSecurity http, TokensOfPeople signIns, Problems problems)
      throws Exception {
    return http.securityMatcher("/oauth2/**", "/.well-known/**")
        .oauth2AuthorizationServer(signIns::addTo)
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .exceptionHandling(handling -> handling.authenticationEntryPoint(notSignedIn(problems)))
        .csrf(AbstractHttpConfigurer::disable)
        .headers(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain routes(
      HttpSecurity http,
      Problems problems,
      List<AuthenticationProvider> others,
      CodecGuard codec,
      IssuedTokens issued)
      throws Exception {
    others.forEach(http::authenticationProvider);
    return http.authorizeHttpRequests(requests ->
            requests
                .dispatcherTypeMatchers(
                    DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers(OpenAddresses::contain)
                .permitAll()
                .requestMatchers(codec::isOpenTo)
                .permitAll()
                .requestMatchers(FIGURES)
                .access(
                    (signedIn, request) -> new AuthorizationDecision(seesFigures(signedIn.get())))
                .anyRequest()
                .authenticated())
        .oauth2ResourceServer(server ->
            server
                .jwt(jwt -> jwt.jwtAuthenticationConverter(token -> SignedIn.of(token, issued)))
                .authenticationEntryPoint(notSignedIn(problems))
                .accessDeniedHandler(notPermitted(problems)))
        .exceptionHandling(handling ->
            handling
                .authenticationEntryPoint(notSignedIn(problems))
                .accessDeniedHandler(notPermitted(problems)))
        .csrf(AbstractHttpConfigurer::disable)
        .cors(Customizer.withDefaults())
        .headers(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .build();
  }

  /** Whoever watches the platform is of the platform. */
  private static boolean seesFigures(@Nullable Authentication authentication) {
    return authentication instanceof SignedIn signedIn
        && signedIn.getPrincipal().ofPlatform()
        && signedIn.getPrincipal().may(Permission.METRICS_READ);
  }

  private static AuthenticationEntryPoint notSignedIn(Problems problems) {
    return (request, response, exception) -> {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      problems.write(request, response, ProblemException.of(IdentityProblem.NOT_SIGNED_IN));
    };
  }

  private static AccessDeniedHandler notPermitted(Problems problems) {
    return (request, response, exception) ->
        problems.write(request, response, ProblemException.of(IdentityProblem.NOT_PERMITTED));
  }
}
