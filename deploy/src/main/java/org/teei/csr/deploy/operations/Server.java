package org.teei.csr.deploy.operations;

import java.io.IOException;

/** One process that the launcher starts, and how to see that it does its work. */
interface Server {
  Role role();

  /** What tells it from others that are kept: its role, where there is one of it. */
  default String name() {
    return role().toString();
  }

  /** Whether an end by itself with this exit code was meant, so that it is not started again. */
  default boolean endsWith(int exit) {
    return false;
  }

  /** The command with its environment; output is the launcher's matter. */
  ProcessBuilder command();

  /** A quick look, repeated until it is true. */
  boolean isReady() throws IOException, InterruptedException;
}
