package org.teei.csr.schema.personaldata;

import static org.teei.csr.schema.jooq.Tables.PERSON_KEYS;

import com.google.crypto.tink.subtle.Random;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Makes, wraps and reads the keys of persons. Nothing is kept in memory: a destroyed key is gone at
 * once.
 */
public final class PersonKeys {
  private static final int KEY_LENGTH = 32;
  private static final String PURPOSE = "person-key";

  private final TenantKeys tenantKeys;

  public PersonKeys(TenantKeys tenantKeys) {
    this.tenantKeys = tenantKeys;
  }

  /** A new key, not yet stored. */
  public PersonKey generate(String tenant, UUID personId) {
    return new PersonKey(tenant, personId, Random.randBytes(KEY_LENGTH), tenantKeys.decryptions());
  }

  /**
   * The key for {@code person_keys.wrapped_key}; {@link #dataKeyVersion} gives the column beside
   * it.
   */
  public byte[] wrap(PersonKey key) {
    return tenantKeys
        .cipher(key.tenant())
        .encrypt(key.secret(), keyName(key.tenant(), key.personId()));
  }

  /**
   * The version of the tenant's data key that wrapped {@code wrappedKey}, for {@code
   * person_keys.data_key_version}.
   */
  public int dataKeyVersion(byte[] wrappedKey) {
    return TenantCipher.versionOf(wrappedKey);
  }

  /** Opens a key read from {@code person_keys.wrapped_key}. */
  public PersonKey unwrap(String tenant, UUID personId, byte[] wrappedKey) {
    return new PersonKey(
        tenant, personId, secret(tenant, personId, wrappedKey), tenantKeys.decryptions());
  }

  /** The same key, wrapped by the version of the tenant's data key that encrypts now. */
  byte[] rewrap(String tenant, UUID personId, byte[] wrappedKey) {
    return tenantKeys
        .cipher(tenant)
        .encrypt(secret(tenant, personId, wrappedKey), keyName(tenant, personId));
  }

  /** The stored keys of {@code persons}; who has none is missing from the answer. */
  public Map<UUID, PersonKey> load(DSLContext db, String tenant, Collection<UUID> persons) {
    var keys = new HashMap<UUID, PersonKey>();
    db.select(PERSON_KEYS.PERSON_ID, PERSON_KEYS.WRAPPED_KEY)
        .from(PERSON_KEYS)
        .where(
            PERSON_KEYS.TENANT_ID.eq(tenant),
            PERSON_KEYS.PERSON_ID.eq(DSL.any(persons.toArray(UUID[]::new))))
        .forEach(row -> keys.put(row.value1(), unwrap(tenant, row.value1(), row.value2())));
    return keys;
  }

  private byte[] secret(String tenant, UUID personId, byte[] wrappedKey) {
    return tenantKeys.cipher(tenant).decrypt(PURPOSE, wrappedKey, keyName(tenant, personId));
  }

  private static byte[] keyName(String tenant, UUID personId) {
    return Bytes.of(personId, "person_keys", tenant);
  }
}
