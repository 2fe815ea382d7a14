package org.teei.csr.schema.personaldata;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicInteger;

/** A KMS that really encrypts, counts its calls and can be taken away. */
public final class InMemoryKms implements Kms {
  private final AesGcmJce aead;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean reachable = true;

  public InMemoryKms() {
    try {
      this.aead = new AesGcmJce(Random.randBytes(32));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public void takeAway() {
    reachable = false;
  }

  public int calls() {
    return calls.get();
  }

  @Override
  public String keyId() {
    return "memory";
  }

  @Override
  public byte[] wrap(byte[] key, byte[] associatedData) {
    call();
    try {
      return aead.encrypt(key, associatedData);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
    call();
    try {
      return aead.decrypt(wrapped, associatedData);
    } catch (GeneralSecurityException e) {
      throw new DecryptionException("not this key", e);
    }
  }

  private void call() {
    calls.incrementAndGet();
    if (!reachable) {
      throw new IllegalStateException("The KMS is away");
    }
  }
}
