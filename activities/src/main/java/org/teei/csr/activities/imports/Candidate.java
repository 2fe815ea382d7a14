package org.teei.csr.activities.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.ImportRow;

/**
 * A sound row of a range on its way into the table of its kind. Holds personal data; {@link
 * #toString()} shows none.
 *
 * @param whole whether the row has its free words; those of a candidate that is not whole are to be
 *     read again
 * @param key tells it from other rows of its kind, across files
 * @param people of the row, in its order
 * @param ratingFingerprint of what it says about a rating, null where its kind has none
 */
record Candidate<R extends ImportRow>(
    Place place,
    R row,
    boolean whole,
    String key,
    List<Named> people,
    byte[] contentFingerprint,
    byte @Nullable [] ratingFingerprint) {

  /**
   * @param other the same row, with or without its words
   */
  Candidate<R> with(R other, boolean isWhole) {
    return new Candidate<>(
        place, other, isWhole, key, people, contentFingerprint, ratingFingerprint);
  }

  Candidate<R> with(String otherKey) {
    return new Candidate<>(
        place, row, whole, otherKey, people, contentFingerprint, ratingFingerprint);
  }

  @Override
  public String toString() {
    return "Candidate[" + place + "]";
  }
}
