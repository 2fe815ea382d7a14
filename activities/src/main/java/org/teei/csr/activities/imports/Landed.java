package org.teei.csr.activities.imports;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.ImportRow;

/**
 * A row as it will stand in the table of its kind.
 *
 * @param people whom it is about, in the order of the table
 * @param before null where it is new
 * @param textIds one place for each {@link KindTable#texts}
 */
record Landed<R extends ImportRow, B extends Before>(
    Candidate<R> candidate,
    UUID id,
    List<UUID> people,
    @Nullable B before,
    List<@Nullable UUID> textIds) {

  R row() {
    return candidate.row();
  }

  /** Whether what it says about a rating is new. */
  boolean ratedAnew() {
    return before == null
        || !Arrays.equals(before.ratingFingerprint(), candidate.ratingFingerprint());
  }

  Landed<R, B> with(Candidate<R> other) {
    return new Landed<>(other, id, people, before, textIds);
  }
}
