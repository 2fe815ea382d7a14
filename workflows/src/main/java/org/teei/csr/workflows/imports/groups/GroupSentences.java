package org.teei.csr.workflows.imports.groups;

import java.util.Locale;

/** What people read about a group of imports in the Temporal UI. */
final class GroupSentences {

  static final String PLAN = "Reading what belongs to the group";
  static final String SHOW = "Showing where the group stands";
  static final String LOOK = "Asking which imports have ended";
  static final String WAIT = "Waiting for imports to end";
  static final String ROOM = "Waiting for room: the company has as many imports as may run";
  static final String FINISH = "Closing the group";
  static final String UNVERIFIED = "Noting a command that came without a recorded decision";

  private GroupSentences() {}

  static String begin(int position, int files) {
    return String.format(Locale.ROOT, "Taking in file %,d of %,d", position, files);
  }

  /** The current details. */
  static String details(GroupStatus status, int files, int open, GroupCounts counts) {
    return String.format(
        Locale.ROOT,
        "%s%n%n%,d of %,d files done: %,d imported, %,d without success, %,d left out. %,d at work.",
        sentence(status),
        counts.succeeded() + counts.failed() + counts.leftOut(),
        files,
        counts.succeeded(),
        counts.failed(),
        counts.leftOut(),
        open);
  }

  private static String sentence(GroupStatus status) {
    return switch (status) {
      case QUEUED -> "Waiting to begin.";
      case IMPORTING -> "Importing the files of the group.";
      case PAUSED -> "Paused. No further file is begun until it is resumed.";
      case PARKED -> "Waits for a decision.";
      case COMPLETED -> "Done.";
      case FAILED -> "Ended without success. Files that were not begun are left out.";
      case CANCELLED -> "Cancelled. Imports that were begun go on; the other files are left out.";
      case EXPIRED -> "Ended because no decision was made in time.";
    };
  }
}
