package org.teei.csr.schema.audit;

import com.google.crypto.tink.subtle.Ed25519Sign;
import com.google.crypto.tink.subtle.Ed25519Sign.KeyPair;
import com.google.crypto.tink.subtle.Ed25519Verify;
import java.security.GeneralSecurityException;
import org.teei.csr.schema.personaldata.TenantKeys;

/**
 * Signs seals (Ed25519) with a key of the tenant that is stored wrapped by the KMS: who rules the
 * database alone cannot sign.
 */
public final class SealSigner {
  private static final String KEY_ID = "seal/";

  private final TenantKeys keys;

  public SealSigner(TenantKeys keys) {
    this.keys = keys;
  }

  /** The name of the key that {@link #sign} uses now. */
  String keyId(String tenant) {
    return KEY_ID + keys.sealSeeds(tenant).lastKey();
  }

  byte[] sign(String tenant, byte[] digest) {
    try {
      return new Ed25519Sign(keys.sealSeeds(tenant).lastEntry().getValue()).sign(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The seal key does not sign", e);
    }
  }

  boolean verifies(String tenant, String keyId, byte[] digest, byte[] signature) {
    for (var seed : keys.sealSeeds(tenant).entrySet()) {
      if (keyId.equals(KEY_ID + seed.getKey())) {
        try {
          new Ed25519Verify(KeyPair.newKeyPairFromSeed(seed.getValue()).getPublicKey())
              .verify(signature, digest);
          return true;
        } catch (GeneralSecurityException e) {
          return false;
        }
      }
    }
    return false;
  }
}
