package org.teei.csr.schema.personaldata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.KEY_ROTATIONS;
import static org.teei.csr.schema.jooq.Tables.PERSON_KEYS;
import static org.teei.csr.schema.jooq.Tables.PROFILES;
import static org.teei.csr.schema.jooq.Tables.TENANT_KEYS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.idempotency.Claim;
import org.teei.csr.schema.idempotency.IdempotencyKeys;
import org.teei.csr.schema.idempotency.StoredAnswer;
import org.teei.csr.schema.personaldata.KeyRotations.Kept;
import org.teei.csr.schema.personaldata.KeyRotations.RotationEndedException;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class KeyRotationsTest {
  private static final byte[] PLAIN = "words".getBytes(UTF_8);
  private static final byte[] PLACE = "place".getBytes(UTF_8);
  private static final int BATCH = 4;

  private final Database database = Database.shared();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final InMemoryKms kms = new InMemoryKms();
  private final TenantKeys keys = new TenantKeys(tenancy, kms);
  private final PersonKeys personKeys = new PersonKeys(keys);
  private final KeyRotations rotations = new KeyRotations(tenancy, keys, kms, BATCH);
  private final String tenant = database.freshTenant();
  private final Map<UUID, byte[]> cells = new HashMap<>();

  @Test
  void aPreparedVersionIsKnownAndEncryptsNothing() {
    keys.cipher(tenant);

    assertThat(rotation().prepare()).isEqualTo(2);

    assertThat(keys.refreshedCipher(tenant).version()).isEqualTo(1);
    assertThat(process().storageSecrets(tenant).byVersion()).containsOnlyKeys(1, 2);
    assertThat(process().storageSecrets(tenant).writing()).isEqualTo(1);
  }

  @Test
  void anActiveVersionEncryptsInEveryProcess() {
    var rotation = rotation();
    rotation.prepare();
    rotation.activate();

    assertThat(keys.cipher(tenant).version()).isEqualTo(2);
    assertThat(process().cipher(tenant).version()).isEqualTo(2);
  }

  @Test
  void stepsThatAreRepeatedAddNothing() {
    var rotation = rotation();
    rotation.prepare();
    assertThat(rotation.prepare()).isEqualTo(2);
    rotation.activate();
    var activatedAt = rotations.activatedAt(tenant, rotation.id());
    rotation.activate();

    assertThat(rotation.prepare()).isEqualTo(2);
    assertThat(rotations.activatedAt(tenant, rotation.id())).isEqualTo(activatedAt);
    assertThat(keys.stored(tenant)).hasSize(4);
  }

  @Test
  void aVersionThatAGivenUpRotationLeftIsTakenOver() {
    var givenUp = rotation();
    givenUp.prepare();
    givenUp.end("cancelled");

    assertThat(rotation().prepare()).isEqualTo(2);
  }

  @Test
  void aTenantHasOneRotationAtATime() {
    rotation();

    assertThat(request()).isFalse();
  }

  @Test
  void aRotationThatHasEndedDoesNothingMore() {
    var rotation = rotation();
    rotation.prepare();
    rotation.end("cancelled");

    assertThatThrownBy(rotation::prepare).isInstanceOf(RotationEndedException.class);
    assertThatThrownBy(rotation::activate).isInstanceOf(RotationEndedException.class);
    assertThatThrownBy(() -> rotation.rewrapSome(null)).isInstanceOf(RotationEndedException.class);
    assertThatThrownBy(rotation::retire).isInstanceOf(RotationEndedException.class);
    assertThat(process().cipher(tenant).version()).isEqualTo(1);
  }

  @Test
  void everyPersonKeyIsWrappedAnewInBatchesAndOpensWhatItEncrypted() {
    var persons = persons(2 * BATCH + 1);
    var rotation = active();

    var first = rotation.rewrapSome(null);
    var second = rotation.rewrapSome(first.last());
    var third = rotation.rewrapSome(second.last());

    assertThat(List.of(first.rewrapped(), second.rewrapped(), third.rewrapped()))
        .containsExactly(BATCH, BATCH, 1);
    assertThat(third.last()).isNull();
    assertThat(versions()).containsOnly(2);
    assertAllOpen(persons);
    assertThat(row(rotation).getRewrappedPersonKeys()).isEqualTo(2 * BATCH + 1);
  }

  @Test
  void aBatchThatIsRepeatedCountsNobodyTwice() {
    persons(BATCH + 1);
    var rotation = active();

    rotation.rewrapSome(null);
    rotation.rewrapAll();

    assertThat(row(rotation).getRewrappedPersonKeys()).isEqualTo(BATCH + 1);
    assertThat(versions()).containsOnly(2);
  }

  @Test
  void aPersonWhoIsErasedMeanwhileStaysErased() {
    var persons = persons(3);
    var rotation = active();
    tenancy.change(
        tenant,
        db ->
            db.deleteFrom(PERSON_KEYS)
                .where(PERSON_KEYS.PERSON_ID.eq(persons.getFirst()))
                .execute());

    rotation.rewrapAll();

    assertThat(load(persons)).containsOnlyKeys(persons.get(1), persons.get(2));
  }

  @Test
  void aKeyThatDoesNotOpenIsLeftAndCounted() {
    var persons = persons(3);
    tenancy.change(
        tenant,
        db ->
            db.update(PERSON_KEYS)
                .set(
                    PERSON_KEYS.WRAPPED_KEY,
                    DSL.field("wrapped_key || {0}", byte[].class, DSL.val(new byte[1])))
                .where(PERSON_KEYS.PERSON_ID.eq(persons.getFirst()))
                .execute());
    var rotation = active();

    assertThat(rotation.rewrapAll()).isEqualTo(2);

    assertThat(rotation.retire()).isEqualTo(new Kept(1, 0, 0));
    assertThat(row(rotation).getKeptPersonKeys()).isEqualTo(1);
    assertAllOpen(persons.subList(1, 3));
  }

  @Test
  void storedAnswersOfTheEarlierVersionAreCountedAndStayReadable() {
    var answers = new IdempotencyKeys(new Tenancy(database.api()), keys);
    answered(answers, "earlier");
    var rotation = active();
    answered(answers, "later");

    assertThat(rotation.retire()).isEqualTo(new Kept(0, 1, 0));
    assertThat(answers.claim(tenant, "p", "r", "earlier", PLAIN))
        .isInstanceOf(Claim.Answered.class);
  }

  @Test
  void onlyEarlierVersionsRetire() {
    var rotation = active();
    rotation.retire();

    List<Integer> retired =
        tenancy.read(
            tenant,
            db ->
                db.select(TENANT_KEYS.KEY_VERSION)
                    .from(TENANT_KEYS)
                    .where(TENANT_KEYS.RETIRED_AT.isNotNull(), TENANT_KEYS.PURPOSE.eq("data"))
                    .fetch(TENANT_KEYS.KEY_VERSION));
    assertThat(retired).containsExactly(1);
  }

  @Test
  void theNextRotationTakesWhatTheOneBeforeLeft() {
    var persons = persons(BATCH + 1);
    var first = active();
    first.rewrapSome(null);
    first.end("failed");
    var second = active();

    assertThat(second.rewrapAll()).isEqualTo(BATCH + 1);

    assertThat(versions()).containsOnly(3);
    assertAllOpen(persons);
  }

  @Test
  void otherProcessesLearnOfANewVersionWithinSecondsWithoutARestart() {
    var api = new Tenancy(database.api());
    var other = new TenantKeys(api, kms);
    other.cipher(tenant);
    try (var watch = KeyWatch.start(api, other)) {
      var rotation = rotation();
      rotation.prepare();
      eventually(() -> other.storageSecrets(tenant).byVersion().size() == 2);
      rotation.activate();
      eventually(() -> other.cipher(tenant).version() == 2);
      assertThat(watch).isNotNull();
    }
  }

  @Test
  void aProcessWhoseKmsIsAwayGoesOnWithTheKeysItHas() {
    var away = new InMemoryKmsView(kms);
    var other = new TenantKeys(tenancy, away);
    var before = other.cipher(tenant).encrypt(PLAIN, PLACE);
    away.reachable = false;
    try (var watch = KeyWatch.start(tenancy, other)) {
      var rotation = active();
      var after = keys.cipher(tenant).encrypt(PLAIN, PLACE);

      assertThat(other.cipher(tenant).decrypt(before, PLACE)).isEqualTo(PLAIN);
      assertThatThrownBy(() -> other.cipher(tenant).decrypt(after, PLACE))
          .isInstanceOf(KmsUnavailableException.class);
      away.reachable = true;
      assertThat(other.cipher(tenant).decrypt(after, PLACE)).isEqualTo(PLAIN);
      eventually(() -> other.cipher(tenant).version() == 2);
      assertThat(List.of(watch, rotation)).hasSize(2);
    }
  }

  @Test
  void tenantKeysAreWrappedAnewUnderAnotherMasterKeyOnce() {
    var ciphertext = keys.cipher(tenant).encrypt(PLAIN, PLACE);
    kms.changeKey();

    assertThat(rotations.rewrapTenantKeys(tenant)).isEqualTo(3);
    assertThat(rotations.rewrapTenantKeys(tenant)).isZero();

    kms.forgetEarlierKeys();
    assertThat(process().cipher(tenant).decrypt(ciphertext, PLACE)).isEqualTo(PLAIN);
  }

  @Test
  void aRotationNeedsTheKmsAndWaitsForIt() {
    keys.cipher(tenant);
    var rotation = rotation();
    kms.takeAway();

    assertThatThrownBy(rotation::prepare).isInstanceOf(KmsUnavailableException.class);
    kms.bringBack();
    assertThat(rotation.prepare()).isEqualTo(2);
  }

  private Rotation rotation() {
    return Rotation.of(database, rotations, tenant);
  }

  private Rotation active() {
    var rotation = rotation();
    rotation.prepare();
    rotation.activate();
    return rotation;
  }

  private boolean request() {
    return new Tenancy(database.api())
        .write(tenant, db -> KeyRotations.request(db, tenant, Ids.next(), "again", "test"));
  }

  private TenantKeys process() {
    return new TenantKeys(new Tenancy(database.api()), kms);
  }

  private List<UUID> persons(int count) {
    var persons = new ArrayList<UUID>();
    for (var i = 0; i < count; i++) {
      var person = Ids.next();
      var key = personKeys.generate(tenant, person);
      cells.put(person, key.encrypt("texts", "ciphertext", person, PLAIN));
      store(key);
      persons.add(person);
    }
    return persons;
  }

  private void store(PersonKey key) {
    var wrapped = personKeys.wrap(key);
    tenancy.change(
        tenant,
        db -> {
          db.insertInto(PROFILES)
              .columns(PROFILES.TENANT_ID, PROFILES.PERSON_ID)
              .values(tenant, key.personId())
              .execute();
          db.insertInto(PERSON_KEYS)
              .columns(
                  PERSON_KEYS.TENANT_ID,
                  PERSON_KEYS.PERSON_ID,
                  PERSON_KEYS.DATA_KEY_VERSION,
                  PERSON_KEYS.WRAPPED_KEY)
              .values(tenant, key.personId(), personKeys.dataKeyVersion(wrapped), wrapped)
              .execute();
        });
  }

  private Map<UUID, PersonKey> load(List<UUID> persons) {
    return tenancy.read(tenant, db -> personKeys.load(db, tenant, persons));
  }

  private void assertAllOpen(List<UUID> persons) {
    var loaded = load(persons);
    assertThat(persons)
        .allSatisfy(person ->
            assertThat(loaded.get(person).decrypt("texts", "ciphertext", person, cells.get(person)))
                .isEqualTo(PLAIN));
  }

  private Stream<Integer> versions() {
    List<Integer> versions =
        tenancy.read(
            tenant,
            db ->
                db.select(PERSON_KEYS.DATA_KEY_VERSION)
                    .from(PERSON_KEYS)
                    .fetch(PERSON_KEYS.DATA_KEY_VERSION));
    return versions.stream();
  }

  private void answered(IdempotencyKeys answers, String key) {
    var claim = (Claim.Fresh) answers.claim(tenant, "p", "r", key, PLAIN);
    answers.complete(claim.claimId(), new StoredAnswer(200, PLAIN, null, null, null));
  }

  private org.teei.csr.schema.jooq.tables.records.KeyRotationsRecord row(Rotation rotation) {
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(KEY_ROTATIONS)
                .where(KEY_ROTATIONS.ROTATION_ID.eq(rotation.id()))
                .fetchSingle());
  }

  private static void eventually(java.util.concurrent.Callable<Boolean> condition) {
    org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(10)).until(condition);
  }

  /** Another process's way to the same KMS, which can be cut by itself. */
  private static final class InMemoryKmsView implements Kms {
    private final Kms kms;
    private volatile boolean reachable = true;

    InMemoryKmsView(Kms kms) {
      this.kms = kms;
    }

    @Override
    public String keyId() {
      return reached().keyId();
    }

    @Override
    public byte[] wrap(byte[] key, byte[] associatedData) {
      return reached().wrap(key, associatedData);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
      return reached().unwrap(wrapped, associatedData);
    }

    private Kms reached() {
      if (!reachable) {
        throw new KmsUnavailableException("The KMS is away", null);
      }
      return kms;
    }
  }
}
