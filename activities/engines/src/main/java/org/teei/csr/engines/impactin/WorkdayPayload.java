package org.teei.csr.engines.impactin;

import static org.teei.csr.engines.impactin.CanonicalJson.number;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Activities and enrolments in the form of Workday's volunteer management. It has no place for
 * outcomes. Hours are those of sessions, not a number of sessions times a guess; who completed a
 * course counts as a completion, not everybody who took part.
 */
final class WorkdayPayload {
  private WorkdayPayload() {}

  static Payload of(ReportedFigures in, Mapping mapping) {
    Map<String, Object> activity = new TreeMap<>();
    // The same period is the same activity, so that a platform that looks for it finds a repeat.
    activity.put(
        "activityId", mapping.programId() + "-" + Payload.firstDay(in) + "-" + Payload.lastDay(in));
    activity.put("activityName", mapping.programName());
    activity.put("activityType", "volunteer");
    activity.put("volunteerHours", number(in.count("hours")));
    activity.put("participantCount", number(in.count("volunteers")));
    activity.put("activityDate", Payload.lastDay(in));
    activity.put("status", "completed");

    Map<String, Object> enrollment = new TreeMap<>();
    enrollment.put("programId", mapping.programId());
    enrollment.put("programName", mapping.programName());
    enrollment.put("enrollmentCount", number(in.count("participants")));
    in.figure("courseCompletions")
        .map(ReportedFigure::people)
        .ifPresent(people -> enrollment.put("completionCount", number(people)));
    enrollment.put("periodStart", Payload.firstDay(in));
    enrollment.put("periodEnd", Payload.lastDay(in));

    Map<String, Object> payload = new TreeMap<>();
    payload.put("organizationId", mapping.organizationId(in));
    payload.put(
        "reportingPeriod",
        Map.of("startDate", Payload.firstDay(in), "endDate", Payload.lastDay(in)));
    payload.put("volunteerActivities", List.of(activity));
    payload.put("programEnrollments", List.of(enrollment));
    payload.put(
        "metadata",
        Map.of("source", "TEEI Platform", "timestamp", Payload.frozenAt(in), "version", "1.0"));
    return Payload.json(Platform.WORKDAY, payload, List.of());
  }
}
