package org.teei.csr.activities.imports;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a row names a person.
 *
 * @param externalId what the source calls them
 * @param personId our id of them
 */
record Named(Identifier email, @Nullable Identifier externalId, @Nullable UUID personId) {

  List<Identifier> identifiers() {
    return externalId == null ? List.of(email) : List.of(email, externalId);
  }
}
