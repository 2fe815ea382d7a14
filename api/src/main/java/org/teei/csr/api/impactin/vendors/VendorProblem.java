package org.teei.csr.api.impactin.vendors;

import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with connections to platforms. */
enum VendorProblem implements ProblemConstant {
  NOT_CONNECTED(
      404,
      "The company is not connected to this platform",
      "Set the connection up with PUT /v1/impact-in/vendors/{platform}."),
  NO_CREDENTIALS(
      409, "A file needs no credentials", "Only platforms with an address are signed in to.");

  private final Text text;

  VendorProblem(int status, String title, String remedy) {
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
