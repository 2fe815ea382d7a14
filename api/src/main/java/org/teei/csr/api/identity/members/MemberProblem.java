package org.teei.csr.api.identity.members;

import org.teei.csr.api.problems.ProblemConstant;

/** Why a membership or a company cannot be as it was asked for. */
enum MemberProblem implements ProblemConstant {
  ALREADY_MEMBER(
      409,
      "Somebody with this address is a member already",
      "Find the member in the list and replace the roles."),
  LAST_ADMINISTRATOR(
      409,
      "Nobody would be left to give roles",
      "Give somebody else the administrator's role first."),
  TENANT_EXISTS(409, "There is a company with this id already", "Choose another id.");

  private final Text text;

  MemberProblem(int status, String title, String remedy) {
    this.text = new Text(status, title, remedy);
  }

  @Override
  public String feature() {
    return "identity";
  }

  @Override
  public Text text() {
    return text;
  }
}
