package org.teei.csr.workflows.imports.groups;

/**
 * How far a group is, in files.
 *
 * @param succeeded imports that were completed
 * @param failed imports that ended otherwise, and files that were refused
 * @param leftOut files that a person decided to leave out
 */
public record GroupCounts(int succeeded, int failed, int leftOut) {

  static final GroupCounts NONE = new GroupCounts(0, 0, 0);

  GroupCounts plus(boolean success) {
    return new GroupCounts(succeeded + (success ? 1 : 0), failed + (success ? 0 : 1), leftOut);
  }

  GroupCounts withoutOne() {
    return new GroupCounts(succeeded, failed, leftOut + 1);
  }
}
