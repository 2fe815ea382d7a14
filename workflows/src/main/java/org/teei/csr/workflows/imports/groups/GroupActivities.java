package org.teei.csr.workflows.imports.groups;

import io.temporal.activity.ActivityInterface;

/**
 * The steps of a group of imports that touch the world. Each may be repeated: what is done already
 * is found and returned.
 */
@ActivityInterface(namePrefix = "Imports_")
public interface GroupActivities {

  /** Says how the group is worked off. */
  GroupPlan planGroup(GroupRef ref);

  /**
   * Takes a file in and makes its import, once, with the intent that starts it; heartbeats at least
   * every five seconds. A file that cannot be an import is refused, which is written down; so is
   * why one waits for which the company has no room.
   */
  FileBegun beginFile(GroupFile file);

  /** Which imports have ended. Called as a local activity: one short query. */
  FileEnds endedFiles(OpenFiles files);

  /** Shows a new status of a running group. */
  void showGroup(GroupChange change);

  /** Ends the group. */
  void finishGroup(GroupFinish finish);
}
