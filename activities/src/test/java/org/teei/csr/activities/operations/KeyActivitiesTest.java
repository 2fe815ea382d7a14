package org.teei.csr.activities.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.KEY_ROTATIONS;
import static org.teei.csr.schema.jooq.Tables.PERSON_KEYS;
import static org.teei.csr.schema.jooq.Tables.PROFILES;

import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityWorkerShutdownException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.activities.operations.KeyActivitiesImpl.Position;
import org.teei.csr.activities.operations.KeyActivitiesImpl.Progress;
import org.teei.csr.activities.shared.FailingDataSource;
import org.teei.csr.schema.jooq.tables.records.KeyRotationsRecord;
import org.teei.csr.schema.personaldata.InMemoryKms;
import org.teei.csr.schema.personaldata.KeyRotations;
import org.teei.csr.schema.personaldata.KeyWatch;
import org.teei.csr.schema.personaldata.KmsUnavailableException;
import org.teei.csr.schema.personaldata.PersonKey;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.storage.FileStorage;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.KeptKeys;
import org.teei.csr.workflows.operations.KeyRotationEnd;
import org.teei.csr.workflows.operations.KeyRotationRef;
import org.teei.csr.workflows.operations.KeyRotationStatus;
import org.teei.csr.workflows.operations.MasterKeyCounts;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.shared.TenantId;

/** Rotations on a real database, cut off everywhere and under load. */
class KeyActivitiesTest {
  private static final byte[] PLAIN = "words".getBytes(UTF_8);
  private static final int BATCH = 10;

  private final Database database = Database.shared();
  private final Tenancy worker = new Tenancy(database.worker());
  private final InMemoryKms kms = new InMemoryKms();
  private final TenantKeys keys = new TenantKeys(worker, kms);
  private final Heart heart = new Heart();
  private final Map<UUID, byte[]> cells = new ConcurrentHashMap<>();

  @TempDir Path directory;

  @Test
  void aRotationComesToItsEnd() throws IOException {
    String tenant = database.freshTenant();
    persons(keys, tenant, 25);
    store(tenant, "earlier");
    KeyRotationRef ref = requested(tenant);
    KeyActivitiesImpl steps = steps(worker);

    assertThat(steps.prepareDataKey(ref)).isEqualTo(2);
    steps.activateDataKey(ref);
    assertThat(steps.rewrapPersonKeys(ref)).isEqualTo(25);
    assertThat(steps.retireDataKeys(ref)).isEqualTo(new KeptKeys(0, 0, 1));
    steps.endKeyRotation(new KeyRotationEnd(ref, KeyRotationStatus.COMPLETED));

    KeyRotationsRecord row = row(ref);
    assertThat(row.getStatus()).isEqualTo("completed");
    assertThat(row.getRewrappedPersonKeys()).isEqualTo(25);
    assertThat(row.getKeptObjects()).isEqualTo(1);
    assertAllOpen(keys, tenant);
  }

  @Test
  @Timeout(60)
  void countingWhatIsKeptGivesSignsOfLife() {
    String tenant = database.freshTenant();
    persons(keys, tenant, 1);
    KeyRotationRef ref = requested(tenant);
    CountDownLatch alive = new CountDownLatch(1);
    Progress beating =
        new Progress() {
          @Override
          public Position from() {
            return Position.START;
          }

          @Override
          public void reached(Position position) {
            alive.countDown();
          }
        };
    Storage slow = slowToList(alive);
    KeyActivitiesImpl steps =
        new KeyActivitiesImpl(
            new SystemView(database.system()),
            new KeyRotations(worker, keys, kms, BATCH),
            slow,
            kms,
            () -> beating);
    steps.prepareDataKey(ref);
    steps.activateDataKey(ref);

    assertThat(steps.retireDataKeys(ref)).isEqualTo(new KeptKeys(1, 0, 0));
    assertThat(alive.getCount()).isZero();
  }

