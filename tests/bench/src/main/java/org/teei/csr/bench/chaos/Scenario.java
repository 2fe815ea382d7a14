package org.teei.csr.bench.chaos;

import java.util.List;
import java.util.Random;
import org.teei.csr.bench.shared.LocalStack;

/** Work of one kind, done in rounds while faults befall the stack that does it. */
public interface Scenario {

  /** What a round goes through, in order; faults go round these in turn. */
  List<String> stages();

  /** Tables that lie on the disk that gets full, where one can be mounted. */
  default List<String> tables() {
    return List.of();
  }

  /** Undisturbed, once: what rounds stand on. */
  default void prepare(LocalStack stack) throws Exception {}

  /**
   * Begins a round.
   *
   * @param number from 1
   * @param random the only source of what is left to chance
   */
  Round begin(LocalStack stack, int number, Random random) throws Exception;

  /** Work that is under way. */
  interface Round {

    /**
     * Goes on until the work has come to a stage, and some way into it. The stack is whole when
     * this is asked. What is over before it can be seen is passed: the answer tells.
     *
     * @param way 0 to 1
     */
    Place reach(String stage, double way) throws Exception;

    /** Where the work is, at any time; fails while the stack does not say. */
    Place place() throws Exception;

    /**
     * Goes on to the end, by what a person would do too.
     *
     * @throws RuntimeException if it does not come to an end in a time that is long for it
     */
    void finish() throws Exception;

    /** Judges what the round has come to, once it has finished. */
    Checker checker();
  }

  /**
   * Where work is.
   *
   * @param done a number that moves when the work does
   * @param waits whether it waits for somebody outside, so that nothing moves by itself
   */
  record Place(String stage, long done, boolean waits) {}
}
