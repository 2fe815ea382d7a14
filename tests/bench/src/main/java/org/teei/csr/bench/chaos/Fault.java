package org.teei.csr.bench.chaos;

import java.time.Duration;
import java.util.Random;
import org.teei.csr.bench.shared.LocalStack;

/** Something that befalls a stack, and passes. */
public interface Fault {

  /** As reports name it, such as {@code kill worker}. */
  String name();

  /**
   * How long it is left to last.
   *
   * @param longest what whoever runs it bears
   */
  default Duration lasts(Random random, Duration longest) {
    return Duration.ZERO;
  }

  /** Makes ready to strike a stack that is whole, so that the strike itself takes no time. */
  Aimed aim(LocalStack stack) throws Exception;

  /** A fault that is ready to strike, once. */
  @FunctionalInterface
  interface Aimed extends AutoCloseable {

    /** Does it; answers what ends it. */
    Mend strike() throws Exception;

    /** Gives up what was made ready, whether it came to strike or not. */
    @Override
    default void close() throws Exception {}
  }

  /** Ends a fault. What is killed comes back by itself, so there may be nothing to do. */
  @FunctionalInterface
  interface Mend {
    Mend NOTHING = () -> {};

    void mend() throws Exception;
  }
}
