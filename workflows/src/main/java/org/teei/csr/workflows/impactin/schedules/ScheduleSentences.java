package org.teei.csr.workflows.impactin.schedules;

import java.util.Locale;

/** What people read about schedules of deliveries in the Temporal UI. */
final class ScheduleSentences {

  static final String FIRE = "Opening the delivery of the period";
  static final String FIRING = FIRE + ".";
  static final String WATCH = "Looking whether all schedules have run";
  static final String WATCHING = WATCH + ".";
  static final String GIVEN_UP =
      "Ended without success; the look at all schedules opens the delivery.";

  private ScheduleSentences() {}

  static String fired(Fired fired) {
    if (fired.deliveryId() == null) {
      return "Done. The schedule is paused, over or gone: nothing is delivered.";
    }
    return String.format(
        Locale.ROOT,
        fired.opened()
            ? "Done. Delivery %s of the period from %s is on its way."
            : "Done. There is delivery %s of the period from %s already.",
        fired.deliveryId(),
        fired.from());
  }

  static String watched(WatchCounts counts) {
    return String.format(
        Locale.ROOT,
        "%,d %s made up for, %,d %s with a run that was missed, %,d that could not be looked at.",
        counts.caughtUp(),
        counts.caughtUp() == 1 ? "run" : "runs",
        counts.missed(),
        counts.missed() == 1 ? "schedule" : "schedules",
        counts.failed());
  }
}
