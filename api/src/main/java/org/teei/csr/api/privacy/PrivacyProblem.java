package org.teei.csr.api.privacy;

import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with the rights of persons. */
enum PrivacyProblem implements ProblemConstant {
  SAME_PERSON(
      409,
      "Who asked for an erasure cannot approve it",
      "Have another privacy officer of your company approve it."),
  ALREADY_REQUESTED(
      409,
      "The erasure of this person was asked for already",
      "Look for the open erasure in the list, and have another privacy officer approve it."),
  NOT_WAITING(
      409,
      "The erasure does not wait for an approval any more",
      "See its state; one that has lapsed or was withdrawn can be asked for anew.");

  private final Text text;

  PrivacyProblem(int status, String title, String remedy) {
    this.text = new Text(status, title, remedy);
  }

  @Override
  public String feature() {
    return "privacy";
  }

  @Override
  public Text text() {
    return text;
  }
}
