package org.teei.csr.schema.personaldata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.TENANT_KEYS;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class TenantKeysTest {
  private static final byte[] PLAIN = "plain".getBytes(UTF_8);
  private static final byte[] PLACE = "place".getBytes(UTF_8);

  private final Database database = Database.shared();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final InMemoryKms kms = new InMemoryKms();
  private final TenantKeys keys = new TenantKeys(tenancy, kms);
  private final String tenant = database.freshTenant();

  @Test
  void whatOneProcessEncryptedAnotherDecrypts() {
    var ciphertext = keys.cipher(tenant).encrypt(PLAIN, PLACE);

    assertThat(
            new TenantKeys(new Tenancy(database.api()), kms)
                .cipher(tenant)
                .decrypt(ciphertext, PLACE))
        .isEqualTo(PLAIN);
  }

  @Test
  void processesThatNeedTheFirstKeyTogetherEndWithOne() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starts =
          Stream.generate(() ->
                  (Callable<byte[]>)
                      () -> new TenantKeys(tenancy, kms).cipher(tenant).encrypt(PLAIN, PLACE))
              .limit(12)
              .toList();

      assertThat(threads.invokeAll(starts))
          .allSatisfy(ciphertext ->
              assertThat(keys.cipher(tenant).decrypt(ciphertext.get(), PLACE)).isEqualTo(PLAIN));
    }
    List<String> purposes =
        tenancy.read(
            tenant,
            db -> db.select(TENANT_KEYS.PURPOSE).from(TENANT_KEYS).fetch(TENANT_KEYS.PURPOSE));
    assertThat(purposes).containsExactlyInAnyOrder("data", "index", "seal");
  }

  @Test
  void theKmsAndTheDatabaseAreAskedAtFirstUseOnly() {
    keys.cipher(tenant);
    var calls = kms.calls();
    kms.takeAway();

    keys.cipher(tenant).encrypt(PLAIN, PLACE);
    keys.blindIndex(tenant).of("email", "value");

    assertThat(kms.calls()).isEqualTo(calls);
  }

  @Test
  void withoutTheKmsThereIsNoFallback() {
    kms.takeAway();

    assertThatThrownBy(() -> keys.cipher(tenant)).isInstanceOf(KmsUnavailableException.class);
  }

  @Test
  void aCiphertextOfOneTenantDoesNotOpenForAnother() {
    var ciphertext = keys.cipher(tenant).encrypt(PLAIN, PLACE);
    var other = keys.cipher(database.freshTenant());

    assertThatThrownBy(() -> other.decrypt(ciphertext, PLACE))
        .isInstanceOf(DecryptionException.class);
  }

  @Test
  void aCiphertextOpensInItsPlaceOnly() {
    var ciphertext = keys.cipher(tenant).encrypt(PLAIN, PLACE);

    assertThatThrownBy(() -> keys.cipher(tenant).decrypt(ciphertext, PLAIN))
        .isInstanceOf(DecryptionException.class);
  }

  @Test
  void anythingElseThanACiphertextIsRefused() {
    assertThatThrownBy(() -> keys.cipher(tenant).decrypt(new byte[] {1, 2}, PLACE))
        .isInstanceOf(DecryptionException.class);
    assertThatThrownBy(() -> keys.cipher(tenant).decrypt(new byte[64], PLACE))
        .isInstanceOf(DecryptionException.class);
  }

  @Test
  void aNewVersionEncryptsAndTheOldOneStillDecrypts() {
    var before = keys.cipher(tenant).encrypt(PLAIN, PLACE);
    Rotation.of(database, keys, kms, tenant).toActive();
    var after = keys.cipher(tenant).encrypt(PLAIN, PLACE);

    assertThat(TenantCipher.versionOf(before)).isEqualTo(1);
    assertThat(TenantCipher.versionOf(after)).isEqualTo(2);
    assertThat(keys.cipher(tenant).decrypt(before, PLACE)).isEqualTo(PLAIN);
  }

  @Test
  void aProcessThatMissedARotationReadsWhatTheNewKeyEncrypted() {
    var sleeping = keys.cipher(tenant);
    var other = new TenantKeys(tenancy, kms);
    Rotation.of(database, other, kms, tenant).toActive();
    var ciphertext = other.cipher(tenant).encrypt(PLAIN, PLACE);

    assertThat(sleeping.decrypt(ciphertext, PLACE)).isEqualTo(PLAIN);
  }
}
