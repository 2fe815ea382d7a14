package org.teei.csr.workflows.shared;

/** What can be done about a parked step. */
public enum ParkedAction {
  /** Try the step again. */
  RETRY,
  /** Leave the step out and go on; what it would have done is accounted for as not done. */
  SKIP,
  /** End the job. */
  ABORT
}
