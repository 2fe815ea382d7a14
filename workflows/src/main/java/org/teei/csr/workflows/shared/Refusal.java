package org.teei.csr.workflows.shared;

import io.temporal.failure.ApplicationFailure;

/**
 * The no to a command, said in a validator so that it leaves no trace in the history. Its type is
 * the tail of the problem type that REST answers with.
 */
public final class Refusal {

  private Refusal() {}

  /**
   * @throws ApplicationFailure of the type, if refused
   */
  public static void when(boolean refused, String type, String message) {
    if (refused) {
      throw of(type, message);
    }
  }

  public static ApplicationFailure of(String type, String message) {
    return ApplicationFailure.newNonRetryableFailure(message, type);
  }
}
