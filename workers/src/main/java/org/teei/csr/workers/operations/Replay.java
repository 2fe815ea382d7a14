package org.teei.csr.workers.operations;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of replaying one run. Holds ids, types and numbers of events, nothing that was in a
 * payload, unless asked for encoded ones.
 *
 * @param runId of the run that the history began with, which a reset does not change
 * @param build the build that took the run's last step, as its history tells; null where it does
 *     not
 * @param pinned whether Temporal ties it to that build, so that it never meets another
 * @param events how many its history holds
 * @param difference the first one; null where there is none
 * @param trouble why it could not be replayed; null where it could
 */
record Replay(
    String workflowId,
    String runId,
    String workflowType,
    @Nullable String build,
    boolean pinned,
    boolean open,
    int events,
    Verdict verdict,
    @Nullable Difference difference,
    @Nullable String trouble) {

  Replay with(Difference difference) {
    return new Replay(
        workflowId, runId, workflowType, build, pinned, open, events, verdict, difference, trouble);
  }

  enum Verdict {
    DETERMINISTIC,
    DIFFERS,
    NOT_REPLAYED
  }

  /**
   * Where code and history part.
   *
   * @param eventId the number of the event that the code did not ask for, or the last one where the
   *     code asked for more
   * @param history what the history has there
   * @param code what the code did there
   * @param place file and line of the code; null where it asked for nothing
   * @param likely the likely cause
   * @param advice what to do about it
   * @param payloads the payloads of that event as they are stored, in the JSON of protocol buffers;
   *     empty unless asked for
   */
  record Difference(
      long eventId,
      String history,
      String code,
      @Nullable String place,
      Cause cause,
      String likely,
      String advice,
      List<String> payloads) {

    Difference with(List<String> payloads) {
      return new Difference(eventId, history, code, place, cause, likely, advice, payloads);
    }
  }
}
