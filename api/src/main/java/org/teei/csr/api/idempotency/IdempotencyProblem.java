package org.teei.csr.api.idempotency;

import java.util.Locale;
import org.teei.csr.api.problems.ProblemKind;

/** What can go wrong with an Idempotency-Key. */
enum IdempotencyProblem implements ProblemKind {
  INVALID_KEY(
      400,
      "The Idempotency-Key has a form that is not allowed",
      "Send 1 to 255 visible ASCII characters."),
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

  private final int status;
  private final String title;
  private final String remedy;

  IdempotencyProblem(int status, String title, String remedy) {
    this.status = status;
    this.title = title;
    this.remedy = remedy;
  }

  @Override
  public String feature() {
    return "idempotency";
  }

  @Override
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String remedy() {
    return remedy;
  }
}
