package org.teei.csr.engines.impactin;

import static org.teei.csr.engines.impactin.CanonicalJson.number;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.teei.csr.engines.impactin.Outcomes.Outcome;

/** Metrics of a programme in the form of Benevity's API 1.0. */
final class BenevityPayload {
  private static final BigDecimal LEVELS = BigDecimal.TEN;

  private BenevityPayload() {}

  static Payload of(ReportedFigures in, Mapping mapping) {
    Outcomes outcomes = Outcomes.shares(in);
    List<Map<String, Object>> metrics = new ArrayList<>();
    metrics.add(metric("volunteer_hours", in.count("hours"), "hours"));
    metrics.add(metric("participant_count", in.count("participants"), "count"));
    metrics.add(metric("program_participation", in.count("volunteers"), "count"));
    outcomes.told().forEach(outcome -> metrics.add(metric(outcome)));

    Map<String, Object> payload = new TreeMap<>();
    payload.put("organizationId", mapping.organizationId(in));
    payload.put("programId", mapping.programId());
    payload.put("programName", mapping.programName());
    String description = mapping.values().get(Mapping.PROGRAM_DESCRIPTION);
    if (description != null) {
      payload.put("programDescription", description);
    }
    payload.put(
        "reportingPeriod",
        Map.of("startDate", Payload.firstDay(in), "endDate", Payload.lastDay(in)));
    payload.put("metrics", metrics);
    payload.put("timestamp", Payload.frozenAt(in));
    return Payload.json(Platform.BENEVITY, payload, outcomes.leftOut());
  }

  private static Map<String, Object> metric(String type, BigDecimal value, String unit) {
    Map<String, Object> metric = new TreeMap<>();
    metric.put("metricType", type);
    metric.put("metricValue", number(value));
    metric.put("metricUnit", unit);
    return metric;
  }

  /** A language level is kept as a share of one and told as one of ten. */
  private static Map<String, Object> metric(Outcome outcome) {
    boolean level = outcome.name().equals("languageLevel");
    Map<String, Object> metric =
        level
            ? metric("outcome_score", outcome.value().multiply(LEVELS), "level")
            : metric("outcome_score", outcome.value(), "score");
    metric.put("category", level ? "language" : outcome.category());
    return metric;
  }
}
