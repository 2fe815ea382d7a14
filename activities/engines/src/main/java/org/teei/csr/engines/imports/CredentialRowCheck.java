package org.teei.csr.engines.imports;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.RowCells.Column;

/** The checks of {@link ImportKind#CREDENTIALS}. */
final class CredentialRowCheck extends KindCheck {
  private final @Nullable Column credentialId;
  private final @Nullable Column email;
  private final @Nullable Column provider;
  private final @Nullable Column courseId;
  private final @Nullable Column courseName;
  private final @Nullable Column type;
  private final @Nullable Column issued;
  private final @Nullable Column expires;
  private final @Nullable Column url;
  private final @Nullable Column code;

  CredentialRowCheck(HeaderMatch header) {
    super(header);
    this.credentialId = column("credential_id");
    this.email = column("user_email");
    this.provider = column("provider");
    this.courseId = column("course_id");
    this.courseName = column("course_name");
    this.type = column("credential_type");
    this.issued = column("issued_at");
    this.expires = column("expires_at");
    this.url = column("credential_url");
    this.code = column("verification_code");
  }

  @Override
  @Nullable ImportRow read(RowCells cells) {
    UUID id = cells.uuid(credentialId, RowErrorCode.NOT_A_UUID);
    PersonRef person = cells.person(email, null, null);
    String from = cells.text(provider);
    String course = cells.text(courseId);
    String name = cells.text(courseName);
    String paper = cells.choice(type, RowErrorCode.NOT_ALLOWED);
    Instant issuedAt = cells.instant(issued);
    Instant expiresAt = cells.instant(expires);
    String address = cells.webAddress(url);
    String proof = cells.text(code);
    if (issuedAt != null && expiresAt != null && expiresAt.isBefore(issuedAt)) {
      cells.error(RowErrorCode.EXPIRES_BEFORE_ISSUED, expires);
    }
    if (id == null
        || person == null
        || from == null
        || course == null
        || name == null
        || paper == null
        || issuedAt == null) {
      return null;
    }
    return new CredentialRow(
        id,
        person,
        from.toLowerCase(Locale.ROOT),
        course,
        name,
        CredentialType.of(paper),
        issuedAt,
        expiresAt,
        address,
        proof);
  }
}
