package org.teei.csr.api.metrics;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.engines.metrics.Period;

/** Which days are wanted: a month or quarter by its name, or from a day up to another one. */
record PeriodParameters(
    @Parameter(description = "A month or a quarter.", example = "2026-Q1")
        @Schema(example = "2026-Q1")
        @Nullable String period,
    @Parameter(description = "The first day, in place of a period.", example = "2026-01-01")
        @Schema(example = "2026-01-01")
        @Nullable LocalDate from,
    @Parameter(description = "The day behind the last one.", example = "2026-04-01")
        @Schema(example = "2026-04-01")
        @Nullable LocalDate until,
    @Parameter(description = "Zone of the days; UTC without it.", example = "Europe/Oslo")
        @Schema(example = "Europe/Oslo")
        @Nullable String timeZone) {

  Period required() {
    var zone = zone(timeZone);
    if (period != null && from == null && until == null) {
      try {
        return Period.named(period, zone);
      } catch (IllegalArgumentException neither) {
        throw invalid("period", "Is a month, 2026-03, or a quarter, 2026-Q1.");
      }
    }
    if (period != null || from == null || until == null) {
      throw invalid("period", "Give either period, or from and until.");
    }
    try {
      return new Period(from, until, zone);
    } catch (IllegalArgumentException length) {
      throw invalid("until", "Is at least one day and at most ten years behind from.");
    }
  }

  static ZoneId zone(@Nullable String name) {
    try {
      return ZoneId.of(name == null ? "UTC" : name);
    } catch (DateTimeException unknown) {
      throw invalid("timeZone", "Is a zone as in Europe/Oslo.");
    }
  }

  static ProblemException invalid(String parameter, String rule) {
    return ProblemException.of(
        RequestProblem.INVALID_PARAMETER, List.of(Fault.ofParameter(parameter, "invalid", rule)));
  }
}
