package org.teei.csr.api.identity;

import org.teei.csr.api.problems.ProblemKind;

/** Why a request is not let in. */
enum IdentityProblem implements ProblemKind {
  /** The development principal serves this machine only. */
  NOT_LOCAL;

  @Override
  public String feature() {
    return "identity";
  }

  @Override
  public String code() {
    return "not-local";
  }

  @Override
  public int status() {
    return 403;
  }

  @Override
  public String title() {
    return "Only requests of this machine are served";
  }

  @Override
  public String remedy() {
    return "Send the request from the same machine to localhost; pages of other origins are refused.";
  }
}
