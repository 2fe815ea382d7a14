package org.teei.csr.bench.chaos;

import java.util.List;

/**
 * A judge that shares no code with the product: it reads the input and the end state by itself, and
 * compares.
 */
@FunctionalInterface
public interface Checker {

  /** What is not as it has to be; empty where all is well. */
  List<Finding> findings() throws Exception;

  /** In what way a state is wrong. */
  enum Wrong {
    /** Something was accepted, and is not there. */
    LOST,
    /** Something is there more often than it was sent. */
    DOUBLED,
    /** Something is there, and is not what was sent. */
    OTHER
  }

  /**
   * One thing that is not as it has to be.
   *
   * @param count how often
   * @param what in words, with an example and without personal data
   */
  record Finding(Wrong wrong, long count, String what) {}
}
