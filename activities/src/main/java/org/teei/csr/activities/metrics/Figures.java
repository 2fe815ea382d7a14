package org.teei.csr.activities.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.metrics.Integration;
import org.teei.csr.engines.metrics.Sroi;
import org.teei.csr.engines.metrics.Vis;

/**
 * The figures of a period, by the formulas. What cannot be computed is null with a reason, never a
 * default.
 */
final class Figures {
  private static final List<String> OF_SROI =
      List.of("wage_lift", "multiplier", "discount_rate", "benefit_years");

  private Figures() {}

  static List<Figure> of(Inputs in, Assumptions assumptions) {
    return List.of(
        Figure.counted("participants", in.participants(), "people"),
        Figure.counted("volunteers", in.volunteers(), "people"),
        Figure.counted("sessions", in.sessions(), "count"),
        hours(in),
        completions(in),
        languageProgress(in),
        languageLevel(in),
        integration(in),
        sroi(in, assumptions),
        vis());
  }

  private static Figure hours(Inputs in) {
    return new Figure(
        "hours",
        BigDecimal.valueOf(in.minutes()).divide(BigDecimal.valueOf(60), 2, RoundingMode.HALF_UP),
        "hours",
        null,
        "hours-of-sessions/1",
        null,
        in.sessionsWithoutDuration() > 0 ? List.of("sessions-without-duration") : List.of(),
        Map.of("minutes", in.minutes(), "sessionsWithoutDuration", in.sessionsWithoutDuration()));
  }

  private static Figure completions(Inputs in) {
    return new Figure(
        "courseCompletions",
        BigDecimal.valueOf(in.completions()),
        "count",
        in.completionPeople(),
        "count/1",
        null,
        List.of(),
        Map.of());
  }

  /** The share of those with two levels or more who are on a higher one than before. */
  private static Figure languageProgress(Inputs in) {
    return new Figure(
        "languageProgress",
        in.levelledPeople() == 0
            ? null
            : BigDecimal.valueOf(in.improvedPeople())
                .divide(BigDecimal.valueOf(in.levelledPeople()), 4, RoundingMode.HALF_UP),
        "share",
        in.levelledPeople(),
        "language-progress/1",
        in.levelledPeople() == 0 ? "no-rows" : null,
        List.of(),
        Map.of("improved", in.improvedPeople(), "levelled", in.levelledPeople()));
  }

  private static Figure languageLevel(Inputs in) {
    return new Figure(
        "languageLevel",
        in.language(),
        "share",
        in.languagePeople(),
        "language-level/1",
        in.language() == null ? "no-rows" : null,
        List.of(),
        Map.of());
  }

  private static Figure integration(Inputs in) {
    return new Figure(
        "integration",
        in.integration(),
        "share",
        in.languagePeople(),
        Integration.FORMULA,
        in.integration() == null ? "no-rows" : null,
        in.integration() == null ? List.of() : List.of("employment-unknown"),
        Map.of());
  }

  private static Figure sroi(Inputs in, Assumptions assumptions) {
    Optional<BigDecimal> cost = assumptions.cost();
    List<String> missing = new ArrayList<>();
    if (cost.isEmpty()) {
      missing.add(Assumptions.COST);
    }
    OF_SROI.stream().filter(name -> assumptions.value(name).isEmpty()).forEach(missing::add);
    if (!missing.isEmpty() || in.levelledPeople() == 0) {
      return sroi(in, null, reason(missing), Map.of());
    }
    Sroi.Inputs inputs =
        new Sroi.Inputs(
            in.improvedPeople(),
            assumptions.value("wage_lift").orElseThrow(),
            assumptions.value("multiplier").orElseThrow(),
            assumptions.value("discount_rate").orElseThrow(),
            assumptions.value("benefit_years").orElseThrow().intValueExact(),
            cost.orElseThrow());
    Sroi.Result result = Sroi.of(inputs);
    Map<String, Object> open = new LinkedHashMap<>();
    open.put("peopleWithOutcome", inputs.people());
    open.put("cost", inputs.cost());
    open.put("netPresentValue", result.netPresentValue());
    open.put("totalBenefit", result.totalBenefit());
    open.put("band", result.band());
    return sroi(in, result.ratio(), null, open);
  }

  private static String reason(List<String> missing) {
    return missing.isEmpty() ? "no-rows" : "assumption-missing " + String.join(" ", missing);
  }

  private static Figure sroi(
      Inputs in, @Nullable BigDecimal ratio, @Nullable String reason, Map<String, Object> open) {
    return new Figure(
        "sroi", ratio, "ratio", in.levelledPeople(), Sroi.FORMULA, reason, List.of(), open);
  }

  private static Figure vis() {
    return new Figure(
        "vis", null, "score", null, Vis.FORMULA, "outcome-scores-missing", List.of(), Map.of());
  }

  /** Names of figures whose value, or the reason for having none, is another one than before. */
  static List<String> moved(List<Figure> before, List<Figure> now) {
    Map<String, Figure> former = new LinkedHashMap<>();
    before.forEach(figure -> former.put(figure.name(), figure));
    return Stream.concat(now.stream(), before.stream())
        .filter(figure -> !same(former.get(figure.name()), of(now, figure.name())))
        .map(Figure::name)
        .distinct()
        .toList();
  }

  private static @Nullable Figure of(List<Figure> figures, String name) {
    return figures.stream().filter(figure -> figure.name().equals(name)).findFirst().orElse(null);
  }

  private static boolean same(@Nullable Figure before, @Nullable Figure now) {
    return before != null
        && now != null
        && before.formula().equals(now.formula())
        && Objects.equals(before.reason(), now.reason())
        && (before.value() == null
            ? now.value() == null
            : now.value() != null && before.value().compareTo(now.value()) == 0);
  }
}
