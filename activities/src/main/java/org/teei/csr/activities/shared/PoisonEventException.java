package org.teei.csr.activities.shared;

/** An event cannot be applied, now or later, as it is. */
public final class PoisonEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param failureType {@code <feature>/<kebab-reason>}, without data
   */
  public PoisonEventException(String failureType) {
    super(failureType);
  }

  public String failureType() {
    return String.valueOf(getMessage());
  }
}
