package org.teei.csr.api.privacy;

import java.util.Locale;
import org.teei.csr.api.problems.ProblemKind;

/** What can go wrong with the rights of persons. */
enum PrivacyProblem implements ProblemKind {
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
      "See its state; one that has lapsed can be asked for anew.");

  private final int status;
  private final String title;
  private final String remedy;

  PrivacyProblem(int status, String title, String remedy) {
    this.status = status;
    this.title = title;
    this.remedy = remedy;
  }

  @Override
  public String feature() {
    return "privacy";
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
