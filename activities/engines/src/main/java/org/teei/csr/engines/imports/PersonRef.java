package org.teei.csr.engines.imports;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person as a row names them. {@link #toString()} shows no personal data.
 *
 * @param email lower case
 * @param externalId what the source of the file calls the person
 * @param personId our own id of the person
 */
public record PersonRef(String email, @Nullable String externalId, @Nullable UUID personId) {

  public static PersonRef of(String email) {
    return new PersonRef(email, null, null);
  }

  @Override
  public String toString() {
    return "PersonRef";
  }
}
