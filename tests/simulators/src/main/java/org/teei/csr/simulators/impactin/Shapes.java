package org.teei.csr.simulators.impactin;

import static org.teei.csr.simulators.impactin.Shape.anyObject;
import static org.teei.csr.simulators.impactin.Shape.count;
import static org.teei.csr.simulators.impactin.Shape.list;
import static org.teei.csr.simulators.impactin.Shape.nonEmpty;
import static org.teei.csr.simulators.impactin.Shape.number;
import static org.teei.csr.simulators.impactin.Shape.object;
import static org.teei.csr.simulators.impactin.Shape.oneOf;
import static org.teei.csr.simulators.impactin.Shape.text;
import static org.teei.csr.simulators.impactin.Shape.time;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The reports as the platforms document them. */
final class Shapes {
  static final Shape BENEVITY =
      object()
          .with("organizationId", text())
          .with("programId", text())
          .with("programName", text())
          .maybe("programDescription", text())
          .with("reportingPeriod", object().with("startDate", time()).with("endDate", time()))
          .with(
              "metrics",
              nonEmpty(
                  list(
                      object()
                          .with(
                              "metricType",
                              oneOf(
                                  "volunteer_hours",
                                  "participant_count",
                                  "program_participation",
                                  "outcome_score"))
                          .with("metricValue", number())
                          .with("metricUnit", oneOf("hours", "count", "score", "level"))
                          .maybe("category", text())
                          .maybe("description", text()))))
          .with("timestamp", time());

  static final Shape GOODERA =
      object()
          .with("projectId", text())
          .with("organizationId", text())
          .with("reportingPeriod", object().with("from", time()).with("to", time()))
          .with(
              "impactDimensions",
              nonEmpty(
                  list(
                      object()
                          .with("dimensionId", text())
                          .with("dimensionName", text())
                          .with("value", number())
                          .with("unit", text())
                          .maybe("beneficiaries", count()))))
          .with(
              "metadata",
              object().with("source", text()).with("timestamp", time()).with("version", text()));

  static final Shape WORKDAY =
      object()
          .with("organizationId", text())
          .with("reportingPeriod", object().with("startDate", time()).with("endDate", time()))
          .with(
              "volunteerActivities",
              list(
                  object()
                      .with("activityId", text())
                      .with("activityName", text())
                      .with(
                          "activityType",
                          oneOf("volunteer", "training", "mentorship", "community_service"))
                      .with("volunteerHours", number())
                      .with("participantCount", count())
                      .with("activityDate", time())
                      .with("status", oneOf("completed", "in_progress", "planned"))))
          .with(
              "programEnrollments",
              list(
                  object()
                      .with("programId", text())
                      .with("programName", text())
                      .with("enrollmentCount", count())
                      .maybe("completionCount", count())
                      .with("periodStart", time())
                      .with("periodEnd", time())))
          .maybe("metadata", anyObject());

  private Shapes() {}

  /**
   * The report, if it is one.
   *
   * @param code what the platform calls a report that is none
   */
  static JsonNode require(Shape shape, byte[] body, String code) {
    JsonNode report =
        Json.read(body).orElseThrow(() -> new Refused(422, code, "The body is not JSON."));
    require(shape, report, code);
    return report;
  }

  static void require(Shape shape, JsonNode report, String code) {
    List<String> wrong = shape.wrongIn(report);
    if (!wrong.isEmpty()) {
      throw new Refused(422, code, String.join("; ", wrong.subList(0, Math.min(5, wrong.size()))));
    }
  }
}
