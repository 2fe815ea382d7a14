package org.teei.csr.workers.shared;

/** Whether Temporal ties runs to the build of the worker that began them. */
public enum Versioning {
  /** No: any worker takes any run. */
  OFF,
  /** Yes; somebody else says which build new runs begin with. */
  ON,
  /** Yes, and new runs begin with this build as soon as it asks for work. */
  CURRENT,
  /**
   * Yes, and this build only finishes what it began: no endless loops, no Schedules. The process
   * ends by itself, with exit code 0, when none of its runs is open any more.
   */
  OUTGOING
}
