package org.teei.csr.api.identity.passkeys;

import java.io.Serializable;
import java.util.UUID;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.teei.csr.schema.shared.Sha256;

/** Whose a passkey is: a member of a company. */
record Holder(String tenant, UUID principal) implements Serializable {

  /**
   * As authenticators know them: by a digest that names nobody, another one for each company, so
   * that a passkey for one company does not take the place of that for another.
   */
  PublicKeyCredentialUserEntity entity() {
    return ImmutablePublicKeyCredentialUserEntity.builder()
        .id(new Bytes(digest()))
        .name(tenant + " " + principal)
        .displayName(tenant)
        .build();
  }

  private byte[] digest() {
    return Sha256.of(tenant + "\0" + principal);
  }
}
