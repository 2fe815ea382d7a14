package org.teei.csr.workflows.metrics;

import java.util.Locale;

/** What people read about figures in the Temporal UI. */
final class MetricSentences {

  static final String COMPUTE = "Computing the figures of a period from its rows";
  static final String COMPUTING = COMPUTE + ".";
  static final String GIVE_UP = "Noting that the figures were given up";
  static final String ROLL_UP = "Computing the periods of all companies that ended lately";
  static final String ROLLING_UP = ROLL_UP + ".";

  private MetricSentences() {}

  static String ended(SnapshotResult result) {
    return switch (result.state()) {
      case QUEUED -> throw new IllegalArgumentException("not an end of a snapshot");
      case COMPUTED ->
          String.format(
              Locale.ROOT,
              "Done. Revision %,d is kept; %,d figures differ from the one before.",
              result.revision(),
              result.moved());
      case UNCHANGED ->
          String.format(
              Locale.ROOT, "Done. The figures are those of revision %,d.", result.revision());
      case FAILED -> "Given up. No figures were kept; they can be asked for anew.";
    };
  }

  static String rolledUp(RollUpCounts counts) {
    return String.format(
        Locale.ROOT,
        "%,d new revisions, %,d periods as they were, %,d companies whose figures could not be computed.",
        counts.computed(),
        counts.unchanged(),
        counts.failed());
  }
}
