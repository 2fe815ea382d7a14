package org.teei.csr.api.operations;

import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with the work of operators. */
enum OperationsProblem implements ProblemConstant {
  NOT_WAITING(
      409,
      "The parked step does not wait for a decision any more",
      "See currentStatus and read the list again."),
  STALE_DECISION(
      409,
      "The decision was made about an earlier parking",
      "Read the parked step again and decide anew."),
  ACTION_NOT_ALLOWED(
      409,
      "The parked step does not offer this action",
      "Use one of the actions that the parked step lists."),
  ALREADY_ROTATING(
      409,
      "The data key of this company is being rotated",
      "Wait until the rotation has ended, or resolve the step that it is parked at."),
  TEMPORAL_UNREACHABLE(
      503,
      "The workflow cannot be told now",
      "Nothing was changed; try again after the time in Retry-After.");

  private final Text text;

  OperationsProblem(int status, String title, String remedy) {
    this.text = new Text(status, title, remedy);
  }

  @Override
  public String feature() {
    return "operations";
  }

  @Override
  public Text text() {
    return text;
  }
}
