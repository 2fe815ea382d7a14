package org.teei.csr.api.idempotency;

import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with an Idempotency-Key. */
enum IdempotencyProblem implements ProblemConstant {
  INVALID_KEY(
      400,
      "The Idempotency-Key has a form that is not allowed",
      "Send 1 to 255 visible ASCII characters."),
  KEY_REQUIRED(
      400,
      "The request needs an Idempotency-Key",
      "Send a new key with each new request and the same one with a repetition, so that nothing is done twice."),
  KEY_REUSED(
      422, "The Idempotency-Key was used for another request", "Use a new key for a new request."),
  SECRET_GIVEN(
      409,
      "The request was done before, and its secret is given once",
      "See Location for what was made; if the secret is lost, revoke it and make another."),
  STILL_RUNNING(
      409,
      "A request with this Idempotency-Key is being worked on",
      "Repeat it after the time in Retry-After.");

  private final Text text;

  IdempotencyProblem(int status, String title, String remedy) {
    this.text = new Text(status, title, remedy);
  }

  @Override
  public String feature() {
    return "idempotency";
  }

  @Override
  public Text text() {
    return text;
  }
}
