package org.teei.csr.activities.imports;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What stood in the table of a kind where a row lands. */
interface Before {
  UUID id();

  /** Whom it is about, in the order of the table. */
  List<UUID> people();

  /** Whose key encrypts its words. */
  UUID authorId();

  byte[] contentFingerprint();

  byte @Nullable [] ratingFingerprint();

  /** Its texts, one place for each {@link KindTable#texts}. */
  List<@Nullable UUID> textIds();
}
