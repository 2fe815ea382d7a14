package org.teei.csr.activities.imports;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.SessionRow;
import org.teei.csr.schema.personaldata.BlindIndex;

/**
 * A sound row of a range on its way into the sessions. Holds personal data; {@link #toString()}
 * shows none.
 *
 * @param rating on the scale 0..1
 */
record Candidate(
    Place place,
    SessionRow session,
    BlindIndex.Index participant,
    BlindIndex.Index volunteer,
    @Nullable BigDecimal rating,
    byte[] contentFingerprint,
    byte[] ratingFingerprint) {

  @Override
  public String toString() {
    return "Candidate[" + place + "]";
  }
}
