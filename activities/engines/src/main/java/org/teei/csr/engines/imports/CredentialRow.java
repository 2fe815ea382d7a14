package org.teei.csr.engines.imports;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A credential that a person was issued. Holds personal data: never logged, never sent to Temporal;
 * {@link #toString()} shows none of it.
 *
 * @param credentialId the natural key, of the issuer's making
 * @param provider lower case
 * @param issuedAt whole microseconds
 * @param expiresAt whole microseconds, not before {@code issuedAt}; null where it never does
 * @param url where the credential can be looked at
 * @param verificationCode proves the credential to who has it
 */
public record CredentialRow(
    UUID credentialId,
    PersonRef person,
    String provider,
    String courseId,
    String courseName,
    CredentialType type,
    Instant issuedAt,
    @Nullable Instant expiresAt,
    @Nullable String url,
    @Nullable String verificationCode)
    implements ImportRow {

  @Override
  public List<PersonRef> people() {
    return List.of(person);
  }

  @Override
  public String key() {
    return credentialId.toString();
  }

  @Override
  public boolean keyedByPeople() {
    return false;
  }

  /** Whose it is apart: persons are compared, not what they are called. */
  @Override
  public byte[] canonicalContent(RatingScale scale) {
    return new Canonical()
        .value(credentialId)
        .text(provider)
        .text(courseId)
        .text(courseName)
        .text(type.id())
        .instant(issuedAt)
        .instant(expiresAt)
        .text(url)
        .text(verificationCode)
        .bytes();
  }

  @Override
  public CredentialRow withoutWords() {
    return new CredentialRow(
        credentialId,
        person,
        provider,
        courseId,
        courseName,
        type,
        issuedAt,
        expiresAt,
        null,
        null);
  }

  @Override
  public String toString() {
    return "CredentialRow[" + type.id() + "]";
  }
}
