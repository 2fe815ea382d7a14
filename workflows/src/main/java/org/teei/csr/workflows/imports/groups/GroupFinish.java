package org.teei.csr.workflows.imports.groups;

import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.operations.ParkingEndedException;

/**
 * The end of a group. Files that were not begun are left out.
 *
 * @param problem tail of the problem type where the end is not a completion
 */
public record GroupFinish(GroupRef ref, GroupStatus status, @Nullable String problem) {

  /** The end that a parked step comes to. */
  static GroupFinish given(GroupRef ref, ParkingEndedException.Reason reason) {
    return switch (reason) {
      case ABORTED -> new GroupFinish(ref, GroupStatus.FAILED, "imports/aborted");
      case EXPIRED -> new GroupFinish(ref, GroupStatus.EXPIRED, "imports/expired");
    };
  }
}
