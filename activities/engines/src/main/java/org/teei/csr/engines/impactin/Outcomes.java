package org.teei.csr.engines.impactin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Outcome figures, parted into those that may leave the house and those that may not. One that
 * rests on fewer than five people would tell about each of them; of one that rests on nobody knows
 * how many, nobody knows whether it does.
 *
 * @param told in the order of their names
 * @param leftOut in the order of their names
 */
record Outcomes(List<Outcome> told, List<LeftOut> leftOut) {
  /** Outcome scores come from texts; until they do, a snapshot has no such figure. */
  private static final String JOB_READINESS = "jobReadiness";

  private static final String NOT_SCORED = "outcome-scores-missing";
  private static final int FEWEST_PEOPLE = 5;

  /**
   * @param value as the snapshot has it
   * @param people at least five
   */
  record Outcome(String name, BigDecimal value, String unit, String formula, long people) {
    /** Its name in snake case, as categories and dimensions are called. */
    String category() {
      StringBuilder words = new StringBuilder();
      for (char letter : name.toCharArray()) {
        if (Character.isUpperCase(letter)) {
          words.append('_');
        }
        words.append(letter);
      }
      return words.toString().toLowerCase(Locale.ROOT);
    }
  }

  /** Of all that the snapshot has. */
  static Outcomes all(ReportedFigures in) {
    return of(in, _ -> true);
  }

  /** Of what is a share of one: platforms know no ratios, and no scores of ours. */
  static Outcomes shares(ReportedFigures in) {
    Outcomes shares = of(in, figure -> figure.unit().equals("share"));
    if (in.figure(JOB_READINESS).isPresent()) {
      return shares;
    }
    return new Outcomes(
        shares.told(),
        Stream.concat(shares.leftOut().stream(), Stream.of(new LeftOut(JOB_READINESS, NOT_SCORED)))
            .sorted(Comparator.comparing(LeftOut::figure))
            .toList());
  }

  private static Outcomes of(ReportedFigures in, Predicate<ReportedFigure> wanted) {
    List<Outcome> told = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    for (ReportedFigure figure : in.figures()) {
      if (figure.isOutcome() && wanted.test(figure)) {
        part(figure, told, leftOut);
      }
    }
    return new Outcomes(List.copyOf(told), List.copyOf(leftOut));
  }

  private static void part(ReportedFigure figure, List<Outcome> told, List<LeftOut> leftOut) {
    BigDecimal value = figure.value();
    Long people = figure.people();
    String reason = figure.reason();
    if (value == null) {
      leftOut.add(new LeftOut(figure.name(), reason == null ? "no-rows" : reason));
    } else if (people == null) {
      leftOut.add(new LeftOut(figure.name(), LeftOut.PEOPLE_UNKNOWN));
    } else if (people < FEWEST_PEOPLE) {
      leftOut.add(new LeftOut(figure.name(), LeftOut.TOO_FEW_PEOPLE));
    } else {
      told.add(new Outcome(figure.name(), value, figure.unit(), figure.formula(), people));
    }
  }
}
