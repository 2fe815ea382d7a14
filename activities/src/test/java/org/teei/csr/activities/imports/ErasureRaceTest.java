package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.teei.csr.activities.imports.ImportFixture.SIMPLE;
import static org.teei.csr.activities.imports.ImportFixture.email;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.schema.personaldata.BlindIndex;
import org.teei.csr.schema.personaldata.Tombstones;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.MergeRange;
import org.teei.csr.workflows.imports.Merged;
import org.teei.csr.workflows.privacy.PersonErasureResult;

/** Who was erased comes back by no import, not even by one that was at work meanwhile. */
class ErasureRaceTest {
  private static final int PERSONS = 40;

  @TempDir Path directory;
  private ImportFixture imports;

  @BeforeEach
  void setUp() {
    imports = new ImportFixture(directory);
  }

  @Test
  void aRowOfAnErasedPersonIsRejectedAndTheOthersAreTaken() {
    String erased = email("erased");
    String other = email("other");
    imports.run(SIMPLE + row("S-1", erased));
    assertThat(erase(personOf("S-1"))).isEqualTo(PersonErasureResult.ERASED);

    ImportRef again = imports.upload(SIMPLE + row("S-2", erased) + row("S-3", other));
    imports.run(again);

    assertThat(imports.outcomes(again))
        .containsExactly("rejected E012:participant_email", "accepted");
    assertThat(identifiersWithTombstone()).isZero();
  }

  /** The erasure takes place between the check of the file and the merge of its rows. */
  @Test
  void anImportThatCheckedThePersonBeforeDoesNotMakeThemAgain() {
    String erased = email("erased");
    imports.run(SIMPLE + row("S-1", erased));
    ImportRef again = imports.upload(SIMPLE + row("S-2", erased));
    imports.activities().stage(again);
    imports.activities().validate(again);

    erase(personOf("S-1"));
    imports.activities().merge(new MergeRange(again, 1, 1));

    assertThat(imports.outcomes(again)).containsExactly("rejected E012:participant_email");
    assertThat(identifiersWithTombstone()).isZero();
  }

