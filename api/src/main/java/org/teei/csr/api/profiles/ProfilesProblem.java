package org.teei.csr.api.profiles;

import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with persons. */
enum ProfilesProblem implements ProblemConstant {
  SAME_PERSON(
      409,
      "Who asked for a merge cannot approve it",
      "Have another person with the permission profiles:merge approve it."),
  ALREADY_REQUESTED(
      409,
      "A merge of this profile was asked for already",
      "Look for the open merge in the list, and have somebody else approve it."),
  NOT_WAITING(
      409,
      "The merge does not wait for an approval any more",
      "See its state; one that has lapsed or was withdrawn can be asked for anew."),
  MERGED_BEFORE(
      409,
      "One of the profiles is part of a merge already",
      "Merge into the profile that stays, and only profiles that nobody was merged into."),
  TOOK_PART_TOGETHER(
      409,
      "The two took part in something together, so they are two",
      "Check the sessions and matches of both.");

  private final Text text;

  ProfilesProblem(int status, String title, String remedy) {
    this.text = new Text(status, title, remedy);
  }

  @Override
  public String feature() {
    return "profiles";
  }

  @Override
  public Text text() {
    return text;
  }
}
