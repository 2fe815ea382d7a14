package org.teei.csr.schema.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.schema.identity.SigningKey.State;
import org.teei.csr.schema.personaldata.DecryptionException;
import org.teei.csr.schema.personaldata.FileKms;
import org.teei.csr.schema.personaldata.Kms;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class SigningKeysTest {
  private static final Duration LIFE = Duration.ofMinutes(15);

  private Database database;
  private Tenancy tenancy;
  private Kms kms;

  @BeforeEach
  void create(@TempDir Path directory) throws IOException {
    database = Database.create();
    tenancy = new Tenancy(database.api());
    kms = FileKms.createIfMissing(directory.resolve("master.json"));
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void theFirstUseMakesAnActiveKeyAndANextOne() {
    assertThat(keys().all())
        .extracting(SigningKey::state)
        .containsExactlyInAnyOrder(State.ACTIVE, State.NEXT);
  }

  @Test
  void processesThatStartTogetherEndWithTheSameKeys() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var uses =
          Stream.generate(() -> (Callable<List<String>>) () -> ids(keys())).limit(8).toList();
      var seen = threads.invokeAll(uses).stream().map(use -> use.resultNow()).distinct();

      assertThat(seen).hasSize(1);
    }
  }

  @Test
  void aRotationActivatesTheKeyThatWasPublishedAndKeepsTheOneBefore() {
    var keys = keys();
    var active = id(keys, State.ACTIVE);
    var next = id(keys, State.NEXT);

    var now = tenancy.write(SigningKeys.PLATFORM, keys::rotate);

    assertThat(now).isEqualTo(next);
    assertThat(id(keys, State.ACTIVE)).isEqualTo(next);
    assertThat(id(keys, State.RETIRED)).isEqualTo(active);
    assertThat(ids(keys)).hasSize(3);
  }

  @Test
  void rotationsAtTheSameTimeFollowOneAnother() throws Exception {
    var keys = keys();
    keys.all();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var rotations =
          Stream.generate(
                  () -> (Callable<String>) () -> tenancy.write(SigningKeys.PLATFORM, keys::rotate))
              .limit(4)
              .toList();
      var activated = threads.invokeAll(rotations).stream().map(done -> done.resultNow()).toList();

      assertThat(activated).doesNotHaveDuplicates();
    }
    assertThat(keys.all())
        .extracting(SigningKey::state)
        .filteredOn(state -> state != State.RETIRED)
        .containsExactlyInAnyOrder(State.ACTIVE, State.NEXT);
  }

  @Test
  void aRotationThatIsRepeatedFindsWhatTheFirstTryDid() {
    var keys = keys();
    keys.all();
    var rotations = new SigningKeyRotations(kms);
    var id = UUID.randomUUID();

    var first = tenancy.write(SigningKeys.PLATFORM, db -> rotations.rotate(db, id));
    var known = ids(keys);
    var again = tenancy.write(SigningKeys.PLATFORM, db -> rotations.rotate(db, id));

    assertThat(first.repeated()).isFalse();
    assertThat(again).isEqualTo(new SigningKeyRotations.Rotation(first.keyId(), true));
    assertThat(ids(keys)).isEqualTo(known);
  }

  @Test
  void triesOfOneRotationAtTheSameTimeTakeEffectOnce() throws Exception {
    var keys = keys();
    keys.all();
    var rotations = new SigningKeyRotations(kms);
    var id = UUID.randomUUID();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<SigningKeyRotations.Rotation> tries =
          () -> tenancy.write(SigningKeys.PLATFORM, db -> rotations.rotate(db, id));
      var done =
          threads.invokeAll(Stream.generate(() -> tries).limit(4).toList()).stream()
              .map(each -> each.resultNow())
              .toList();

      assertThat(done).filteredOn(rotation -> !rotation.repeated()).hasSize(1);
      assertThat(done)
          .extracting(SigningKeyRotations.Rotation::keyId)
          .containsOnly(id(keys, State.ACTIVE));
    }
    assertThat(ids(keys)).hasSize(3);
  }

  @Test
  void theWorkersRotateAndCannotReadAPrivateKey() {
    var keys = keys();
    var next = id(keys, State.NEXT);
    var worker = new Tenancy(database.worker());

    var rotation =
        worker.write(
            SigningKeys.PLATFORM, db -> new SigningKeyRotations(kms).rotate(db, UUID.randomUUID()));

    assertThat(rotation.keyId()).isEqualTo(next);
    assertThat(id(keys(), State.ACTIVE)).isEqualTo(next);
    assertThatThrownBy(() ->
            worker.read(
                SigningKeys.PLATFORM,
                db -> db.fetch("select wrapped_private_key from csr.signing_keys")))
        .hasMessageContaining("permission denied");
  }

  @Test
  void aKeyIsGoneWhenTheLastOfItsTokensHasEnded() {
    var keys = new SigningKeys(tenancy, kms, Duration.ZERO);
    keys.all();

    tenancy.write(SigningKeys.PLATFORM, keys::rotate);

    assertThat(keys.all()).extracting(SigningKey::state).doesNotContain(State.RETIRED);
  }

  @Test
  void aPrivateKeyOpensWithItsOwnMasterKeyOnly(@TempDir Path other) throws IOException {
    keys().all();
    var stranger =
        new SigningKeys(tenancy, FileKms.createIfMissing(other.resolve("other.json")), LIFE);

    assertThatThrownBy(stranger::all).isInstanceOf(DecryptionException.class);
  }

  @Test
  void keysThatAreKnownGoOnWhileTheKmsIsAway(@TempDir Path directory) throws IOException {
    var file = directory.resolve("master.json");
    var keys = new SigningKeys(tenancy, FileKms.createIfMissing(file), LIFE);
    var known = ids(keys);

    Files.delete(file);

    assertThat(ids(keys)).isEqualTo(known);
  }

  private SigningKeys keys() {
    return new SigningKeys(tenancy, kms, LIFE);
  }

  private static List<String> ids(SigningKeys keys) {
    return keys.all().stream().map(SigningKey::keyId).toList();
  }

  private static String id(SigningKeys keys, State state) {
    return keys.all().stream()
        .filter(key -> key.state() == state)
        .map(SigningKey::keyId)
        .findFirst()
        .orElseThrow();
  }
}
