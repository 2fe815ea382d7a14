package org.teei.csr.api.identity.passkeys;

import com.webauthn4j.util.exception.WebAuthnException;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.webauthn.api.AuthenticatorAssertionResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorAttestationResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorSelectionCriteria;
import org.springframework.security.web.webauthn.api.PublicKeyCredential;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.api.ResidentKeyRequirement;
import org.springframework.security.web.webauthn.api.UserVerificationRequirement;
import org.springframework.security.web.webauthn.jackson.WebauthnJacksonModule;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialCreationOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialRequestOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutableRelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyPublicKey;
import org.springframework.security.web.webauthn.management.Webauthn4JRelyingPartyOperations;
import org.teei.csr.api.identity.IdentityProblem;
import org.teei.csr.api.identity.StepUp;
import org.teei.csr.api.problems.ProblemException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The two ceremonies of WebAuthn: registering a passkey and showing one. Spring Security checks
 * them; the challenge is in the browser's session, is for one company, and is taken once. The
 * authenticator always has to verify its user, so that a passkey is worth two factors.
 */
final class Ceremonies {
  private static final Logger LOG = LoggerFactory.getLogger(Ceremonies.class);

  private static final String REGISTRATION = "passkey-registration";
  private static final String STEP_UP = "passkey-step-up";
  private static final TypeReference<PublicKeyCredential<AuthenticatorAttestationResponse>> NEW =
      new TypeReference<>() {};
  private static final TypeReference<PublicKeyCredential<AuthenticatorAssertionResponse>> SHOWN =
      new TypeReference<>() {};

  private final Passkeys passkeys;
  private final URI issuer;
  private final JsonMapper json;

  /**
   * @param issuer the public address of this API: passkeys are for its host, and come from its
   *     pages
   */
  Ceremonies(Passkeys passkeys, URI issuer) {
    this.passkeys = passkeys;
    this.issuer = issuer;
    this.json = JsonMapper.builder().addModule(new WebauthnJacksonModule()).build();
  }

  /** What a session keeps between the two halves of a ceremony. */
  private record Begun<T>(Holder holder, T options, Instant at) implements Serializable {}

  String beginRegistration(HttpSession session, Holder holder, Authentication browser) {
    var options =
        operations(holder)
            .createPublicKeyCredentialCreationOptions(
                new ImmutablePublicKeyCredentialCreationOptionsRequest(browser));
    return begin(session, REGISTRATION, holder, options);
  }

  void register(HttpSession session, Holder holder, String credential) {
    PublicKeyCredentialCreationOptions options = take(session, REGISTRATION, holder);
    checked(() ->
        operations(holder)
            .registerCredential(
                new ImmutableRelyingPartyRegistrationRequest(
                    options,
                    new RelyingPartyPublicKey(json.readValue(credential, NEW), holder.tenant()))));
  }

  String beginStepUp(HttpSession session, Holder holder, Authentication browser) {
    var options =
        operations(holder)
            .createCredentialRequestOptions(
                new ImmutablePublicKeyCredentialRequestOptionsRequest(browser));
    return begin(session, STEP_UP, holder, options);
  }

  void stepUp(HttpSession session, Holder holder, String credential) {
    PublicKeyCredentialRequestOptions options = take(session, STEP_UP, holder);
    checked(() ->
        operations(holder)
            .authenticate(
                new RelyingPartyAuthenticationRequest(options, json.readValue(credential, SHOWN))));
  }

  private <T> String begin(HttpSession session, String ceremony, Holder holder, T options) {
    session.setAttribute(ceremony, new Begun<>(holder, options, Instant.now()));
    return json.writeValueAsString(options);
  }

  // What a ceremony keeps, the same ceremony takes.
  @SuppressWarnings("unchecked")
  private <T> T take(HttpSession session, String ceremony, Holder holder) {
    var begun = (Begun<T>) session.getAttribute(ceremony);
    session.removeAttribute(ceremony);
    if (begun == null || !begun.holder.equals(holder) || !StepUp.within(StepUp.AGE, begun.at)) {
      throw refused("no-challenge");
    }
    return begun.options;
  }

  /** Whatever is wrong, the answer is the same. */
  private static void checked(Runnable ceremony) {
    try {
      ceremony.run();
    } catch (PasskeyRefusedException e) {
      throw refused(Objects.requireNonNull(e.getMessage()));
    } catch (WebAuthnException | JacksonException | IllegalArgumentException e) {
      throw refused(e.getClass().getSimpleName());
    }
  }

  private static ProblemException refused(String code) {
    LOG.info("Passkey refused: {}", code);
    return ProblemException.of(IdentityProblem.PASSKEY_REFUSED);
  }

  private Webauthn4JRelyingPartyOperations operations(Holder holder) {
    var own = new OwnPasskeys(passkeys, holder);
    var operations =
        new Webauthn4JRelyingPartyOperations(
            own,
            own,
            PublicKeyCredentialRpEntity.builder().id(issuer.getHost()).name("TEEI CSR").build(),
            Set.of(issuer.getScheme() + "://" + issuer.getAuthority()));
    operations.setCustomizeCreationOptions(options ->
        options.authenticatorSelection(
            AuthenticatorSelectionCriteria.builder()
                .userVerification(UserVerificationRequirement.REQUIRED)
                .residentKey(ResidentKeyRequirement.PREFERRED)
                .build()));
    operations.setCustomizeRequestOptions(
        options -> options.userVerification(UserVerificationRequirement.REQUIRED));
    return operations;
  }
}
