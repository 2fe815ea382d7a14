package org.teei.csr.api.identity;

import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.ProblemKind;

/**
 * Two people for one thing: one asks for it, another approves. The one place where that is decided;
 * the table of what is asked for holds the same rule as a check, {@code approved_by <>
 * requested_by}.
 *
 * @param samePerson what is told to who asked and approves
 * @param notWaiting what is told where nothing waits for an approval any more
 */
public record FourEyes(ProblemKind samePerson, ProblemKind notWaiting) {

  /**
   * Something that waits for its approval, or did, as its locked row has it.
   *
   * @param requestedBy name of the principal who asked
   * @param approvedBy name of the principal who approved; null while nobody has
   */
  public record Asked(String requestedBy, @Nullable String approvedBy, boolean waiting) {}

  /**
   * Whether this is the approval; a repetition by the same person is none and changes nothing.
   *
   * @throws ProblemException where it is refused
   */
  public boolean approves(Principal who, Asked asked) {
    if (who.name().equals(asked.requestedBy)) {
      throw ProblemException.of(samePerson);
    }
    if (who.name().equals(asked.approvedBy)) {
      return false;
    }
    mustWait(asked);
    return true;
  }

  /** Refuses what is too late. */
  public void mustWait(Asked asked) {
    if (!asked.waiting) {
      throw ProblemException.of(notWaiting);
    }
  }
}
