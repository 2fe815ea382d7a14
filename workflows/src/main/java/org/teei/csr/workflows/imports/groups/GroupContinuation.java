package org.teei.csr.workflows.imports.groups;

import java.util.List;

/**
 * What a run hands to its successor when its history has grown long.
 *
 * @param nextFile first file that is not begun yet
 * @param open files whose imports have not ended
 * @param counts files so far
 * @param parkings parkings so far
 * @param paused whether a person has paused the group
 */
public record GroupContinuation(
    GroupPlan plan,
    int nextFile,
    List<Integer> open,
    GroupCounts counts,
    int parkings,
    boolean paused) {

  static final GroupContinuation START =
      new GroupContinuation(new GroupPlan(0, true, true), 0, List.of(), GroupCounts.NONE, 0, false);

  public GroupContinuation {
    open = List.copyOf(open);
  }
}
