package org.teei.csr.engines.imports;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a programme's user file says of a person. Holds personal data: never logged, never sent to
 * Temporal; {@link #toString()} shows none of it.
 *
 * @param firstName the first word of the name
 * @param lastName the words behind it, with single blanks between them
 * @param roleWhenJoined the programme's own word for {@code role}; null where the cell is blank
 * @param verificationStatus the programme's own word, lower case
 * @param joinedAt whole microseconds
 */
public record UserRow(
    PersonRef person,
    @Nullable String firstName,
    @Nullable String lastName,
    UserRole role,
    @Nullable String roleWhenJoined,
    @Nullable String verificationStatus,
    @Nullable Boolean grantAccess,
    @Nullable Instant joinedAt,
    @Nullable String linkedinUrl)
    implements ImportRow {

  @Override
  public List<PersonRef> people() {
    return List.of(person);
  }

  /** There is one row of each person. */
  @Override
  public String key() {
    return "";
  }

  @Override
  public boolean keyedByPeople() {
    return true;
  }

  /** Without the identifiers: whose row it is, they decide together. */
  @Override
  public byte[] canonicalContent(RatingScale scale) {
    return new Canonical()
        .text(firstName)
        .text(lastName)
        .text(role.id())
        .text(roleWhenJoined)
        .text(verificationStatus)
        .value(grantAccess)
        .instant(joinedAt)
        .text(linkedinUrl)
        .bytes();
  }

  /** Nothing of it is long. */
  @Override
  public UserRow withoutWords() {
    return this;
  }

  @Override
  public String toString() {
    return "UserRow[" + role.id() + "]";
  }
}
