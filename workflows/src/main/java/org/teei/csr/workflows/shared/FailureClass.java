package org.teei.csr.workflows.shared;

/**
 * Why a step failed, seen from what helps: the one vocabulary of retries, parking and dashboards.
 */
public enum FailureClass {
  /** Something was unreachable or too slow; trying again later helps. */
  TRANSIENT,
  /** The other side asked to slow down; trying again after the time it named helps. */
  RATE_LIMITED,
  /** The other side refused for good; only a change there or in the request helps. */
  PERMANENT,
  /** Credentials were refused; new credentials help, then a retry. */
  AUTH,
  /** The data cannot be processed as it is; correcting it helps. */
  DATA,
  /** Our own code is at fault; a new version helps, then a retry. */
  BUG
}
