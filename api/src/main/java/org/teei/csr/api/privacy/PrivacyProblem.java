package org.teei.csr.api.privacy;

import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with the rights of persons. */
enum PrivacyProblem implements ProblemConstant {
  SAME_PERSON(
      409, "Who asked cannot approve", "Have another privacy officer of your company approve it."),
  ALREADY_REQUESTED(
      409,
      "This was asked for already",
      "Look for the open request in the list, and have another privacy officer approve it."),
  NOT_WAITING(
      409,
      "It does not wait for an approval any more",
      "See its state; what has lapsed or was withdrawn can be asked for anew."),
  NO_TOMBSTONE(
      404,
      "Nobody who was erased had this identifier",
      "Check spelling and kind; each identifier of a person has a tombstone of its own. Imports take what has none.");

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
