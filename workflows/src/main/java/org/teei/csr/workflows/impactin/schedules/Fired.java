package org.teei.csr.workflows.impactin.schedules;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a schedule came to.
 *
 * @param deliveryId of the period's delivery; absent where the schedule is gone, paused or over
 * @param from first day of the period
 * @param opened whether the delivery is new
 */
public record Fired(@Nullable UUID deliveryId, @Nullable LocalDate from, boolean opened) {
  public static final Fired NOTHING = new Fired(null, null, false);
}