  /** Lists nothing, and not before there was a sign of life. */
  private static Storage slowToList(CountDownLatch alive) {
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, arguments) -> {
              alive.await();
              return List.of();
            });
  }

  @ParameterizedTest
  @EnumSource
  void aCommitThatFailsAnywhereChangesNothingOfTheEnd(FailingDataSource.When when) {
    boolean failed = true;
    int commit = 0;
    while (failed) {
      commit++;
      String tenant = database.freshTenant();
      cells.clear();
      persons(keys, tenant, 25);
      KeyRotationRef ref = requested(tenant);
      FailingDataSource failing = new FailingDataSource(database.worker(), when, commit);
      Tenancy dying = new Tenancy(failing.dataSource());
      KeyActivitiesImpl steps = steps(dying);

      assertThat(retry(() -> steps.prepareDataKey(ref))).isEqualTo(2);
      assertAllOpen(process(), tenant);
      retry(() -> {
        steps.activateDataKey(ref);
        return true;
      });
      assertAllOpen(process(), tenant);
      retry(() -> steps.rewrapPersonKeys(ref));
      assertAllOpen(process(), tenant);
      assertThat(retry(() -> steps.retireDataKeys(ref))).isEqualTo(new KeptKeys(0, 0, 0));
      retry(() -> {
        steps.endKeyRotation(new KeyRotationEnd(ref, KeyRotationStatus.COMPLETED));
        return true;
      });

      assertAllOpen(process(), tenant);
      assertThat(versions(tenant)).as("commit %d", commit).containsExactly(2);
      assertThat(row(ref).getRewrappedPersonKeys()).as("commit %d", commit).isEqualTo(25);
      assertThat(row(ref).getStatus()).isEqualTo("completed");
      failed = failing.failed();
    }
    assertThat(commit).as("each step was disturbed").isGreaterThan(8);
  }

  @Test
  void aPassThatIsKilledBetweenBatchesGoesOnBehindTheLastOne() {
    String tenant = database.freshTenant();
    persons(keys, tenant, 3 * BATCH + 5);
    KeyRotationRef ref = activated(tenant);
    heart.dieAfter(2);

    assertThatThrownBy(() -> steps(worker).rewrapPersonKeys(ref))
        .isInstanceOf(ActivityCompletionException.class);
    assertThat(versions(tenant)).containsExactlyInAnyOrder(1, 2);
    assertAllOpen(process(), tenant);
    heart.beats.clear();

    assertThat(steps(worker).rewrapPersonKeys(ref)).isEqualTo(3 * BATCH + 5);
    assertThat(heart.beats).hasSize(1);
    assertThat(versions(tenant)).containsExactly(2);
    assertThat(row(ref).getRewrappedPersonKeys()).isEqualTo(3 * BATCH + 5);
    assertAllOpen(process(), tenant);
  }

  @Test
  void anAttemptThatWasTakenForDeadDoesNoHarm() throws Exception {
    String tenant = database.freshTenant();
    persons(keys, tenant, 10 * BATCH);
    KeyRotationRef ref = activated(tenant);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> attempts = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        KeyActivitiesImpl steps = steps(worker, new Heart());
        attempts.add(threads.submit(() -> steps.rewrapPersonKeys(ref)));
      }
      for (Future<Long> attempt : attempts) {
        attempt.get();
      }
    }

    assertThat(row(ref).getRewrappedPersonKeys()).isEqualTo(10 * BATCH);
    assertThat(versions(tenant)).containsExactly(2);
    assertAllOpen(process(), tenant);
  }

  /** Writers and readers in processes of their own notice nothing. */
  @Test
  void nothingIsLostOrUnreadableWhileOthersReadAndWrite() throws Exception {
    String tenant = database.freshTenant();
    persons(keys, tenant, 50);
    AtomicBoolean stop = new AtomicBoolean();
    Tenancy api = new Tenancy(database.api());
    TenantKeys writing = new TenantKeys(worker, kms);
    TenantKeys reading = new TenantKeys(api, kms);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        KeyWatch _ = KeyWatch.start(worker, writing);
        KeyWatch _ = KeyWatch.start(api, reading)) {
      Future<Integer> writer =
          threads.submit(() -> {
            int written = 0;
            while (!stop.get()) {
              persons(writing, tenant, 3);
              written += 3;
            }
            return written;
          });
      Future<Integer> reader =
          threads.submit(() -> {
            int read = 0;
            while (!stop.get()) {
              assertAllOpen(reading, tenant);
              read++;
            }
            return read;
          });
      KeyRotationRef ref = requested(tenant);
      KeyActivitiesImpl steps = steps(worker);
      steps.prepareDataKey(ref);
      eventually(() -> writing.storageSecrets(tenant).byVersion().size() == 2);
      eventually(() -> reading.storageSecrets(tenant).byVersion().size() == 2);
      steps.activateDataKey(ref);
      heart.dieAfter(3);
      assertThatThrownBy(() -> steps.rewrapPersonKeys(ref))
          .isInstanceOf(ActivityCompletionException.class);
      eventually(() -> writing.cipher(tenant).version() == 2);
      steps.rewrapPersonKeys(ref);
      heart.reset();
      steps.rewrapPersonKeys(ref);
      KeptKeys kept = steps.retireDataKeys(ref);
      stop.set(true);

      assertThat(writer.get()).isPositive();
      assertThat(reader.get()).isPositive();
      assertThat(kept.personKeys()).isZero();
    }
    assertThat(versions(tenant)).containsExactly(2);
    assertAllOpen(process(), tenant);
  }

  @Test
  void aRotationThatHasEndedIsRefused() {
    KeyRotationRef ref = requested(database.freshTenant());
    KeyActivitiesImpl steps = steps(worker);
    steps.endKeyRotation(new KeyRotationEnd(ref, KeyRotationStatus.CANCELLED));

    assertThatThrownBy(() -> steps.prepareDataKey(ref))
        .isInstanceOf(StepFailure.class)
        .hasMessage("key-rotation-ended");
  }

  @Test
  void theKeysOfAllTenantsGoOverToAnotherMasterKeyAndOnAfterAKill() {
    try (Database own = Database.create()) {
      Tenancy tenancy = new Tenancy(own.worker());
      TenantKeys before = new TenantKeys(tenancy, kms);
      List<String> tenants = List.of(own.freshTenant(), own.freshTenant(), own.freshTenant());
      Map<String, byte[]> ciphertexts = new ConcurrentHashMap<>();
      tenants.forEach(
          tenant -> ciphertexts.put(tenant, before.cipher(tenant).encrypt(PLAIN, PLAIN)));
      kms.changeKey();
      KeyActivitiesImpl steps =
          new KeyActivitiesImpl(
              new SystemView(own.system()),
              new KeyRotations(tenancy, before, kms),
              storage(),
              kms,
              () -> heart);
      heart.dieAfter(1);

      assertThatThrownBy(steps::rewrapTenantKeys).isInstanceOf(ActivityCompletionException.class);
      assertThat(steps.rewrapTenantKeys()).isEqualTo(new MasterKeyCounts(3, 9));

      kms.forgetEarlierKeys();
      TenantKeys after = new TenantKeys(tenancy, kms);
      assertThat(tenants)
          .allSatisfy(tenant ->
              assertThat(after.cipher(tenant).decrypt(ciphertexts.get(tenant), PLAIN))
                  .isEqualTo(PLAIN));
    }
  }

  @Test
  void anOutageOfTheKmsHoldsARotationUpAndNothingElse() {
    String tenant = database.freshTenant();
    persons(keys, tenant, 5);
    KeyRotationRef ref = requested(tenant);
    kms.takeAway();

    assertThatThrownBy(() -> steps(worker).prepareDataKey(ref))
        .isInstanceOf(KmsUnavailableException.class);
    assertAllOpen(keys, tenant);
    persons(keys, tenant, 5);
    kms.bringBack();

    assertThat(steps(worker).prepareDataKey(ref)).isEqualTo(2);
    assertAllOpen(process(), tenant);
  }

  /** Keeps heartbeats as the server does, and may have the worker die at one. */
  private static final class Heart implements Progress {
    private final List<Position> beats = new ArrayList<>();
    private Position last = Position.START;
    private int left = Integer.MAX_VALUE;

    void dieAfter(int count) {
      left = count;
    }

    void reset() {
      last = Position.START;
    }

    @Override
    public Position from() {
      return last;
    }

    @Override
    public void reached(Position position) {
      last = position;
      beats.add(position);
      if (--left == 0) {
        left = Integer.MAX_VALUE;
        throw new ActivityWorkerShutdownException();
      }
    }
  }

  private KeyActivitiesImpl steps(Tenancy tenancy) {
    return steps(tenancy, heart);
  }

  private KeyActivitiesImpl steps(Tenancy tenancy, Heart beating) {
    TenantKeys own = new TenantKeys(tenancy, kms);
    return new KeyActivitiesImpl(
        new SystemView(database.system()),
        new KeyRotations(tenancy, own, kms, BATCH),
        storage(),
        kms,
        () -> beating);
  }

  private FileStorage storage() {
    try {
      return new FileStorage(directory, keys);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void store(String tenant, String name) throws IOException {
    storage().write(tenant, name, new ByteArrayInputStream(PLAIN));
  }

  private TenantKeys process() {
    return new TenantKeys(new Tenancy(database.api()), kms);
  }

  private KeyRotationRef requested(String tenant) {
    KeyRotationRef ref = new KeyRotationRef(new TenantId(tenant), Ids.next());
    boolean noted =
        new Tenancy(database.api())
            .write(
                tenant,
                db ->
                    KeyRotations.request(
                        db,
                        tenant,
                        ref.rotationId(),
                        OperationsNames.keyRotationId(ref.tenant(), ref.rotationId()),
                        "test"));
    assertThat(noted).isTrue();
    return ref;
  }

  private KeyRotationRef activated(String tenant) {
    KeyRotationRef ref = requested(tenant);
    KeyActivitiesImpl steps = steps(worker);
    steps.prepareDataKey(ref);
    steps.activateDataKey(ref);
    return ref;
  }

  private void persons(TenantKeys process, String tenant, int count) {
    PersonKeys personKeys = new PersonKeys(process);
    for (int i = 0; i < count; i++) {
      UUID person = Ids.next();
      PersonKey key = personKeys.generate(tenant, person);
      byte[] wrapped = personKeys.wrap(key);
      worker.change(
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
                .values(tenant, person, personKeys.dataKeyVersion(wrapped), wrapped)
                .execute();
          });
      cells.put(person, key.encrypt("texts", "ciphertext", person, PLAIN));
    }
  }

  /** Each person whose words were written is there, and the words open. */
  private void assertAllOpen(TenantKeys process, String tenant) {
    Map<UUID, byte[]> written = Map.copyOf(cells);
    PersonKeys personKeys = new PersonKeys(process);
    Map<UUID, PersonKey> loaded =
        new Tenancy(database.api())
            .read(tenant, db -> personKeys.load(db, tenant, written.keySet()));
    assertThat(loaded.keySet()).isEqualTo(written.keySet());
    loaded.forEach((person, key) ->
        assertThat(key.decrypt("texts", "ciphertext", person, written.get(person)))
            .isEqualTo(PLAIN));
  }

  private Set<Integer> versions(String tenant) {
    return worker.read(
        tenant,
        db ->
            new HashSet<>(
                db.selectDistinct(PERSON_KEYS.DATA_KEY_VERSION)
                    .from(PERSON_KEYS)
                    .fetch(PERSON_KEYS.DATA_KEY_VERSION)));
  }

  private KeyRotationsRecord row(KeyRotationRef ref) {
    return worker.read(
        ref.tenant().value(),
        db ->
            db.selectFrom(KEY_ROTATIONS)
                .where(KEY_ROTATIONS.ROTATION_ID.eq(ref.rotationId()))
                .fetchSingle());
  }

  private interface Step<T> {
    T run();
  }

  private static <T> T retry(Step<T> step) {
    try {
      return step.run();
    } catch (DataAccessException lost) {
      return step.run();
    }
  }

  private static void eventually(java.util.concurrent.Callable<Boolean> condition) {
    org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
  }
}
