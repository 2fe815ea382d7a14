package org.teei.csr.api.identity.passkeys;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.teei.csr.api.identity.IdentityProblem;
import org.teei.csr.api.identity.StepUp;
import org.teei.csr.api.identity.members.People;
import org.teei.csr.api.identity.signin.Factors;
import org.teei.csr.api.identity.signin.Person;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;

/** Whose browser it is that has signed in, and what it has proved lately. */
final class Holders {
  private final People people;
  private final Passkeys passkeys;

  Holders(People people, Passkeys passkeys) {
    this.people = people;
    this.passkeys = passkeys;
  }

  /** The companies that the person may choose from. */
  List<String> tenants(OAuth2AuthenticationToken browser) {
    var person = person(browser);
    return people.tenants(person.principal(), person.speaksFor());
  }

  /**
   * @param tenant null for the only one there is
   */
  Holder holder(OAuth2AuthenticationToken browser, @Nullable String tenant) {
    var person = person(browser);
    return people
        .tenant(person.principal(), person.speaksFor(), tenant)
        .map(found -> new Holder(found, person.principal()))
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  /**
   * Whether passkeys may be registered and removed now: a passkey was just shown, or, by who has
   * none yet, the provider has just said who they are.
   */
  boolean mayChange(OAuth2AuthenticationToken browser, Holder holder) {
    return StepUp.within(
        StepUp.AGE,
        passkeys.of(holder).isEmpty()
            ? person(browser).authenticatedAt()
            : Factors.shownAt(browser, holder.tenant()));
  }

  void mustBeAllowedToChange(OAuth2AuthenticationToken browser, Holder holder) {
    if (!mayChange(browser, holder)) {
      throw ProblemException.of(IdentityProblem.SIGN_IN_AGAIN);
    }
  }

  private static Person person(OAuth2AuthenticationToken browser) {
    return (Person) Objects.requireNonNull(browser.getPrincipal());
  }
}
