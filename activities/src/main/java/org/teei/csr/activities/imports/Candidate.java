package org.teei.csr.activities.imports;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.SessionRow;
import org.teei.csr.schema.personaldata.BlindIndex;

/**
 * A sound row of a range on its way into the sessions. Holds personal data; {@link #toString()}
 * shows none.
 *
 * @param whole whether the session has its free words; those of a candidate that is not whole are
 *     to be read again
 * @param rating on the scale 0..1
 */
record Candidate(
    Place place,
    SessionRow session,
    boolean whole,
    BlindIndex.Index participant,
    BlindIndex.Index volunteer,
    @Nullable BigDecimal rating,
    byte[] contentFingerprint,
    byte[] ratingFingerprint) {

  /** Lets go of everything that may be long. */
  Candidate withoutWords() {
    return with(
        new SessionRow(
            session.externalId(),
            session.type(),
            session.participantEmail(),
            session.volunteerEmail(),
            session.scheduledAt(),
            session.completedAt(),
            session.durationMinutes(),
            session.rating(),
            null,
            session.languageLevel(),
            List.of(),
            null,
            null,
            null),
        false);
  }

  /**
   * @param again the same row, read again
   */
  Candidate withWordsOf(SessionRow again) {
    return with(again, true);
  }

  private Candidate with(SessionRow row, boolean isWhole) {
    return new Candidate(
        place, row, isWhole, participant, volunteer, rating, contentFingerprint, ratingFingerprint);
  }

  @Override
  public String toString() {
    return "Candidate[" + place + "]";
  }
}
