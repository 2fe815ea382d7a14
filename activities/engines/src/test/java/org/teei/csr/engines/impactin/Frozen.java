package org.teei.csr.engines.impactin;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.teei.csr.engines.metrics.Period;

/** Snapshots as tests want them. */
final class Frozen {
  static final Period MARCH =
      new Period(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 4, 1), ZoneId.of("Europe/Oslo"));
  static final Instant AT = Instant.parse("2026-04-01T01:02:03.456789Z");

  /** As the column of a snapshot has them, in the order of the formulas. */
  static final String COLUMN =
      """
      [{"name": "participants", "value": 120, "unit": "people", "people": 120, "formula": "count/1"},
       {"name": "volunteers", "value": 31, "unit": "people", "people": 31, "formula": "count/1"},
       {"name": "sessions", "value": 212, "unit": "count", "formula": "count/1"},
       {"name": "hours", "value": 187.50, "unit": "hours", "formula": "hours-of-sessions/1",
        "notes": ["sessions-without-duration"], "inputs": {"minutes": 11250}},
       {"name": "courseCompletions", "value": 17, "unit": "count", "people": 14, "formula": "count/1"},
       {"name": "languageProgress", "value": 0.6250, "unit": "share", "people": 40,
        "formula": "language-progress/1"},
       {"name": "languageLevel", "value": 0.4833, "unit": "share", "people": 60,
        "formula": "language-level/1"},
       {"name": "integration", "value": 0.5120, "unit": "share", "people": 60,
        "formula": "integration-parts/1", "notes": ["employment-unknown"]},
       {"name": "sroi", "unit": "ratio", "people": 40, "formula": "sroi-economic/1",
        "reason": "assumption-missing wage_lift"},
       {"name": "vis", "unit": "score", "formula": "vis-weighted/1",
        "reason": "outcome-scores-missing"}]
      """;

  private Frozen() {}

  static ReportedFigures figures() {
    return ReportedFigures.of("demo", MARCH, AT, COLUMN);
  }

  static ReportedFigures with(ReportedFigure... more) {
    List<String> replaced = Arrays.stream(more).map(ReportedFigure::name).toList();
    return new ReportedFigures(
        "demo",
        MARCH,
        AT,
        Stream.concat(
                figures().figures().stream().filter(some -> !replaced.contains(some.name())),
                Arrays.stream(more))
            .toList());
  }

  static ReportedFigure share(String name, String value, Long people) {
    return new ReportedFigure(name, new BigDecimal(value), "share", people, "any/1", null);
  }

  static Mapping mapping(Platform platform) {
    return Mapping.of(
        platform,
        switch (platform) {
          case BENEVITY ->
              Map.of(
                  "organizationId", "org-17",
                  "programId", "programme-7",
                  "programDescription", "Sessions with newcomers — språk & arbeid");
          case GOODERA -> Map.of("organizationId", "org-17", "projectId", "project-4");
          case WORKDAY ->
              Map.of(
                  "organizationId",
                  "org-17",
                  "programId",
                  "programme-7",
                  "programName",
                  "Buddies",
                  "workdayTenant",
                  "acme");
          case FILE -> Map.of("form", "json");
        });
  }
}
