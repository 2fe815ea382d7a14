package org.teei.csr.activities.imports;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session as it will stand.
 *
 * @param ratedAnew whether rating or feedback is there and not as before
 */
record SessionWrite(
    Candidate candidate,
    UUID sessionId,
    UUID participantId,
    UUID volunteerId,
    @Nullable UUID ratingId,
    @Nullable UUID feedbackTextId,
    @Nullable UUID goalsTextId,
    boolean ratedAnew) {

  SessionWrite withoutWords() {
    return new SessionWrite(
        candidate.withoutWords(),
        sessionId,
        participantId,
        volunteerId,
        ratingId,
        feedbackTextId,
        goalsTextId,
        ratedAnew);
  }
}
