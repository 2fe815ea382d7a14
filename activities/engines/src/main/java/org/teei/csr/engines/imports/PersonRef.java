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

  /** Whether the two have an identifier in common. */
  boolean same(@Nullable PersonRef other) {
    return other != null
        && (email.equals(other.email)
            || (externalId != null && externalId.equals(other.externalId))
            || (personId != null && personId.equals(other.personId)));
  }

  @Override
  public String toString() {
    return "PersonRef";
  }
}
