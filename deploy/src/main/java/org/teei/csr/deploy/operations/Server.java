package org.teei.csr.deploy.operations;

import java.io.IOException;

/** One process that the launcher starts, and how to see that it does its work. */
interface Server {
  Role role();

  /** The command with its environment; output is the launcher's matter. */
  ProcessBuilder command();

  /** A quick look, repeated until it is true. */
  boolean isReady() throws IOException, InterruptedException;
}
