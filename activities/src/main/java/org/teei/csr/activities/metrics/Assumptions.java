package org.teei.csr.activities.metrics;

import static org.teei.csr.schema.jooq.Tables.METRIC_ASSUMPTIONS;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.teei.csr.engines.metrics.Period;

/**
 * What a company assumes, as far as a period is concerned: costs of each of its days, and of all
 * else what holds on its last day.
 *
 * @param used with their source, in the order of name and date
 */
record Assumptions(Period period, List<Assumption> used) {
  static final String COST = "monthly_programme_cost";

  /** One value of a name, and from when on it holds. */
  record Assumption(String name, LocalDate validFrom, BigDecimal value, String source) {}

  static Assumptions read(DSLContext db, String tenant, Period period) {
    List<Assumption> all =
        db.selectFrom(METRIC_ASSUMPTIONS)
            .where(
                METRIC_ASSUMPTIONS.TENANT_ID.eq(tenant),
                METRIC_ASSUMPTIONS.VALID_FROM.lt(period.until()))
            .orderBy(METRIC_ASSUMPTIONS.NAME, METRIC_ASSUMPTIONS.VALID_FROM)
            .fetch(row ->
                new Assumption(
                    row.getName(),
                    row.getValidFrom(),
                    row.getValue().stripTrailingZeros(),
                    row.getSource()));
    List<Assumption> used = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boolean followed = i + 1 < all.size() && all.get(i + 1).name().equals(all.get(i).name());
      LocalDate reachesTo = followed ? all.get(i + 1).validFrom() : period.until();
      boolean counts =
          all.get(i).name().equals(COST) ? reachesTo.isAfter(period.from()) : !followed;
      if (counts) {
        used.add(all.get(i));
      }
    }
    return new Assumptions(period, List.copyOf(used));
  }

  Optional<BigDecimal> value(String name) {
    return used.stream()
        .filter(some -> some.name().equals(name))
        .map(Assumption::value)
        .findFirst();
  }

  /**
   * What the programme cost in the period: each day the share of its month, 2 decimals. Empty where
   * the cost of some day is not known.
   */
  @JsonIgnore
  Optional<BigDecimal> cost() {
    TreeMap<LocalDate, BigDecimal> monthly = new TreeMap<>();
    used.stream()
        .filter(some -> some.name().equals(COST))
        .forEach(some -> monthly.put(some.validFrom(), some.value()));
    if (monthly.floorEntry(period.from()) == null) {
      return Optional.empty();
    }
    BigDecimal sum = BigDecimal.ZERO;
    LocalDate day = period.from();
    while (day.isBefore(period.until())) {
      LocalDate next = border(day, monthly);
      BigDecimal days = BigDecimal.valueOf(next.toEpochDay() - day.toEpochDay());
      BigDecimal ofMonth = BigDecimal.valueOf(YearMonth.from(day).lengthOfMonth());
      sum =
          sum.add(
              monthly
                  .floorEntry(day)
                  .getValue()
                  .multiply(days)
                  .divide(ofMonth, 10, RoundingMode.HALF_UP));
      day = next;
    }
    return Optional.of(sum.setScale(2, RoundingMode.HALF_UP));
  }

  /** Up to where the month and its cost are those of a day. */
  private LocalDate border(LocalDate day, TreeMap<LocalDate, BigDecimal> monthly) {
    LocalDate month = YearMonth.from(day).plusMonths(1).atDay(1);
    LocalDate change = monthly.higherKey(day);
    LocalDate next = change != null && change.isBefore(month) ? change : month;
    return next.isBefore(period.until()) ? next : period.until();
  }
}
