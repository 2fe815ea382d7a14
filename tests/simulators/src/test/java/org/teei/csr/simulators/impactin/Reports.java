package org.teei.csr.simulators.impactin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Reports in order, with figures of chance. */
final class Reports {
  private Reports() {}

  static String organization() {
    return "org-" + UUID.randomUUID();
  }

  static ObjectNode benevity(String organization) {
    ObjectNode report =
        Json.object()
            .put("organizationId", organization)
            .put("programId", "teei-integration")
            .put("programName", "TEEI")
            .put("timestamp", "2026-11-01T00:00:00Z");
    report.set("reportingPeriod", period("startDate", "endDate"));
    report
        .putArray("metrics")
        .addObject()
        .put("metricType", "volunteer_hours")
        .put("metricValue", hours())
        .put("metricUnit", "hours");
    return report;
  }

  static ObjectNode goodera(String organization) {
    ObjectNode report =
        Json.object().put("projectId", "project-1").put("organizationId", organization);
    report.set("reportingPeriod", period("from", "to"));
    report
        .putArray("impactDimensions")
        .addObject()
        .put("dimensionId", "volunteer_hours")
        .put("dimensionName", "Volunteer hours")
        .put("value", hours())
        .put("unit", "hours");
    report
        .putObject("metadata")
        .put("source", "TEEI Platform")
        .put("timestamp", "2026-11-01T00:00:00Z")
        .put("version", "1.0");
    return report;
  }

  static ObjectNode workday(String organization) {
    ObjectNode report = Json.object().put("organizationId", organization);
    report.set("reportingPeriod", period("startDate", "endDate"));
    report
        .putArray("volunteerActivities")
        .addObject()
        .put("activityId", "mentoring-2026-10")
        .put("activityName", "Mentoring")
        .put("activityType", "mentorship")
        .put("volunteerHours", hours())
        .put("participantCount", 12)
        .put("activityDate", "2026-10-31")
        .put("status", "completed");
    report.putArray("programEnrollments");
    return report;
  }

  private static ObjectNode period(String begin, String end) {
    return Json.object().put(begin, "2026-10-01").put(end, "2026-10-31");
  }

  private static double hours() {
    return ThreadLocalRandom.current().nextInt(1, 100_000) / 4.0;
  }
}