  /** The tombstone is written and not yet committed when the import comes to ask for it. */
  @Test
  void anImportWaitsForAnErasureThatIsAtWork() throws Exception {
    String erased = email("erased");
    imports.run(SIMPLE + row("S-1", erased));
    ImportRef again = imports.upload(SIMPLE + row("S-2", erased));
    imports.activities().stage(again);
    imports.activities().validate(again);
    UUID person = personOf("S-1");

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var merging =
          imports.worker.write(
              imports.tenant,
              db -> {
                Tombstones.holdMakersOff(db, imports.tenant);
                Tombstones.leave(db, imports.tenant, List.of(person));
                var running =
                    threads.submit(() -> imports.activities().merge(new MergeRange(again, 1, 1)));
                awaitWaiting();
                return running;
              });
      assertThat(merging.get()).isEqualTo(new Merged(0, 0, 1, 0));
    }
    assertThat(identifiersWithTombstone()).isZero();
  }

  @Test
  void anImportAfterALiftMakesANewPerson() {
    String erased = email("erased");
    imports.run(SIMPLE + row("S-1", erased));
    UUID before = personOf("S-1");
    erase(before);
    ImportRef refused = imports.upload(SIMPLE + row("S-2", erased));
    imports.run(refused);
    assertThat(imports.outcomes(refused)).containsExactly("rejected E012:participant_email");

    lift(erased, () -> {});

    ImportRef again = imports.upload(SIMPLE + row("S-2", erased));
    imports.run(again);
    assertThat(imports.outcomes(again)).containsExactly("accepted");
    assertThat(imports.person(erased)).isEqualTo(personOf("S-2")).isNotEqualTo(before);
    assertThat(erase(personOf("S-2"))).isEqualTo(PersonErasureResult.ERASED);
    ImportRef afterwards = imports.upload(SIMPLE + row("S-3", erased));
    imports.run(afterwards);
    assertThat(imports.outcomes(afterwards)).containsExactly("rejected E012:participant_email");
  }

  /** Imports go on while a lift is at work, and see its tombstone until it is committed. */
  @Test
  void anImportBesideALiftRejectsTheRowOrTakesIt() {
    String erased = email("erased");
    imports.run(SIMPLE + row("S-1", erased));
    erase(personOf("S-1"));
    ImportRef beside = imports.upload(SIMPLE + row("S-2", erased));

    lift(erased, () -> imports.run(beside));

    assertThat(imports.outcomes(beside)).containsExactly("rejected E012:participant_email");
    assertThat(identifiersWithTombstone()).isZero();
  }

  @Test
  void anErasureWaitsForALiftThatIsAtWork() throws Exception {
    String erased = email("erased");
    imports.run(SIMPLE + row("S-1", erased) + row("S-2", email("other")));
    erase(personOf("S-1"));
    UUID other = personOf("S-2");

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<PersonErasureResult>> erasing = new ArrayList<>();
      lift(
          erased,
          () -> {
            erasing.add(threads.submit(() -> erase(other)));
            awaitWaiting();
          });
      assertThat(erasing.getFirst().get()).isEqualTo(PersonErasureResult.ERASED);
    }
    assertThat(
            imports.count(
                "select count(*) from csr.tombstones where tenant_id = ?", imports.tenant))
        .isEqualTo(1);
  }

  @RepeatedTest(3)
  void importsAndErasuresAtTheSameTimeLeaveNoErasedPersonBehind() throws Exception {
    List<String> addresses = new ArrayList<>();
    StringBuilder first = new StringBuilder(SIMPLE);
    StringBuilder second = new StringBuilder(SIMPLE);
    for (int i = 0; i < PERSONS; i++) {
      addresses.add(email("p" + i));
      first.append(row("A-" + i, addresses.get(i)));
      second.append(row("B-" + i, addresses.get(i)));
    }
    imports.run(first.toString());
    ImportRef again = imports.upload(second.toString());
    imports.activities().stage(again);
    imports.activities().validate(again);
    List<UUID> persons = new ArrayList<>();
    for (int i = 0; i < PERSONS; i++) {
      persons.add(personOf("A-" + i));
    }

    CountDownLatch start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var merging =
          threads.submit(() -> {
            start.await();
            for (int i = 1; i <= PERSONS; i++) {
              imports.activities().merge(new MergeRange(again, i, i));
            }
            return true;
          });
      var erasing =
          threads.submit(() -> {
            start.await();
            persons.reversed().forEach(this::erase);
            return true;
          });
      start.countDown();
      merging.get();
      erasing.get();
    }

    assertThat(identifiersWithTombstone()).isZero();
    assertThat(
            imports.count(
                "select count(*) from csr.profiles where tenant_id = ? and erased_at is null and person_id <> all (select volunteer_id from csr.sessions where tenant_id = ?)",
                imports.tenant,
                imports.tenant))
        .as("nobody was made in place of an erased person")
        .isZero();
    assertThat(
            imports.count(
                "select count(*) from csr.tombstones where tenant_id = ?", imports.tenant))
        .isEqualTo(PERSONS);
  }

  private String row(String session, String participant) {
    return imports.simpleRow(session, participant, "volunteer@example.com", 4, "went well");
  }

  private UUID personOf(String session) {
    return (UUID)
        imports
            .row(
                "select participant_id from csr.sessions where tenant_id = ? and external_id = ?",
                imports.tenant,
                session)
            .get("participant_id");
  }

  private long identifiersWithTombstone() {
    return imports.count(
        "select count(*) from csr.profile_identifiers join csr.tombstones using (tenant_id, kind, index_key_version, blind_index) where tenant_id = ?",
        imports.tenant);
  }

  private PersonErasureResult erase(UUID person) {
    return imports.erase(person);
  }

  /** As the API does when somebody else approves; {@code meanwhile} runs before the commit. */
  private void lift(String email, Runnable meanwhile) {
    BlindIndex.Index index = imports.tenantKeys.blindIndex(imports.tenant).of("email", email);
    new Tenancy(imports.database.api())
        .change(
            imports.tenant,
            db -> {
              Tombstones.holdErasuresOff(db, imports.tenant);
              UUID id = UUID.randomUUID();
              db.execute(
                  "insert into csr.tombstone_lifts (tenant_id, lift_id, kind, index_key_version, blind_index, reason, requested_by) values (?, ?, 'email', ?, ?, 'rejoined', 'first')",
                  imports.tenant,
                  id,
                  index.version(),
                  index.bytes());
              db.execute(
                  "update csr.tombstone_lifts set state = 'lifted', approved_by = 'second', finished_at = now() where lift_id = ?",
                  id);
              assertThat(Tombstones.lift(db, imports.tenant, "email", index)).isTrue();
              meanwhile.run();
            });
  }

  private void awaitWaiting() {
    await()
        .until(() ->
            imports.count(
                    "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and wait_event = 'advisory'")
                > 0);
  }
}
