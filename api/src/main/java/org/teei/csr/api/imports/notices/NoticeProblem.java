package org.teei.csr.api.imports.notices;

import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with subscriptions and notices. */
enum NoticeProblem implements ProblemConstant {
  TOO_MANY_SUBSCRIPTIONS(
      409, "The company has as many subscriptions as it may", "DELETE one that is not needed."),
  MAIL_NOT_CONFIGURED(
      409,
      "This installation sends no mail",
      "Subscribe by webhook, or have the operator set CSR_MAIL_HOST."),
  NO_SECRET(
      409, "Mail is not signed, so there is no secret", "Only subscriptions by webhook have one."),
  SUBSCRIPTION_INACTIVE(
      409,
      "The subscription is switched off",
      "PUT it with active: true; after 410 Gone make sure of the address first."),
  NOTICE_UNDER_WAY(
      409,
      "The notice is on its way already",
      "Wait for its end; where it is parked, decide at /v1/operations/parked.");

  private final Text text;

  NoticeProblem(int status, String title, String remedy) {
    this.text = new Text(status, title, remedy);
  }

  @Override
  public String feature() {
    return "imports";
  }

  @Override
  public Text text() {
    return text;
  }
}
