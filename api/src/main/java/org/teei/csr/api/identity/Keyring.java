package org.teei.csr.api.identity;

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
 * is known soon; until then the key before goes on signing, which stays valid. A token that names
 * an unknown key has nothing read again, and of many requests one reads.
 */
final class Keyring implements JWKSource<SecurityContext> {
  private static final Logger LOG = LoggerFactory.getLogger(Keyring.class);
  private static final Duration AGE = Duration.ofSeconds(5);

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
    return selector.select(loaded().set);
  }

  /** The key that signs, of those that fit. */
  JWK signing(List<JWK> fitting) {
    var active = loaded().active;
    return fitting.stream()
        .filter(key -> key.getKeyID().equals(active))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No active signing key"));
  }

  /** The public halves, for those who verify. */
  JWKSet published() {
    return loaded().set.toPublicJWKSet();
  }

  /** Reads the keys again now. */
  void forget() {
    loaded = null;
  }

  /** While one request reads them again, or the database does not answer, what is known goes on. */
  private Loaded loaded() {
    var known = loaded;
    if (known != null && (known.isFresh() || !reading.tryLock())) {
      return known;
    }
    if (known == null) {
      reading.lock();
    }
    try {
      return read(loaded);
    } finally {
      reading.unlock();
    }
  }

  private Loaded read(@Nullable Loaded known) {
    if (known != null && known.isFresh()) {
      return known;
    }
    try {
      var fresh = load(keys.all());
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

  private static Loaded load(List<SigningKey> keys) {
    var active = keys.stream().filter(key -> key.state() == State.ACTIVE).findFirst().orElseThrow();
    List<JWK> set = keys.stream().map(Keyring::jwk).collect(Collectors.toList());
    return new Loaded(new JWKSet(set), active.keyId(), Instant.now());
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
