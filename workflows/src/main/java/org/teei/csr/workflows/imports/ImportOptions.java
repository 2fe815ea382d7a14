package org.teei.csr.workflows.imports;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import org.teei.csr.workflows.operations.Approval;
import org.teei.csr.workflows.operations.OperationsActivities;
import org.teei.csr.workflows.shared.StepOptions;

/** How the steps of an import are called, and in which portions. */
final class ImportOptions {

  /** Rows merged in one transaction. */
  static final long ROWS_PER_RANGE = 10_000;

  /** Ranges merged at the same time: a second one is worth 1.4 times the speed, more are not. */
  static final int RANGES_AT_ONCE = 2;

  /** How long a reviewed import waits for approval. */
  static final Approval.Terms APPROVAL =
      new Approval.Terms(
          Duration.ofDays(14),
          List.of(Duration.ofDays(3), Duration.ofDays(7), Duration.ofDays(13)),
          ImportSentences.APPROVAL_TIMER,
          "imports/not-waiting");

  /**
   * Runs that begin from now on enter their status in passing. Those that began before 1 December
   * 2026 do it by an activity; the old branch may go eight days after the last worker of an older
   * build stopped.
   */
  static final String BRIEF = "brief-histories";

  private ImportOptions() {}

  /** Statements on the import's own row. */
  static ImportActivities quick(String summary) {
    return Workflow.newActivityStub(ImportActivities.class, StepOptions.quick(summary));
  }

  /** Work on the rows of the file. */
  static ImportActivities bulk(String summary) {
    return Workflow.newActivityStub(ImportActivities.class, StepOptions.bulk(summary));
  }

  /** What is shown about a failure, as long as it takes. */
  static ImportActivities relentless(String summary) {
    return Workflow.newActivityStub(ImportActivities.class, StepOptions.relentless(summary));
  }

  static OperationsActivities operations(String summary) {
    return Workflow.newActivityStub(OperationsActivities.class, StepOptions.quick(summary));
  }
}
