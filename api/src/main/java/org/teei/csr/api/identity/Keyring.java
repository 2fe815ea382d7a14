package org.teei.csr.api.identity;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.schema.identity.SigningKey;
import org.teei.csr.schema.identity.SigningKey.State;
import org.teei.csr.schema.identity.SigningKeys;

/**
 * The signing keys in memory, read again every few seconds, so that a rotation by another process
 * is known soon; until then the key before goes on signing, which stays valid. A token of a key
 * that is not known waits until they are read again, for several rotations may follow each other
 * quickly. Of many requests one reads, and not more often than every quarter of a second: made-up
 * keys cannot ask the database more often than that.
 */
final class Keyring implements JWKSource<SecurityContext> {
  private static final Logger LOG = LoggerFactory.getLogger(Keyring.class);
  private static final Duration AGE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(250);

  /**
   * @param at when they began to be read
   */
  private record Loaded(JWKSet set, String active, Instant at) {
    boolean isFresh() {
      return at.plus(AGE).isAfter(Instant.now());
    }
  }

  private final SigningKeys keys;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable Loaded loaded;

  Keyring(SigningKeys keys) {
    this.keys = keys;
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
    var asked = Instant.now();
    var known = selector.select(loaded().set);
    return known.isEmpty() ? selector.select(readSince(asked).set) : known;
  }

  /** The key that signs. */
  JWK signing() {
    var now = loaded();
    return requireNonNull(now.set.getKeyByKeyId(now.active), "The active key is among the keys");
  }

  /** The public halves, for those who verify. */
  JWKSet published() {
    return loaded().set.toPublicJWKSet();
  }

  /** Reads the keys again now. */
  void forget() {
    loaded = null;
  }

  /** While one request reads them again, what is known goes on. */
  private Loaded loaded() {
    var known = loaded;
    if (known != null && (known.isFresh() || !reading.tryLock())) {
      return known;
    }
    if (known == null) {
      reading.lock();
    }
    try {
      var meanwhile = loaded;
      return meanwhile != null && meanwhile.isFresh() ? meanwhile : read(meanwhile);
    } finally {
      reading.unlock();
    }
  }

  private Loaded readSince(Instant asked) {
    reading.lock();
    try {
      var known = loaded;
      if (known != null && !known.at.isBefore(asked)) {
        return known;
      }
      if (known != null) {
        Thread.sleep(Duration.between(Instant.now(), known.at.plus(PAUSE)));
      }
      return read(known);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    } finally {
      reading.unlock();
    }
  }

  /** While the database does not answer, what is known goes on. */
  private Loaded read(@Nullable Loaded known) {
    var begun = Instant.now();
    try {
      var fresh = load(keys.all(), begun);
      loaded = fresh;
      return fresh;
    } catch (RuntimeException e) {
      if (known == null) {
        throw e;
      }
      LOG.warn("Signing keys could not be read again: {}", e.getClass().getSimpleName());
      return known;
    }
  }

  private static Loaded load(List<SigningKey> keys, Instant begun) {
    var active = keys.stream().filter(key -> key.state() == State.ACTIVE).findFirst().orElseThrow();
    List<JWK> set = keys.stream().map(Keyring::jwk).collect(Collectors.toList());
    return new Loaded(new JWKSet(set), active.keyId(), begun);
  }

  private static JWK jwk(SigningKey key) {
    return new RSAKey.Builder(key.publicKey())
        .privateKey(key.privateKey())
        .keyID(key.keyId())
        .keyUse(KeyUse.SIGNATURE)
        .algorithm(JWSAlgorithm.RS256)
        .build();
  }
}
