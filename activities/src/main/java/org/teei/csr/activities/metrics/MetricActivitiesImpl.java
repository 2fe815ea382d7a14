package org.teei.csr.activities.metrics;

import static java.util.Comparator.comparing;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.activities.shared.LeasedLoop;
import org.teei.csr.activities.shared.Pulse;
import org.teei.csr.engines.metrics.Period;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.metrics.MetricActivities;
import org.teei.csr.workflows.metrics.MetricNames;
import org.teei.csr.workflows.metrics.RollUpCounts;
import org.teei.csr.workflows.metrics.SnapshotRef;
import org.teei.csr.workflows.metrics.SnapshotResult;

/** Figures of periods, on PostgreSQL. */
public final class MetricActivitiesImpl implements MetricActivities {
  private static final Logger LOG = LoggerFactory.getLogger(MetricActivitiesImpl.class);

  /** Rows that come later than so many months do not move figures by themselves. */
  private static final int MONTHS = 3;

  private static final int QUARTERS = 2;

  /** So many companies: one statement uses one core, and others want the database too. */
  private static final int AT_ONCE = 2;

  private final SystemView system;
  private final Snapshots snapshots;
  private final Clock clock;
  private final Supplier<Runnable> heartbeats;

  /**
   * @param tenancy connects as {@code csr_worker}
   * @param clock says which periods have ended
   */
  public MetricActivitiesImpl(SystemView system, Tenancy tenancy, Clock clock) {
    this(system, tenancy, clock, Pulse::ofStep);
  }

  MetricActivitiesImpl(
      SystemView system, Tenancy tenancy, Clock clock, Supplier<Runnable> heartbeats) {
    this.system = system;
    this.snapshots = new Snapshots(tenancy);
    this.clock = clock;
    this.heartbeats = heartbeats;
  }

  @Override
  public SnapshotResult compute(SnapshotRef ref) {
    try (Pulse _ = new Pulse(heartbeats.get())) {
      return snapshots.compute(ref);
    }
  }

  @Override
  public SnapshotResult giveUp(SnapshotRef ref) {
    return snapshots.giveUp(ref);
  }

  @Override
  public RollUpCounts rollUp() {
    try (Pulse _ = new Pulse(heartbeats.get())) {
      List<Period> due = due(LocalDate.now(clock));
      List<Future<Integer>> companies = new ArrayList<>();
      try (var hands = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
        for (String tenant : system.tenants()) {
          companies.add(hands.submit(() -> rollUp(tenant, due)));
        }
      }
      int computed = 0;
      int failed = 0;
      for (Future<Integer> company : companies) {
        if (company.state() == Future.State.SUCCESS) {
          computed += company.resultNow();
        } else {
          LOG.warn("Figures could not be computed: {}", LeasedLoop.causes(company.exceptionNow()));
          failed++;
        }
      }
      int unchanged = (companies.size() - failed) * due.size() - computed;
      return new RollUpCounts(computed, unchanged, failed);
    }
  }

  private int rollUp(String tenant, List<Period> due) {
    int news = 0;
    for (Period period : due) {
      if (snapshots.keep(tenant, period, Ids.next(), MetricNames.ROLL_UP_SCHEDULE)) {
        news++;
      }
    }
    return news;
  }

  /** Months and quarters that ended lately, the oldest first. */
  static List<Period> due(LocalDate today) {
    YearMonth month = YearMonth.from(today);
    YearMonth quarter = month.minusMonths((month.getMonthValue() - 1) % 3);
    return Stream.concat(
            Stream.iterate(1, i -> i <= MONTHS, i -> i + 1)
                .map(i -> Period.of(month.minusMonths(i), ZoneOffset.UTC)),
            Stream.iterate(1, i -> i <= QUARTERS, i -> i + 1)
                .map(i -> quarter.minusMonths(3L * i))
                .map(first ->
                    new Period(first.atDay(1), first.plusMonths(3).atDay(1), ZoneOffset.UTC)))
        .sorted(comparing(Period::from))
        .toList();
  }
}
