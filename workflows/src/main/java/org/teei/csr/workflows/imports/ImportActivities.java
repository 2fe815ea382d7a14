package org.teei.csr.workflows.imports;

import io.temporal.activity.ActivityInterface;

/**
 * The steps of an import that touch the world. Each may be repeated: what is done already is found
 * and returned. {@code stage}, {@code validate}, {@code preview}, {@code merge} and {@code finish}
 * heartbeat at least every five seconds, or they are taken for dead after fifteen; a cancellation
 * that a heartbeat reports is let through.
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

  /**
   * Finds what the rows of a range would do and notes it for those who approve; of a dry run, that
   * is their outcome. Nothing lands.
   */
  Merged preview(MergeRange range);

  /**
   * Merges one range in one transaction: rows, outcomes, events. Two ranges of an import are merged
   * at the same time. Of an atomic import the one range is the whole file; if any of its rows is
   * refused only now, none lands and the refused ones are told.
   */
  Merged merge(MergeRange range);

  /** Shows a new status of a running import. */
  void show(StatusChange change);

  /** Reminds those who may approve that an import still waits. */
  void remind(StatusChange waiting);

  /** Ends the import and closes its ledger. */
  ImportCounts finish(Finish finish);
}
