package org.teei.csr.engines.impactin;

import static org.teei.csr.engines.impactin.CanonicalJson.number;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.teei.csr.engines.impactin.Outcomes.Outcome;

/** Impact dimensions of a project in the form of Goodera's API, metadata version 1.0. */
final class GooderaPayload {
  private static final BigDecimal LEVELS = BigDecimal.TEN;
  private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

  private GooderaPayload() {}

  static Payload of(ReportedFigures in, Mapping mapping) {
    Outcomes outcomes = Outcomes.shares(in);
    List<Map<String, Object>> dimensions = new ArrayList<>();
    dimensions.add(
        dimension("volunteer_engagement", "Volunteers", in.count("volunteers"), "people"));
    dimensions.add(dimension("volunteer_hours", "Volunteer hours", in.count("hours"), "hours"));
    dimensions.add(dimension("program_reach", "Participants", in.count("participants"), "people"));
    dimensions.add(dimension("session_count", "Sessions", in.count("sessions"), "count"));
    outcomes.told().forEach(outcome -> dimensions.add(dimension(outcome)));

    Map<String, Object> payload = new TreeMap<>();
    payload.put("projectId", mapping.values().get(Mapping.PROJECT_ID));
    payload.put("organizationId", mapping.organizationId(in));
    payload.put("reportingPeriod", Map.of("from", Payload.firstDay(in), "to", Payload.lastDay(in)));
    payload.put("impactDimensions", dimensions);
    payload.put(
        "metadata",
        Map.of("source", "TEEI Platform", "timestamp", Payload.frozenAt(in), "version", "1.0"));
    return Payload.json(Platform.GOODERA, payload, outcomes.leftOut());
  }

  private static Map<String, Object> dimension(
      String id, String name, BigDecimal value, String unit) {
    Map<String, Object> dimension = new TreeMap<>();
    dimension.put("dimensionId", id);
    dimension.put("dimensionName", name);
    dimension.put("value", number(value));
    dimension.put("unit", unit);
    return dimension;
  }

  /** Shares of one are told in percent, a language level as one of ten. */
  private static Map<String, Object> dimension(Outcome outcome) {
    Map<String, Object> dimension =
        switch (outcome.name()) {
          case "integration" -> percent("integration_outcome", "Integration", outcome);
          case "languageLevel" ->
              dimension(
                  "language_proficiency",
                  "Language level",
                  outcome.value().multiply(LEVELS),
                  "level_0_10");
          case "jobReadiness" -> percent("employability", "Job readiness", outcome);
          default -> percent(outcome.category(), words(outcome.category()), outcome);
        };
    dimension.put("beneficiaries", number(outcome.people()));
    return dimension;
  }

  private static Map<String, Object> percent(String id, String name, Outcome outcome) {
    return dimension(id, name, outcome.value().multiply(PERCENT), "percent");
  }

  private static String words(String category) {
    String words = category.replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
