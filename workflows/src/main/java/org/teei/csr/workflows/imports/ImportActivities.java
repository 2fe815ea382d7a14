package org.teei.csr.workflows.imports;

import io.temporal.activity.ActivityInterface;

/**
 * The steps of an import that touch the world. Each may be repeated: what is done already is found
 * and returned.
 */
@ActivityInterface(namePrefix = "Imports_")
public interface ImportActivities {

  /**
   * Reads the stored file once and stages each row with its place and keys; heartbeats the rows
   * read.
   */
  StageOutcome stage(ImportRef ref);

  /**
   * Gives an outcome to each row that can be judged without merging: errors and rows superseded
   * within the file.
   */
  Validated validate(ImportRef ref);

  /** Merges one range in one transaction: rows, outcomes, events. */
  Merged merge(MergeRange range);

  /** Shows a new status of a running import. */
  void show(StatusChange change);

  /** Ends the import and closes its ledger. */
  ImportCounts finish(Finish finish);
}
