package org.teei.csr.workflows.imports.folders;

import io.temporal.activity.ActivityInterface;

/** The steps of drop folders that touch the world. Each may be repeated. */
@ActivityInterface(namePrefix = "Imports_")
public interface FolderActivities {

  /** Lists what lies in a folder; nothing where it is disabled or gone. */
  FolderLook lookIntoFolder(FolderRef ref);

  /**
   * Makes an import of each file that is still as it was, once, and lays it aside; a file that
   * cannot be an import is laid aside with the reason, and one for which the company has no room
   * stays for the next run. Heartbeats at least every five seconds.
   */
  FolderCounts takeFiles(FolderTake take);
}
