package org.teei.csr.api.identity.members;

import java.util.Locale;
import org.teei.csr.api.problems.ProblemKind;

/** Why a membership or a company cannot be as it was asked for. */
enum MemberProblem implements ProblemKind {
  ALREADY_MEMBER(
      409,
      "Somebody with this address is a member already",
      "Find the member in the list and replace the roles."),
  LAST_ADMINISTRATOR(
      409,
      "Nobody would be left to give roles",
      "Give somebody else the administrator's role first."),
  TENANT_EXISTS(409, "There is a company with this id already", "Choose another id.");

  private final int status;
  private final String title;
  private final String remedy;

  MemberProblem(int status, String title, String remedy) {
    this.status = status;
    this.title = title;
    this.remedy = remedy;
  }

  @Override
  public String feature() {
    return "identity";
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
