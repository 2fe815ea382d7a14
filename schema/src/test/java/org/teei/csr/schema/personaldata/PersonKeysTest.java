package org.teei.csr.schema.personaldata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.PERSON_KEYS;
import static org.teei.csr.schema.jooq.Tables.PROFILES;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class PersonKeysTest {
  private static final byte[] PLAIN = "a@example.org".getBytes(UTF_8);

  private final Database database = Database.shared();
  private final InMemoryKms kms = new InMemoryKms();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final TenantKeys tenantKeys = new TenantKeys(tenancy, kms);
  private final PersonKeys keys = new PersonKeys(tenantKeys);
  private final String tenant = database.freshTenant();
  private final UUID person = Ids.next();
  private final UUID row = Ids.next();

  @Test
  void aStoredKeyOpensWhatItEncryptedBefore() {
    var key = keys.generate(tenant, person);
    var ciphertext = key.encrypt("texts", "ciphertext", row, PLAIN);
    store(key);

    var loaded = load(List.of(person, Ids.next()));

    assertThat(loaded).containsOnlyKeys(person);
    assertThat(loaded.get(person).decrypt("texts", "ciphertext", row, ciphertext)).isEqualTo(PLAIN);
  }

  @Test
  void aDestroyedKeyIsGoneAtOnce() {
    store(keys.generate(tenant, person));
    load(List.of(person));

    tenancy.change(tenant, db -> db.deleteFrom(PERSON_KEYS).execute());

    assertThat(load(List.of(person))).isEmpty();
  }

  @Test
  void aCiphertextDoesNotOpenInAnotherRow() {
    var key = keys.generate(tenant, person);
    var ciphertext = key.encrypt("texts", "ciphertext", row, PLAIN);

    assertThatThrownBy(() -> key.decrypt("texts", "ciphertext", Ids.next(), ciphertext))
        .isInstanceOf(DecryptionException.class);
  }

  @Test
  void aCiphertextDoesNotOpenInAnotherColumnOrTable() {
    var key = keys.generate(tenant, person);
    var ciphertext = key.encrypt("texts", "ciphertext", row, PLAIN);

    assertThatThrownBy(() -> key.decrypt("texts", "other", row, ciphertext))
        .isInstanceOf(DecryptionException.class);
    assertThatThrownBy(() -> key.decrypt("text", "sciphertext", row, ciphertext))
        .isInstanceOf(DecryptionException.class);
  }

  @Test
  void aCiphertextDoesNotOpenInAnotherTenantEvenUnderTheSameKey() {
    var key = keys.generate(tenant, person);
    var ciphertext = key.encrypt("texts", "ciphertext", row, PLAIN);
    var moved =
        new PersonKey(database.freshTenant(), person, key.secret(), tenantKeys.decryptions());

    assertThatThrownBy(() -> moved.decrypt("texts", "ciphertext", row, ciphertext))
        .isInstanceOf(DecryptionException.class);
  }

  @Test
  void aWrappedKeyDoesNotOpenForAnotherPersonOrTenant() {
    var wrapped = keys.wrap(keys.generate(tenant, person));

    assertThatThrownBy(() -> keys.unwrap(tenant, Ids.next(), wrapped))
        .isInstanceOf(DecryptionException.class);
    assertThatThrownBy(() -> keys.unwrap(database.freshTenant(), person, wrapped))
        .isInstanceOf(DecryptionException.class);
  }

  @Test
  void theVersionBesideAWrappedKeyIsThatOfTheDataKey() {
    Rotation.of(database, tenantKeys, kms, tenant).toActive();

    assertThat(keys.dataKeyVersion(keys.wrap(keys.generate(tenant, person)))).isEqualTo(2);
  }

  @Test
  void theSameContentNeverLooksTheSame() {
    var key = keys.generate(tenant, person);

    assertThat(key.encrypt("texts", "ciphertext", row, PLAIN))
        .isNotEqualTo(key.encrypt("texts", "ciphertext", row, PLAIN));
  }

  @Test
  void textShowsNoKey() {
    assertThat(keys.generate(tenant, person)).hasToString("PersonKey[personId=" + person + "]");
    assertThat(tenantKeys.cipher(tenant))
        .hasToString("TenantCipher[tenant=" + tenant + ", version=1]");
  }

  private Map<UUID, PersonKey> load(List<UUID> persons) {
    return tenancy.read(tenant, db -> keys.load(db, tenant, persons));
  }

  private void store(PersonKey key) {
    var wrapped = keys.wrap(key);
    tenancy.change(
        tenant,
        db -> {
          db.insertInto(PROFILES)
              .columns(PROFILES.TENANT_ID, PROFILES.PERSON_ID)
              .values(tenant, person)
              .execute();
          db.insertInto(PERSON_KEYS)
              .columns(
                  PERSON_KEYS.TENANT_ID,
                  PERSON_KEYS.PERSON_ID,
                  PERSON_KEYS.DATA_KEY_VERSION,
                  PERSON_KEYS.WRAPPED_KEY)
              .values(tenant, person, keys.dataKeyVersion(wrapped), wrapped)
              .execute();
        });
  }
}
