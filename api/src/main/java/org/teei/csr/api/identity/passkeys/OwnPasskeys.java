package org.teei.csr.api.identity.passkeys;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;

/**
 * All passkeys that there are, as far as Spring can see: those of one member. Nobody else's is
 * found, whatever a browser shows.
 */
final class OwnPasskeys
    implements UserCredentialRepository, PublicKeyCredentialUserEntityRepository {
  private final Passkeys passkeys;
  private final Holder holder;

  OwnPasskeys(Passkeys passkeys, Holder holder) {
    this.passkeys = passkeys;
    this.holder = holder;
  }

  @Override
  public @Nullable CredentialRecord findByCredentialId(Bytes id) {
    return all().stream().filter(one -> one.getCredentialId().equals(id)).findFirst().orElse(null);
  }

  @Override
  public List<CredentialRecord> findByUserId(Bytes userId) {
    return userId.equals(holder.entity().getId()) ? all() : List.of();
  }

  private List<CredentialRecord> all() {
    return passkeys.of(holder).stream().map(row -> CredentialRows.credential(holder, row)).toList();
  }

  /** One that is known has just been used; Spring itself compares no counts of earlier uses. */
  @Override
  public void save(CredentialRecord credential) {
    var id = credential.getCredentialId().getBytes();
    if (passkeys.of(holder).stream().anyMatch(row -> Arrays.equals(row.getCredentialId(), id))) {
      passkeys.use(holder, id, credential.getSignatureCount());
    } else {
      passkeys.add(holder, credential);
    }
  }

  @Override
  public @Nullable PublicKeyCredentialUserEntity findById(Bytes id) {
    return id.equals(holder.entity().getId()) ? holder.entity() : null;
  }

  @Override
  public PublicKeyCredentialUserEntity findByUsername(String name) {
    return holder.entity();
  }

  @Override
  public void save(PublicKeyCredentialUserEntity entity) {
    throw new UnsupportedOperationException("A holder is always known");
  }

  @Override
  public void delete(Bytes id) {
    throw new UnsupportedOperationException("Passkeys are removed by their own route");
  }
}
