package org.teei.csr.workflows.imports;

import io.temporal.activity.ActivityInterface;

/**
 * The steps of taking an import back that touch the world. Each may be repeated: what is done
 * already is found and returned. {@code undo}, {@code removePeople} and {@code finishUndo}
 * heartbeat at least every five seconds.
 */
@ActivityInterface(namePrefix = "Imports_")
public interface UndoActivities {

  /** Takes back the next rows in one transaction: things, texts, outcomes, events. */
  RangeUndone undo(UndoRange range);

  /**
   * Removes the persons whom only this import made known, and those whom an import left behind that
   * was taken back before, as far as nothing refers to them.
   *
   * @return how many
   */
  long removePeople(ImportRef ref);

  /** Ends the taking back. */
  UndoCounts finishUndo(UndoFinish finish);
}
