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
  static final String EXPIRE_SIGN_INS =
      "Removing the record of access tokens that ended 30 days ago";
  static final String KEY_PREPARE = "Making a new version of the company's data key";
  static final String KEY_ACTIVATE = "Letting the new version encrypt";
  static final String KEY_REWRAP = "Wrapping the keys of persons with the new version";
  static final String KEY_RETIRE = "Retiring the earlier versions";
  static final String KEY_END = "Closing the books";
  static final String KEY_SPREAD = "Waiting until every process knows of the change";
  static final String MASTER_KEY_REWRAP = "Wrapping the keys of all companies with the master key";

  private OperationsSentences() {}

  static String rotating(String stage, KeyRotationCounts counts) {
    return String.format(
        Locale.ROOT,
        "Exchanging the company's data key: %s. %,d keys of persons wrapped with the new version so far.",
        stage,
        counts.rewrapped());
  }

  static String rotated(KeyRotationStatus status, KeyRotationCounts counts) {
    return String.format(
        Locale.ROOT,
        "%s %,d keys of persons wrapped with the new version. Only earlier versions open %,d keys of persons, %,d answers to repeated requests, %,d stored objects.",
        switch (status) {
          case COMPLETED -> "Done.";
          case FAILED -> "Ended without success; another rotation goes on from here.";
          case CANCELLED -> "Cancelled; another rotation goes on from here.";
          case EXPIRED ->
              "Ended because no decision was made in time; another rotation goes on from here.";
        },
        counts.rewrapped(),
        counts.kept().personKeys(),
        counts.kept().replies(),
        counts.kept().objects());
  }

  static String rewrapped(MasterKeyCounts counts) {
    return String.format(
        Locale.ROOT,
        "Done. %,d keys of %,d companies wrapped with the master key.",
        counts.keys(),
        counts.tenants());
  }

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
        counts.signIns());
  }
}
