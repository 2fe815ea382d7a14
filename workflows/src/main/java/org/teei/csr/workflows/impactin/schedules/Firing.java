package org.teei.csr.workflows.impactin.schedules;

import java.time.Instant;

/**
 * A run of a schedule.
 *
 * @param due when it was to run, which may be long before it did
 */
public record Firing(ScheduleRef ref, Instant due) {}
