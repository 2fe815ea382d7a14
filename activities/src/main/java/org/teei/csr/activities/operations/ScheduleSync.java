package org.teei.csr.activities.operations;

import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.activities.shared.LeasedLoop;
import org.teei.csr.activities.shared.LeasedLoop.Hold;
import org.teei.csr.activities.shared.ScheduledRows;
import org.teei.csr.activities.shared.ScheduledRows.Timing;
import org.teei.csr.activities.shared.ScheduledRows.Wanted;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * The one writer of Schedules that follow rows: concurrent edits of a Schedule would lose each
 * other. Writes it whole each time, and only as long as this process holds the lease; a write that
 * was lost is repeated, as the row says until then that its Schedule is behind. A new or changed
 * Schedule of an interval runs at once.
 *
 * <p>Schedules are looked at in turn, {@value #LOOKS} of each kind every 15 seconds, and before
 * they are written again: what changed does not wait for a look at thousands. One that was edited
 * outside, from the Temporal UI or CLI, becomes what its row wants, a pause included: who wants to
 * pause it changes the row. The edit is audited as unverified, in the transaction that notes that
 * the Schedule is behind; so it is audited once, whatever becomes of the write.
 */
public final class ScheduleSync implements LeasedLoop.Pass {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleSync.class);

  private static final int LOOKS = 50;

  private final List<ScheduledRows> rows;
  private final Map<ScheduledRows, Portions> turns;
  private final Tenancy tenancy;
  private final ScheduleClient schedules;
  private final MeterRegistry meters;
  private final Duration betweenLooks;

  private Instant looked = Instant.EPOCH;

  /**
   * @param schedules gives up within seconds when Temporal does not answer
   */
  public ScheduleSync(
      List<ScheduledRows> rows, Tenancy tenancy, ScheduleClient schedules, MeterRegistry meters) {
    this(rows, tenancy, schedules, meters, Duration.ofSeconds(15));
  }

  ScheduleSync(
      List<ScheduledRows> rows,
      Tenancy tenancy,
      ScheduleClient schedules,
      MeterRegistry meters,
      Duration betweenLooks) {
    this.rows = List.copyOf(rows);
    this.turns =
        this.rows.stream().collect(Collectors.toMap(Function.identity(), _ -> new Portions(LOOKS)));
    this.tenancy = tenancy;
    this.schedules = schedules;
    this.meters = meters;
    this.betweenLooks = betweenLooks;
  }

  @Override
  public boolean run(Hold hold) {
    Instant now = Instant.now();
    boolean look = !looked.plus(betweenLooks).isAfter(now);
    for (ScheduledRows some : rows) {
      if (look) {
        each(inTurn(some), hold, wanted -> look(some, wanted));
      }
      each(some.changed(), hold, wanted -> follow(some, wanted));
    }
    if (look) {
      looked = now;
    }
    return false;
  }

  private List<Wanted> inTurn(ScheduledRows some) {
    return Objects.requireNonNull(turns.get(some)).next(some.followed());
  }

  /** A Schedule in trouble does not keep the others back; an outage would meet them too. */
  private static void each(List<Wanted> all, Hold hold, Consumer<Wanted> what) {
    for (Wanted wanted : all) {
      hold.keep();
      try {
        what.accept(wanted);
      } catch (RuntimeException e) {
        if (Outage.causes(e)) {
          throw e;
        }
        LOG.warn("{} is left for later: {}", wanted.scheduleId(), LeasedLoop.causes(e));
      }
    }
  }

  private void follow(ScheduledRows some, Wanted wanted) {
    if (wanted.written() > 0) {
      look(some, wanted);
    }
    write(wanted);
    some.scheduled(wanted);
  }

  private void look(ScheduledRows some, Wanted wanted) {
    switch (finding(wanted)) {
      case ScheduleFinding.AsWritten _ -> {}
      case ScheduleFinding.OfAnotherVersion _ ->
          tenancy.change(wanted.tenant(), db -> some.behind(db, wanted));
      case ScheduleFinding.Edited edited -> audit(some, wanted, edited);
    }
  }

  /** A Schedule that is to go may be gone already, by a write of ours whose end was lost. */
  private ScheduleFinding finding(Wanted wanted) {
    try {
      var found = schedules.getHandle(wanted.scheduleId()).describe().getSchedule();
      return ScheduleFinding.of(wanted, found);
    } catch (ScheduleException e) {
      if (ScheduleFinding.unreadable(e)) {
        return ScheduleFinding.Edited.UNREADABLE;
      }
      if (!Outage.notFound(e)) {
        throw e;
      }
      return wanted.deleted() ? new ScheduleFinding.AsWritten() : ScheduleFinding.Edited.DELETED;
    }
  }

  private void audit(ScheduledRows some, Wanted wanted, ScheduleFinding.Edited edited) {
    boolean news =
        tenancy.write(
            wanted.tenant(),
            db -> {
              if (!some.behind(db, wanted)) {
                return false;
              }
              Audit.append(
                  db,
                  AuditEntry.of(
                          wanted.tenant(),
                          "unknown",
                          "unverified",
                          "operations.unverified-schedule-edit",
                          "schedule",
                          wanted.scheduleId())
                      .withDetails(Map.of("edits", edited.edits(), "row", wanted.rowId())));
              return true;
            });
    if (news) {
      LOG.warn("{} was edited outside: {}", wanted.scheduleId(), edited.edits());
      meters.counter("csr.schedules.edited.outside").increment();
    }
  }

  private void write(Wanted wanted) {
    if (wanted.deleted()) {
      delete(wanted);
      return;
    }
    Schedule schedule = WantedSchedule.of(wanted);
    try {
      create(wanted, schedule);
    } catch (ScheduleAlreadyRunningException there) {
      replace(wanted, schedule);
    }
  }

  private void create(Wanted wanted, Schedule schedule) {
    schedules.createSchedule(
        wanted.scheduleId(),
        schedule,
        ScheduleOptions.newBuilder().setTriggerImmediately(runsAtOnce(wanted)).build());
  }

  private static boolean runsAtOnce(Wanted wanted) {
    return !wanted.paused() && wanted.timing() instanceof Timing.Every;
  }

  /** The SDK reads a Schedule before it writes it; one that cannot be read is made anew. */
  private void replace(Wanted wanted, Schedule schedule) {
    var handle = schedules.getHandle(wanted.scheduleId());
    try {
      handle.update(ignored -> new ScheduleUpdate(schedule));
    } catch (ScheduleException e) {
      if (!ScheduleFinding.unreadable(e)) {
        throw e;
      }
      handle.delete();
      create(wanted, schedule);
      return;
    }
    if (runsAtOnce(wanted)) {
      handle.trigger(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP);
    }
  }

  private void delete(Wanted wanted) {
    try {
      schedules.getHandle(wanted.scheduleId()).delete();
    } catch (ScheduleException e) {
      if (!Outage.notFound(e)) {
        throw e;
      }
    }
  }
}
