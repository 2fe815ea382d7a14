package org.teei.csr.api.webhooks;

import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with webhooks. */
enum WebhooksProblem implements ProblemConstant {
  NOT_FROM_THE_SOURCE(
      401,
      "The webhook is not known to come from its source",
      "Check address, secret and clock; sign time and body as they are sent."),
  UNREADABLE(
      400,
      "The webhook has not the documented form of its source",
      "Send one JSON object of a known type with its transaction id."),
  TOO_MANY_ENDPOINTS(
      409,
      "The company has as many endpoints for webhooks as it may",
      "DELETE one that is not needed.");

  private final Text text;

  WebhooksProblem(int status, String title, String remedy) {
    this.text = new Text(status, title, remedy);
  }

  @Override
  public String feature() {
    return "webhooks";
  }

  @Override
  public Text text() {
    return text;
  }
}
