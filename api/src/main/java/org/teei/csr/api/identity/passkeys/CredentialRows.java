package org.teei.csr.api.identity.passkeys;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;
import org.teei.csr.schema.jooq.tables.records.PasskeysRecord;

/** Credentials as Spring has them, and as rows. */
final class CredentialRows {
  private CredentialRows() {}

  static PasskeysRecord row(Holder holder, UUID id, CredentialRecord credential) {
    var row = new PasskeysRecord();
    row.setTenantId(holder.tenant());
    row.setPasskeyId(id);
    row.setPrincipalId(holder.principal());
    row.setCredentialId(credential.getCredentialId().getBytes());
    row.setPublicKey(credential.getPublicKey().getBytes());
    row.setAttestation(Objects.requireNonNull(credential.getAttestationObject()).getBytes());
    row.setClientData(Objects.requireNonNull(credential.getAttestationClientDataJSON()).getBytes());
    row.setSignatureCount(credential.getSignatureCount());
    row.setUserVerified(credential.isUvInitialized());
    row.setBackupEligible(credential.isBackupEligible());
    row.setBackedUp(credential.isBackupState());
    row.setTransports(
        credential.getTransports().stream()
            .map(AuthenticatorTransport::getValue)
            .sorted()
            .toArray(String[]::new));
    row.setCreatedAt(Instant.now());
    return row;
  }

  static CredentialRecord credential(Holder holder, PasskeysRecord row) {
    var lastUsed = row.getLastUsedAt() == null ? row.getCreatedAt() : row.getLastUsedAt();
    return ImmutableCredentialRecord.builder()
        .credentialType(PublicKeyCredentialType.PUBLIC_KEY)
        .credentialId(new Bytes(row.getCredentialId()))
        .userEntityUserId(holder.entity().getId())
        .publicKey(new ImmutablePublicKeyCose(row.getPublicKey()))
        .attestationObject(new Bytes(row.getAttestation()))
        .attestationClientDataJSON(new Bytes(row.getClientData()))
        .signatureCount(row.getSignatureCount())
        .uvInitialized(row.getUserVerified())
        .backupEligible(row.getBackupEligible())
        .backupState(row.getBackedUp())
        .transports(
            Arrays.stream(row.getTransports())
                .map(AuthenticatorTransport::valueOf)
                .collect(Collectors.toUnmodifiableSet()))
        .label("")
        .created(row.getCreatedAt())
        .lastUsed(lastUsed)
        .build();
  }
}
