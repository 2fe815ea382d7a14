package org.teei.csr.api.impactin.schedules;

import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with a schedule of deliveries. */
enum ScheduleProblem implements ProblemConstant {
  NO_FIGURES(
      409,
      "There are no figures of this period yet",
      "Have them computed with POST /v1/metrics/{companyId}/snapshots, with the schedule's time zone; a delivery computes them by itself.");

  private final Text text;

  ScheduleProblem(int status, String title, String remedy) {
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
