package org.teei.csr.activities.impactin.schedules;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.teei.csr.engines.impactin.PeriodUnit;
import org.teei.csr.engines.impactin.Rhythm;
import org.teei.csr.engines.metrics.Period;
import org.teei.csr.schema.jooq.tables.records.ScheduledDeliveriesRecord;

/** What a row of {@code scheduled_deliveries} means. */
record ScheduleRow(ScheduledDeliveriesRecord row) {

  Rhythm rhythm() {
    return Rhythm.of(row.getFrequency(), row.getRunDay(), row.getRunTime(), row.getCron(), zone());
  }

  /** The last period that had ended when a run was due. */
  Period period(Instant due) {
    return unit().before(due.atZone(zone()).toLocalDate(), zone());
  }

  /** Runs that were due by a time, the latest first: since it runs as it does, until it ends. */
  Stream<Instant> due(Instant until) {
    Rhythm rhythm = rhythm();
    Instant ends = row.getEndsAt();
    return Stream.iterate(
            rhythm.last(ends == null || until.isBefore(ends) ? until : ends),
            Optional::isPresent,
            time -> rhythm.last(time.orElseThrow().minusSeconds(1)))
        .map(Optional::orElseThrow)
        .takeWhile(time -> !time.isBefore(row.getActiveSince()));
  }

  boolean runs(Instant due) {
    return !row.getDeleted()
        && !row.getPaused()
        && (row.getEndsAt() == null || !due.isAfter(row.getEndsAt()));
  }

  Duration catchUp() {
    return Duration.ofSeconds(row.getCatchUpSeconds());
  }

  Duration jitter() {
    return Duration.ofSeconds(row.getJitterSeconds());
  }

  private PeriodUnit unit() {
    return PeriodUnit.valueOf(row.getPeriodUnit().toUpperCase(Locale.ROOT));
  }

  private ZoneId zone() {
    return ZoneId.of(row.getTimeZone());
  }
}
