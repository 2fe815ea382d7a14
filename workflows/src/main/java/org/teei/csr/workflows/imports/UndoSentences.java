package org.teei.csr.workflows.imports;

import java.util.Locale;

/** What people read in the Temporal UI about an import that is taken back. */
final class UndoSentences {

  static final String UNDO = "Taking back rows, the last ones first";
  static final String REMOVE_PEOPLE = "Removing persons whom only this import knew";
  static final String FINISH = ImportSentences.FINISH;

  private UndoSentences() {}

  /** The current details: where it stands, with its counts where there are any. */
  static String details(ImportStatus status, UndoCounts counts) {
    return counts.decided() == 0
        ? sentence(status)
        : "%s\n\n%s".formatted(sentence(status), ledger(counts));
  }

  private static String sentence(ImportStatus status) {
    return switch (status) {
      case UNDOING -> "Taking back what the import wrote, the last rows first.";
      case PAUSED -> "Paused. Nothing happens until it is resumed.";
      case PARKED -> "Waits for a decision.";
      case UNDONE -> "Taken back.";
      case CANCELLED -> "Cancelled. What was taken back by then stays so.";
      case FAILED -> "Ended before all rows were taken back. It can be asked for again.";
      case QUEUED,
          STAGING,
          VALIDATING,
          AWAITING_APPROVAL,
          MERGING,
          SCREENING,
          CORRECTING,
          COMPLETED,
          EXPIRED ->
          "Waiting to begin.";
    };
  }

  private static String ledger(UndoCounts counts) {
    return String.format(
        Locale.ROOT,
        "%,d of %,d accepted rows decided: %,d taken back, %,d kept because something else changed or uses them, %,d could not be taken back.",
        counts.decided(),
        counts.accepted(),
        counts.reversed(),
        counts.kept(),
        counts.failed());
  }
}
