package org.teei.csr.activities.operations;

import java.util.List;

/** Goes through a list that changes, a portion at a time, and begins anew behind its end. */
final class Portions {
  private final int most;
  private int from;

  /**
   * @param most elements of a portion
   */
  Portions(int most) {
    this.most = most;
  }

  /** The next portion of what is in the list by now. */
  <T> List<T> next(List<T> all) {
    int begin = from < all.size() ? from : 0;
    int end = Math.min(begin + most, all.size());
    from = end;
    return all.subList(begin, end);
  }
}
