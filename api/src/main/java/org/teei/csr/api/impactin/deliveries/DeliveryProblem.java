package org.teei.csr.api.impactin.deliveries;

import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with a delivery. */
public enum DeliveryProblem implements ProblemConstant {
  PERIOD_NOT_OVER(
      422,
      "The period is not over",
      "Deliver it when its last day has ended, or name an earlier one."),
  TOO_LONG_AGO(422, "There are no figures of so long ago", "Name a day since 1970."),
  TOO_MANY_PERIODS(
      422, "There are more than 60 periods between the days", "Ask for fewer days at a time."),
  TOO_MANY_DELIVERIES(
      422, "There are more than 1,000 such deliveries", "Ask for fewer days at a time."),
  NOT_WAITING(
      409,
      "The delivery does not wait for approval",
      "Read the delivery again; only one in the status awaiting_approval waits."),
  HAS_ENDED(
      409,
      "The delivery has arrived or has ended",
      "Read the delivery again; what a platform has accepted cannot be called back here."),
  NOT_REPLAYABLE(
      409,
      "The delivery cannot be replayed",
      "Only one that is failed, expired, cancelled or refused can be; what has arrived is not sent again."),
  NOT_FROZEN(
      409, "Nothing is frozen yet", "Read it again in a moment; see the status of the delivery."),
  MAY_HAVE_ARRIVED(
      409,
      "It may have arrived as it is frozen",
      "Replay it as it is: whether it is there is found out before it is sent again."),
  SAME_PAYLOAD(
      409,
      "It would be frozen as it is",
      "Mend the mapping with PUT /v1/impact-in/vendors/{platform}, or replay it as it is."),
  NOT_WHAT_WAS_SHOWN(
      409,
      "It would not be frozen as it was shown",
      "Make a dry run, look at what differs, and name its payloadSha256."),
  INVALID_PAYLOAD(
      422,
      "The platform would not take the payload",
      "A dry run names what is wrong; mend the mapping with PUT /v1/impact-in/vendors/{platform}."),
  PLATFORM_NOT_CONNECTED(
      409,
      "The company is not connected to the platform",
      "Set it up with PUT /v1/impact-in/vendors/{platform}."),
  WORKFLOW_UNREACHABLE(
      503, "The delivery cannot be told now", "Repeat the request; nothing was changed.");

  private final Text text;

  DeliveryProblem(int status, String title, String remedy) {
    this.text = new Text(status, title, remedy);
  }

  @Override
  public String feature() {
    return "impactin";
  }

  @Override
  public Text text() {
    return text;
  }
}
