package org.teei.csr.activities.shared;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.impactin.Rhythm;

/**
 * Rows that Temporal Schedules follow: the row with its version is the truth, and one loop writes
 * the Schedules.
 */
public interface ScheduledRows {

  /**
   * What the Schedule of a row has to be.
   *
   * @param version of the row
   * @param written the version that the Schedule was last written for; 0 before it ever was, or
   *     when it was found to be otherwise since
   * @param scheduleId of the Schedule, and of the runs that it starts
   * @param input of these
   * @param priority of these, from 1
   * @param timing when they are started
   * @param paused nothing is started
   * @param deleted there is no Schedule any more
   */
  record Wanted(
      String tenant,
      UUID rowId,
      int version,
      int written,
      String scheduleId,
      String workflowType,
      String taskQueue,
      String summary,
      Object input,
      int priority,
      Timing timing,
      boolean paused,
      boolean deleted) {}

  /** When a Schedule starts something. */
  sealed interface Timing {

    /** Again and again, and at once when it is new or was changed. */
    record Every(Duration interval) implements Timing {}

    /**
     * At times of a calendar.
     *
     * @param catchUp how long after its time a run that was missed is made up for
     * @param waits whether a run that meets the one before waits for its end; else it is left out
     * @param until absent where it goes on
     */
    record At(
        Rhythm rhythm, Duration jitter, Duration catchUp, boolean waits, @Nullable Instant until)
        implements Timing {}
  }

  /** Rows of all tenants that changed since their Schedule was written. */
  List<Wanted> changed();

  /** Rows of all tenants whose Schedule was written since they changed and has to be there. */
  List<Wanted> followed();

  /**
   * Notes, in the transaction of somebody's, that the Schedule is not as it was written, so that
   * the row is one of {@link #changed}.
   *
   * @return false if that is known, or the Schedule was written anew meanwhile
   */
  boolean behind(DSLContext db, Wanted found);

  /** Notes that the Schedule is as the row was in this version. */
  void scheduled(Wanted written);
}
