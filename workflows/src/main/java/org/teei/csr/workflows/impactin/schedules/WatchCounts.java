package org.teei.csr.workflows.impactin.schedules;

/**
 * What a look at all schedules came to.
 *
 * @param caughtUp runs that did not happen and were made up for
 * @param missed schedules with a run that did not happen and is too old to be made up for
 * @param failed schedules that could not be looked at
 */
public record WatchCounts(int caughtUp, int missed, int failed) {}
