package org.teei.csr.workers.operations;

/** Why today's code does not follow a history, as far as the two tell. */
enum Cause {
  STEP_ADDED(
      "Keep the old order for runs that began before: put the new request behind"
          + " Workflow.getVersion(<CHANGE>, Workflow.DEFAULT_VERSION, 1) and leave it out for DEFAULT_VERSION."),
  STEP_REMOVED(
      "Bring it back for runs that began before: branch by Workflow.getVersion and keep it for DEFAULT_VERSION."),
  STEP_ORDER(
      "Restore the order for runs that began before: branch by Workflow.getVersion and keep the old order for"
          + " DEFAULT_VERSION."),
  WAIT_ADDED(
      "Let only runs that begin from now on wait: put the wait behind Workflow.getVersion and leave it out for"
          + " DEFAULT_VERSION."),
  WAIT_REMOVED(
      "Bring the wait back for runs that began before: branch by Workflow.getVersion and keep it for DEFAULT_VERSION."),
  HANDLER_REMOVED(
      "Bring the handler back under its old name; runs that began before have heard it. A new name is added beside it."),
  VERSION_REMOVED(
      "Bring the Workflow.getVersion call of that change back, with the branch that these runs took. It may go when"
          + " none of them is open any more."),
  VERSION_REFUSED(
      "Widen the range of Workflow.getVersion for that change, so that it takes in the version of the history, and"
          + " bring its branch back."),
  ENDED_EARLIER(
      "Let runs that began before go on as they did: branch by Workflow.getVersion where the code decides to end."),
  GOES_ON(
      "Let runs that began before end as they did: put what was added at the end behind Workflow.getVersion."),
  IDS(
      "Draw the ids as before: the calls of Workflow.randomUUID, Workflow.newRandom, steps and timers before this"
          + " event must be as many as they were."),
  EXCEPTION(
      "Make the code take the arguments and results that the history holds: fields may be added as nullable, but"
          + " none may change its type, and names of sealed types and constants stay."),
  OTHER("Compare the code before this event with the code of the build that wrote the history.");

  /** What to do about it. */
  final String advice;

  Cause(String advice) {
    this.advice = advice;
  }
}
