package org.teei.csr.workflows.imports;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * What people read about an import in the Temporal UI: what it is doing now, and what each step in
 * the history was for. A test compares this table with recorded runs.
 */
final class ImportSentences {

  static final String STAGE = "Reading the file";
  static final String SHOW = "Showing where the import stands";
  static final String REMIND = "Reminding those who may approve";
  static final String APPROVAL_TIMER = "Waiting for approval";
  static final String FINISH = "Closing the books";
  static final String UNVERIFIED = "Noting a command that came without a recorded decision";

  private ImportSentences() {}

  static String validate(long rows) {
    return "Checking %s".formatted(rows(rows));
  }

  static String merge(MergeRange range, long lastRow) {
    return range("Writing", range, lastRow);
  }

  static String preview(MergeRange range, long lastRow) {
    return range("Finding out what would become of", range, lastRow);
  }

  private static String range(String verb, MergeRange range, long lastRow) {
    return String.format(
        Locale.ROOT, "%s rows %,d to %,d of %,d", verb, range.fromRow(), range.toRow(), lastRow);
  }

  /** What a reviewed import waits with. */
  static String awaitingApproval(Instant due, ImportCounts counts, Merged previewed) {
    return String.format(
        Locale.ROOT,
        "Waiting for approval until %s. Of %s, %,d would be new, %,d would change what is there, %,d are there already, %,d are rejected.",
        due.truncatedTo(ChronoUnit.MINUTES),
        rows(counts.read()),
        previewed.accepted() - previewed.updated(),
        previewed.updated(),
        previewed.duplicate() + counts.duplicate(),
        previewed.rejected() + counts.rejected());
  }

  /** The current details: where the import stands, with its counts where there are any. */
  static String details(ImportStatus status, long lastRow, ImportCounts counts) {
    String sentence = sentence(status, counts);
    return counts.decided() == 0 && counts.unprocessed() == 0
        ? sentence
        : "%s\n\n%s".formatted(sentence, ledger(lastRow, counts));
  }

  private static String sentence(ImportStatus status, ImportCounts counts) {
    return switch (status) {
      case QUEUED -> "Waiting to begin.";
      case STAGING -> "Reading the file: each row is read once and kept aside.";
      case VALIDATING ->
          "Checking %s: rows with errors are set apart.".formatted(rows(counts.read()));
      case AWAITING_APPROVAL -> "Waiting for approval.";
      case MERGING -> "Writing the sound rows.";
      case SCREENING -> "Screening free text.";
      case CORRECTING -> "Taking in corrections.";
      case UNDOING -> "Taking back what was written.";
      case PAUSED -> "Paused. Nothing happens until it is resumed.";
      case PARKED -> "Waits for a decision.";
      case COMPLETED -> "Done.";
      case FAILED -> "Ended without success.";
      case CANCELLED -> "Cancelled. What was written by then stays.";
      case EXPIRED ->
          "Ended because no decision was made in time. An import can be restarted, a correction sent again.";
      case UNDONE -> "Taken back.";
    };
  }

  private static String ledger(long lastRow, ImportCounts counts) {
    return String.format(
        Locale.ROOT,
        "%s read: %,d accepted (%,d of them changed what was there), %,d rejected, %,d were there already, %,d not processed.",
        rows(Math.max(counts.read(), lastRow)),
        counts.accepted(),
        counts.updated(),
        counts.rejected(),
        counts.duplicate(),
        counts.unprocessed());
  }

  private static String rows(long rows) {
    return rows == 1 ? "1 row" : String.format(Locale.ROOT, "%,d rows", rows);
  }
}
