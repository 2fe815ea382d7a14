package org.teei.csr.api.identity.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.identity.Role;
import org.teei.csr.api.identity.members.People.ProviderIdentity;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

class PeopleTest {
  private static final String ISSUER = "https://accounts.example";

  private final Api api = Api.shared();
  private final People people = api.bean(People.class);
  private final String email = "p" + UUID.randomUUID() + "@example.org";
  private final String subject = UUID.randomUUID().toString();
  private UUID member;

  @BeforeEach
  void member() {
    member =
        UUID.fromString(
            new Http(api)
                .post(
                    "/v1/admin/members",
                    "{\"email\":\"%s\",\"roles\":[\"company_user\"]}".formatted(email))
                .json()
                .get("id")
                .asString());
  }

  @Test
  void aMemberIsKnownByAVerifiedAddressAndThenBySubject() {
    assertThat(people.identify(known("platform", subject, email))).contains(member);
    assertThat(people.identify(known("platform", subject, null))).contains(member);
    assertThat(people.identify(known("platform", subject, "new-" + email))).contains(member);
  }

  @Test
  void anAddressThatIsNotVouchedForIdentifiesNobody() {
    assertThat(people.identify(known("platform", subject, null))).isEmpty();
  }

  @Test
  void anAddressThatWasGivenToSomebodyElseLaterOpensNothing() {
    people.identify(known("platform", subject, email));

    assertThat(people.identify(known("platform", "successor-" + subject, email))).isEmpty();
  }

  @Test
  void aProviderOfACompanySpeaksForNoOther() {
    assertThat(people.identify(known("other", subject, email))).isEmpty();
    assertThat(people.identify(known(Api.TENANT, subject, email))).contains(member);
  }

  @Test
  void aProviderThatSpeaksForACompanyBindsNobodyForTheOthers() {
    people.identify(known(Api.TENANT, subject, email));

    assertThat(people.identify(known("platform", subject, null))).isEmpty();
  }

  @Test
  void whoIsNoMemberIsNobody() {
    assertThat(people.identify(known("platform", subject, "stranger-" + email))).isEmpty();
  }

  @Test
  void whoseLastMembershipEndedIsNobody() {
    people.identify(known("platform", subject, email));
    new Http(api).send("DELETE", "/v1/admin/members/" + member, BodyPublishers.noBody());

    assertThat(people.identify(known("platform", subject, email))).isEmpty();
    assertThat(people.roles(member, Api.TENANT)).isEmpty();
  }

  @Test
  void rolesHoldInTheirCompanyOnly() {
    assertThat(people.roles(member, Api.TENANT)).containsExactly(Role.COMPANY_USER);
    assertThat(people.roles(member, "other")).isEmpty();
    assertThat(people.tenants(member, "platform")).containsExactly(Api.TENANT);
    assertThat(people.tenants(member, "other")).isEmpty();
  }

  private static ProviderIdentity known(
      String speaksFor, String subject, @Nullable String verifiedEmail) {
    return new ProviderIdentity(speaksFor, ISSUER, subject, verifiedEmail);
  }
}
