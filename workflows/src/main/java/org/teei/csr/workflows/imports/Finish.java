package org.teei.csr.workflows.imports;

import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.operations.ParkingEndedException;

/**
 * The end of an import. Rows without outcome become unprocessed, so that the ledger closes.
 *
 * @param problem tail of the problem type where the end is not a completion
 * @param line physical line of the file the problem was found at
 */
public record Finish(
    ImportRef ref, ImportStatus status, @Nullable String problem, @Nullable Long line) {

  /** The end of an import whose failed step was given up or not decided about in time. */
  static Finish of(ImportRef ref, ParkingEndedException given) {
    return switch (given.reason()) {
      case ABORTED -> new Finish(ref, ImportStatus.FAILED, "imports/aborted", null);
      case EXPIRED -> new Finish(ref, ImportStatus.EXPIRED, "imports/expired", null);
    };
  }
}
