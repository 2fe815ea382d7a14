package org.teei.csr.workflows.imports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A running import shows a new status.
 *
 * @param dueAt until when it waits for approval, where it does
 */
public record StatusChange(ImportRef ref, ImportStatus status, @Nullable Instant dueAt) {

  public StatusChange(ImportRef ref, ImportStatus status) {
    this(ref, status, null);
  }
}
