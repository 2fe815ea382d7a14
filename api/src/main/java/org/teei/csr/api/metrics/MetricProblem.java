package org.teei.csr.api.metrics;

import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with figures. */
enum MetricProblem implements ProblemConstant {
  NO_FIGURES(
      404,
      "There are no figures of this period",
      "Ask for them with POST /v1/metrics/{companyId}/snapshots; months and quarters that have ended come by themselves."),
  NOT_COMPUTED(
      409,
      "The snapshot has no figures",
      "Read the snapshot: one that is queued has them soon, one that is unchanged names another one, one that failed can be asked for anew.");

  private final Text text;

  MetricProblem(int status, String title, String remedy) {
    this.text = new Text(status, title, remedy);
  }

  @Override
  public String feature() {
    return "metrics";
  }

  @Override
  public Text text() {
    return text;
  }
}
