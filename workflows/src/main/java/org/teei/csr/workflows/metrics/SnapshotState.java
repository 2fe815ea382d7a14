package org.teei.csr.workflows.metrics;

import java.util.Locale;

/** Where a snapshot stands; the spelling in rows is the name in lower case. */
public enum SnapshotState {
  QUEUED,
  /** There is a new revision. */
  COMPUTED,
  /** The figures are those of the latest revision. */
  UNCHANGED,
  FAILED;

  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
