package org.teei.csr.activities.imports;

import static java.util.Comparator.comparing;

import java.util.Comparator;
import org.teei.csr.schema.personaldata.BlindIndex;

/**
 * Something that identifies a person, as it is found without being known.
 *
 * @param kind as {@code profile_identifiers.kind} spells it
 */
record Identifier(String kind, BlindIndex.Index index) implements Comparable<Identifier> {
  private static final Comparator<Identifier> ORDER =
      comparing(Identifier::kind).thenComparing(Identifier::index);

  static Identifier email(BlindIndex.Index index) {
    return new Identifier(EmailIndexes.KIND, index);
  }

  /** The order in which all writers insert identifiers, so that they do not deadlock. */
  @Override
  public int compareTo(Identifier other) {
    return ORDER.compare(this, other);
  }
}
