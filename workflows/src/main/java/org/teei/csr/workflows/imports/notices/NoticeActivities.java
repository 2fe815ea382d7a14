package org.teei.csr.workflows.imports.notices;

import io.temporal.activity.ActivityInterface;

/** What telling others about an import needs of the outside. Each step may be repeated. */
@ActivityInterface(namePrefix = "Imports_")
public interface NoticeActivities {

  /**
   * Sends the notice once and notes how that went; one that has come to its end is not sent again.
   * Where the step dies between the two, its repetition sends the same notice with the same id.
   */
  NoticeOutcome deliverNotice(NoticeRef ref);

  /** Shows that the notice waits for a decision. */
  void parkNotice(NoticeRef ref);

  /** Shows that the notice will not be delivered. */
  void giveUpNotice(NoticeRef ref);
}
