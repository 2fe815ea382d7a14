package org.teei.csr.workflows.operations;

import java.util.Locale;

/** What people read about the work of operations in the Temporal UI. */
final class OperationsSentences {

  static final String SWEEP_LOOKING = "Looking for parked work that failed for a passing reason.";
  static final String SWEEP_LIST = "Listing parked work that failed for a passing reason";
  static final String SWEEP_RETRY = "Telling parked work to try again";
  static final String SWEEP_BREATH = "Pausing so that not everything comes back at once";
  static final String RESOLVE_PAGE = "Telling the next parked work what was decided";
  static final String RESOLVING_STOPPED = "Stopped before all parked work was told.";
  static final String END_BULK = "Closing the books";
  static final String EXPIRE_UPLOADS = "Removing expired uploads and their result data";
  static final String EXPIRE_IDEMPOTENCY_KEYS = "Removing expired answers to repeated requests";
  static final String EXPIRE_EVENTS = "Removing events older than 30 days";
  static final String EXPIRE_ACCESS_TOKENS =
      "Removing the record of access tokens that ended 30 days ago";

  private OperationsSentences() {}

  static String sweeping(int count) {
    return String.format(Locale.ROOT, "Trying %,d parked again, a few at a time.", count);
  }

  static String swept(int count) {
    return String.format(Locale.ROOT, "Done. %,d parked were told to try again.", count);
  }

  static String resolving(BulkPage page) {
    return String.format(
        Locale.ROOT, "Telling parked work what was decided: %,d so far.", page.resolved());
  }

  static String resolved(BulkPage page) {
    return String.format(
        Locale.ROOT,
        "%s %,d told what was decided, %,d did not wait any more.",
        page.last() ? "Done." : "Stopped before all were told.",
        page.resolved(),
        page.skipped());
  }

  static String removed(RetentionCounts counts) {
    return String.format(
        Locale.ROOT,
        "Done. Removed: %,d uploads, %,d answers to repeated requests, %,d events, %,d access tokens.",
        counts.uploads(),
        counts.idempotencyKeys(),
        counts.events(),
        counts.accessTokens());
  }
}
