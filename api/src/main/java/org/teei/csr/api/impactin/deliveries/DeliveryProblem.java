package org.teei.csr.api.impactin.deliveries;

import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with a delivery. */
public enum DeliveryProblem implements ProblemConstant {
  PERIOD_NOT_OVER(
      422,
      "The period is not over",
      "Deliver it when its last day has ended, or name an earlier one."),
  TOO_MANY_PERIODS(
      422, "There are more than 60 periods between the days", "Ask for fewer days at a time."),
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
  WORKFLOW_UNREACHABLE(
      503, "The delivery cannot be told now", "Repeat the request; nothing was changed."),
  NOT_CONNECTED(
      422,
      "The company is not connected to the platform",
      "Set it up with PUT /v1/impact-in/vendors/{platform}, and try again."),
  SWITCHED_OFF(
      422,
      "Deliveries to the platform are switched off",
      "See GET /v1/impact-in/features/{companyId}; switch it on, and try again."),
  INVALID_PAYLOAD(
      422,
      "What would be sent does not follow the platform's schema",
      "GET /v1/impact-in/schedules/{id}/preview says where; mend the mapping, and try again."),
  OUTCOME_UNKNOWN(
      409,
      "Whether it arrived is not known, and the platform cannot be asked",
      "Look on the platform: resolve with RETRY if it is not there, with SKIP if it is."),
  PLATFORM_REJECTED(
      422,
      "The platform accepted it and rejected it later",
      "See the platform's reason in the attempts; resolve with RETRY when it is settled there."),
  APPROVAL_REFUSED(422, "Approval was refused", "Replay it if it is to go out after all."),
  APPROVAL_EXPIRED(422, "Nobody approved it in time", "Replay it, and approve it within 7 days."),
  DECISION_EXPIRED(422, "Nobody decided in time", "Replay it when what kept it is settled."),
  GIVEN_UP(422, "It was given up by a person", "Replay it when what kept it is settled."),
  CANCELLED(422, "It was cancelled", "Replay it if it is to go out after all."),
  ENDED_OUTSIDE(
      422, "Its workflow was ended outside", "Replay it; the audit record tells of the ending.");

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
