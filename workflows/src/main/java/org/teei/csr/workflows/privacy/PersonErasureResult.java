package org.teei.csr.workflows.privacy;

/** What an erasure came to. */
public enum PersonErasureResult {
  /** The person was erased now. */
  ERASED,
  /** An earlier try had erased the person. */
  ALREADY_ERASED,
  /** There is no approval that holds, so nothing was done. */
  NOT_APPROVED
}
