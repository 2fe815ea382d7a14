package org.teei.csr.api.identity;

import org.teei.csr.api.problems.ProblemConstant;

/** Why a request is not let in. */
public enum IdentityProblem implements ProblemConstant {
  /** No token, or none that is valid. */
  NOT_SIGNED_IN(
      401,
      "The request carries no valid access token",
      "Get a token at /oauth2/token and send it as Authorization: Bearer …; a token lives for 15 minutes."),
  /** The token is valid, and its roles do not allow this. */
  NOT_PERMITTED(
      403,
      "Your role does not allow this",
      "Ask an administrator of your company for a role that does; the reference lists roles and permissions."),
  /** The role allows it, and the person has to show a passkey first (RFC 9470). */
  STEP_UP_NEEDED(
      401,
      "This asks for your passkey",
      "Get a token with acr_values=step-up at /oauth2/authorize, or by ./csr login --step-up, and send the request again within five minutes."),
  /** What was shown as a passkey is none that counts here; why is not told. */
  PASSKEY_REFUSED(
      403,
      "The passkey was not accepted",
      "Try again with a passkey that you registered for this company; if it stays so, ask an administrator to remove the ones you have."),
  /** A passkey is registered or removed only by who has just proved who they are. */
  SIGN_IN_AGAIN(
      403,
      "You have to prove who you are first",
      "Confirm with a passkey that you have at /auth/step-up; if you have none, sign out and in again and register one within five minutes."),
  /** Too many requests of one principal or one company. */
  RATE_LIMITED(
      429,
      "You or your company sent too many requests this minute",
      "Wait as long as Retry-After says; the RateLimit headers of each answer tell what is left."),
  /** Too many wrong secrets for one client, or for any, from one address. */
  TOO_MANY_WRONG_SECRETS(
      429,
      "Too many wrong secrets came from where you are",
      "Wait as long as Retry-After says, and see that the client has the secret that is valid now."),
  /** The client's certificate bears no name on the list of peers. */
  UNKNOWN_PEER(
      403,
      "Your certificate is of nobody who is expected here",
      "Ask whoever runs the API to add a name of your certificate to the list of peers."),
  /** A provider's answer did not identify anybody who may sign in here; why is not told. */
  SIGN_IN_REFUSED(
      403,
      "You could not be signed in",
      "Begin again; if it stays so, ask an administrator of your company whether you are a member with the e-mail address that your provider knows."),
  /** The provider of a sign-in gives no answer that could be used. */
  PROVIDER_AWAY(
      503,
      "The sign-in provider does not answer as it should",
      "Try again in a minute; if it stays so, ask the administrator who set the provider up."),
  /** The issuer of a provider is no address that may be asked. */
  ISSUER_REFUSED(
      422,
      "The issuer is not an address that may be asked",
      "Give the https address of a provider on the internet, as it stands in its own discovery document."),
  /** The id of a provider is taken. */
  REGISTRATION_TAKEN(
      409,
      "There is a provider with this id already",
      "Choose another id; ids are unique in the whole installation, as they stand in addresses.");

  private final Text text;

  IdentityProblem(int status, String title, String remedy) {
    this.text = new Text(status, title, remedy);
  }

  @Override
  public String feature() {
    return "identity";
  }

  @Override
  public Text text() {
    return text;
  }
}
