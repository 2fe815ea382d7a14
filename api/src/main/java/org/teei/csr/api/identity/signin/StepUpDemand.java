package org.teei.csr.api.identity.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.teei.csr.api.identity.IdentityProblem;
import org.teei.csr.api.identity.StepUp;
import org.teei.csr.api.identity.members.People;

/**
 * Holds an authorization request back until the browser has shown what it asks for (RFC 9470,
 * section 4): with {@code acr_values=step-up} a passkey, with {@code max_age} alone one if the
 * sign-in is older.
 */
final class StepUpDemand
    implements AuthorizationManager<RequestAuthorizationContext>, AccessDeniedHandler {
  /** The page on which a passkey is shown. */
  static final String PAGE = "/auth/step-up";

  /** The way back from that page takes a moment, so nothing younger is asked for. */
  static final Duration SHORTEST = Duration.ofMinutes(1);

  private static final int LONGEST_NUMBER = 9;

  private final People people;
  private final Refusals refusals;

  StepUpDemand(People people, Refusals refusals) {
    this.people = people;
    this.refusals = refusals;
  }

  @Override
  public AuthorizationDecision authorize(
      Supplier<? extends @Nullable Authentication> browser, RequestAuthorizationContext context) {
    return new AuthorizationDecision(
        browser.get() instanceof OAuth2AuthenticationToken signedIn
            && signedIn.getPrincipal() instanceof Person person
            && isMet(signedIn, person, context.getRequest()));
  }

  /** Sends a browser that has signed in to where it shows its passkey, and then back here. */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
      throws IOException {
    if (request.getServletPath().equals(Beginnings.AUTHORIZE)
        && HttpMethod.GET.matches(request.getMethod())
        && request.getUserPrincipal() instanceof OAuth2AuthenticationToken signedIn
        && signedIn.getPrincipal() instanceof Person person) {
      Continuation.here(request);
      response.sendRedirect(PAGE + "?tenant=" + tenant(person, request).orElseThrow());
    } else {
      refusals.write(request, response, IdentityProblem.NOT_PERMITTED);
    }
  }

  /** Who does not say for which company gets no code anyway. */
  private boolean isMet(
      OAuth2AuthenticationToken browser, Person person, HttpServletRequest request) {
    var acr = request.getParameter("acr_values");
    var passkey = acr != null && List.of(acr.split(" ")).contains(StepUp.ACR);
    var maxAge = request.getParameter("max_age");
    var tenant = tenant(person, request);
    if ((!passkey && maxAge == null) || tenant.isEmpty()) {
      return true;
    }
    var shownAt = Factors.shownAt(browser, tenant.get());
    return passkey
        ? StepUp.within(SHORTEST, shownAt)
        : StepUp.within(age(maxAge), shownAt)
            || StepUp.within(age(maxAge), person.authenticatedAt());
  }

  private Optional<String> tenant(Person person, HttpServletRequest request) {
    return people.tenant(person.principal(), person.speaksFor(), request.getParameter("tenant"));
  }

  /** What is no number of seconds asks for the most. */
  private static Duration age(@Nullable String seconds) {
    var asked =
        seconds != null
                && !seconds.isEmpty()
                && seconds.length() <= LONGEST_NUMBER
                && seconds.chars().allMatch(c -> c >= '0' && c <= '9')
            ? Duration.ofSeconds(Long.parseLong(seconds))
            : Duration.ZERO;
    return asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked;
  }
}
