package org.teei.csr.schema.personaldata;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A KMS that really encrypts, counts its calls, can change its key and be taken away. */
public final class InMemoryKms implements Kms {
  private final List<AesGcmJce> keys = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean reachable = true;

  public InMemoryKms() {
    changeKey();
  }

  public void takeAway() {
    reachable = false;
  }

  public void bringBack() {
    reachable = true;
  }

  /** A new master key wraps from now on. */
  public void changeKey() {
    try {
      keys.add(new AesGcmJce(Random.randBytes(32)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The earlier master keys are no more. */
  public void forgetEarlierKeys() {
    keys.subList(0, keys.size() - 1).clear();
  }

  public int calls() {
    return calls.get();
  }

  @Override
  public String keyId() {
    call();
    return "memory-" + System.identityHashCode(keys.getLast());
  }

  @Override
  public byte[] wrap(byte[] key, byte[] associatedData) {
    call();
    try {
      return keys.getLast().encrypt(key, associatedData);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
    call();
    for (var key : keys) {
      try {
        return key.decrypt(wrapped, associatedData);
      } catch (GeneralSecurityException otherKey) {
        continue;
      }
    }
    throw new DecryptionException("not this key", null);
  }

  private void call() {
    calls.incrementAndGet();
    if (!reachable) {
      throw new KmsUnavailableException("The KMS is away", null);
    }
  }
}
