package org.teei.csr.activities.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.COURSE_COMPLETIONS;
import static org.teei.csr.schema.jooq.Tables.CREDENTIALS;
import static org.teei.csr.schema.jooq.Tables.PERSON_ERASURES;
import static org.teei.csr.schema.jooq.Tables.PERSON_KEYS;
import static org.teei.csr.schema.jooq.Tables.PROFILES;
import static org.teei.csr.schema.jooq.Tables.PROFILE_IDENTIFIERS;
import static org.teei.csr.schema.jooq.Tables.USER_RECORDS;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.activities.shared.RunningJobs.RunningJob;
import org.teei.csr.schema.jooq.tables.records.PersonErasuresRecord;
import org.teei.csr.schema.personaldata.BlindIndex;
import org.teei.csr.schema.personaldata.InMemoryKms;
import org.teei.csr.schema.personaldata.PersonKey;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.personaldata.Tombstones;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.privacy.PersonErasureRef;
import org.teei.csr.workflows.privacy.PersonErasureResult;
import org.teei.csr.workflows.shared.TenantId;

class PersonErasuresTest {
  private final Database database = Database.shared();
  private final String tenant = database.freshTenant();
  private final Tenancy api = new Tenancy(database.api());
  private final Tenancy worker = new Tenancy(database.worker());
  private final TenantKeys tenantKeys = new TenantKeys(worker, new InMemoryKms());
  private final PersonKeys keys = new PersonKeys(tenantKeys);
  private final PrivacyActivitiesImpl privacy = new PrivacyActivitiesImpl(worker);
  private final PersonErasureRuns runs =
      new PersonErasureRuns(new SystemView(database.system()), worker, privacy);

  @Test
  void theKeyIsDestroyedAndEachIdentifierBecomesATombstone() {
    var mail = address();
    var second = address();
    var person = person(mail, second);
    var bystander = person(address());

    assertThat(privacy.erasePerson(approved(person))).isEqualTo(PersonErasureResult.ERASED);

    assertThat(isErased(person)).isTrue();
    assertThat(isErased(bystander)).isFalse();
    assertThat(erasedAmong(mail, second)).containsExactlyInAnyOrder(index(mail), index(second));
  }

  @Test
  void whatWasEncryptedForThePersonDoesNotOpenAnyMore() {
    var person = person(address());
    var cell = UUID.randomUUID();
    var kept =
        load(person).encrypt("texts", "ciphertext", cell, "so that is how it was".getBytes(UTF_8));

    privacy.erasePerson(approved(person));

    assertThat(load(person)).isNull();
    var another = keys.generate(tenant, person);
    assertThatThrownBy(() -> another.decrypt("texts", "ciphertext", cell, kept))
        .hasMessageContaining("does not open");
  }

  @Test
  void nothingIsLeftThatLeadsToThePersonAtAnIssuer() {
    var person = person(address());
    var bystander = person(address());
    for (var learner : List.of(person, bystander)) {
      learned(learner);
    }

    privacy.erasePerson(approved(person));

    assertThat(left(person)).containsExactly(0, 0, 1, 0);
    assertThat(left(bystander)).containsExactly(1, 1, 1, 1);
  }

  private void learned(UUID person) {
    worker.change(
        tenant,
        db -> {
          db.execute(
              """
              insert into csr.user_records (tenant_id, person_id, role, content_fingerprint, import_id)
              values ({0}, {1}, 'participant', '', {2})
              """,
              DSL.val(tenant), DSL.val(person), DSL.val(UUID.randomUUID()));
          db.execute(
              """
              insert into csr.credentials (tenant_id, credential_id, person_id, provider, course_id, course_name,
                credential_type, issued_at, content_fingerprint, import_id)
              values ({0}, {2}, {1}, 'ecornell', 'EXEC-101', 'Leadership', 'badge', now(), '', {2})
              """,
              DSL.val(tenant), DSL.val(person), DSL.val(UUID.randomUUID()));
          db.execute(
              """
              insert into csr.course_completions (tenant_id, completion_id, person_id, provider, course_id, course_name,
                completed_at, credential_ref, content_fingerprint, import_id)
              values ({0}, {2}, {1}, 'ecornell', 'EXEC-101', 'Leadership', now(), 'CERT-1', '', {2})
              """,
              DSL.val(tenant), DSL.val(person), DSL.val(UUID.randomUUID()));
        });
  }

  /** User records, credentials, completions, and completions that refer to a credential. */
  private List<Integer> left(UUID person) {
    return worker.read(
        tenant,
        db ->
            List.of(
                db.fetchCount(USER_RECORDS, USER_RECORDS.PERSON_ID.eq(person)),
                db.fetchCount(CREDENTIALS, CREDENTIALS.PERSON_ID.eq(person)),
                db.fetchCount(COURSE_COMPLETIONS, COURSE_COMPLETIONS.PERSON_ID.eq(person)),
                db.fetchCount(
                    COURSE_COMPLETIONS,
                    COURSE_COMPLETIONS.PERSON_ID.eq(person),
                    COURSE_COMPLETIONS.CREDENTIAL_REF.isNotNull())));
  }

  @Test
  void aRepetitionFindsItDoneAndLeavesNoSecondEntry() {
    var person = person(address());
    var ref = approved(person);

    privacy.erasePerson(ref);

    assertThat(privacy.erasePerson(ref)).isEqualTo(PersonErasureResult.ALREADY_ERASED);
    assertThat(entries(person)).isEqualTo(1);
    assertThat(erasure(ref).getState()).isEqualTo("erased");
    assertThat(erasure(ref).getErasedProfiles()).isEqualTo(1);
  }

  @Test
  void triesAtTheSameTimeEraseOnce() throws Exception {
    var person = person(address());
    var ref = approved(person);
    Callable<PersonErasureResult> tries = () -> privacy.erasePerson(ref);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results =
          threads.invokeAll(Stream.generate(() -> tries).limit(6).toList()).stream()
              .map(result -> result.resultNow())
              .toList();
      assertThat(results).filteredOn(PersonErasureResult.ERASED::equals).hasSize(1);
    }
    assertThat(entries(person)).isEqualTo(1);
  }

  @Test
  void whatWasNotApprovedErasesNobody() {
    var person = person(address());
    var ref = requested(person);

    assertThat(privacy.erasePerson(ref)).isEqualTo(PersonErasureResult.NOT_APPROVED);

    assertThat(isErased(person)).isFalse();
  }

  @Test
  void theEntryNamesBothPeopleAndNoPersonalData() {
    var mail = address();
    var person = person(mail);
    var ref = approved(person);

    privacy.erasePerson(ref);

    var entry =
        worker.read(
            tenant,
            db ->
                db.selectFrom(AUDIT_ENTRIES)
                    .where(AUDIT_ENTRIES.RESOURCE_ID.eq(person.toString()))
                    .fetchSingle());
    assertThat(entry.getAction()).isEqualTo("privacy.erase-person");
    assertThat(entry.getPurpose()).isEqualTo("privacy");
    assertThat(entry.getWorkflowId()).isEqualTo(erasure(ref).getWorkflowId());
    assertThat(entry.getDetails().data())
        .contains("first-officer", "second-officer", "objection", person.toString())
        .doesNotContain(mail);
  }

  @Test
  void whoWasMergedIntoThePersonIsErasedToo() {
    var mail = address();
    var nearMail = address();
    var farMail = address();
    var person = person(mail);
    var near = person(nearMail);
    var far = person(farMail);
    merge(near, person);
    merge(far, near);
    var ref = approved(person);

    privacy.erasePerson(ref);

    assertThat(List.of(person, near, far)).allMatch(this::isErased);
    assertThat(erasedAmong(mail, nearMail, farMail)).hasSize(3);
    assertThat(erasure(ref).getErasedProfiles()).isEqualTo(3);
  }

  @Test
  void whomThePersonWasMergedIntoStays() {
    var mail = address();
    var into = person(mail);
    var person = person(address());
    merge(person, into);

    privacy.erasePerson(approved(person));

    assertThat(isErased(person)).isTrue();
    assertThat(isErased(into)).isFalse();
    assertThat(erasedAmong(mail)).isEmpty();
    assertThat(load(into)).isNotNull();
  }

  @Test
  void anErasureWaitsForWhoIsMakingPersons() throws Exception {
    var person = person(address());
    var ref = approved(person);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var erasing =
          worker.write(
              tenant,
              db -> {
                Tombstones.holdErasuresOff(db, tenant);
                var running = threads.submit(() -> privacy.erasePerson(ref));
                awaitWaiting();
                assertThat(isErased(person)).isFalse();
                return running;
              });
      assertThat(erasing.get()).isEqualTo(PersonErasureResult.ERASED);
    }
  }

  @Test
  void nobodyApprovesWhatTheyAskedForNotEvenInTheDatabase() {
    var ref = requested(person(address()));

    assertThatThrownBy(() -> approve(ref, "first-officer")).hasMessageContaining("check");
  }

  @Test
  void whoAskedCannotBeExchangedAfterwards() {
    var ref = requested(person(address()));

    assertThatThrownBy(() ->
            api.change(
                tenant,
                db ->
                    db.update(PERSON_ERASURES)
                        .set(PERSON_ERASURES.REQUESTED_BY, "somebody")
                        .where(PERSON_ERASURES.ERASURE_ID.eq(ref.erasureId()))
                        .execute()))
        .hasMessageContaining("permission denied");
  }

  @ParameterizedTest
  @ValueSource(strings = {"approved", "erased"})
  void whatNobodyApprovedIsNotCalledSo(String state) {
    var ref = requested(person(address()));

    assertThatThrownBy(() ->
            worker.change(
                tenant,
                db ->
                    db.update(PERSON_ERASURES)
                        .set(PERSON_ERASURES.STATE, state)
                        .where(PERSON_ERASURES.ERASURE_ID.eq(ref.erasureId()))
                        .execute()))
        .hasMessageContaining("check");
  }

  @Test
  void erasuresAreJobsFromTheirApprovalToTheirEnd() {
    var waiting = requested(person(address()));
    var approved = approved(person(address()));
    var done = approved(person(address()));
    privacy.erasePerson(done);

    assertThat(ours()).containsExactly(approved.erasureId());
    assertThat(ours()).doesNotContain(waiting.erasureId());
  }

  @Test
  void anErasureWhoseWorkflowWasTerminatedLapsesAndErasesNobody() {
    var person = person(address());
    var ref = approved(person);
    var job = new RunningJob(tenant, ref.erasureId(), erasure(ref).getWorkflowId());
    assertThat(runs.isActive(job)).isTrue();

    runs.endedOutside(job);

    assertThat(runs.isActive(job)).isFalse();
    assertThat(privacy.erasePerson(ref)).isEqualTo(PersonErasureResult.NOT_APPROVED);
    assertThat(isErased(person)).isFalse();
  }

  @Test
  void whatIsErasedDoesNotLapse() {
    var ref = approved(person(address()));
    privacy.erasePerson(ref);

    runs.endedOutside(new RunningJob(tenant, ref.erasureId(), ""));

    assertThat(erasure(ref).getState()).isEqualTo("erased");
  }

  private List<UUID> ours() {
    return runs.olderThan(Duration.ZERO).stream()
        .filter(job -> job.tenant().equals(tenant))
        .map(RunningJob::jobId)
        .toList();
  }

  private static String address() {
    return "p" + UUID.randomUUID() + "@example.org";
  }

  private BlindIndex.Index index(String address) {
    return tenantKeys.blindIndex(tenant).of("email", address);
  }

  private Set<BlindIndex.Index> erasedAmong(String... addresses) {
    return worker.read(
        tenant,
        db ->
            Tombstones.erasedAmong(
                db, tenant, "email", Stream.of(addresses).map(this::index).toList()));
  }

  private @Nullable PersonKey load(UUID person) {
    return worker.read(tenant, db -> keys.load(db, tenant, List.of(person))).get(person);
  }

  private UUID person(String... addresses) {
    var id = Ids.next();
    var key = keys.generate(tenant, id);
    var wrapped = keys.wrap(key);
    var indexes = Stream.of(addresses).map(this::index).toList();
    worker.change(
        tenant,
        db -> {
          db.insertInto(PROFILES)
              .set(PROFILES.TENANT_ID, tenant)
              .set(PROFILES.PERSON_ID, id)
              .execute();
          db.insertInto(PERSON_KEYS)
              .set(PERSON_KEYS.TENANT_ID, tenant)
              .set(PERSON_KEYS.PERSON_ID, id)
              .set(PERSON_KEYS.DATA_KEY_VERSION, keys.dataKeyVersion(wrapped))
              .set(PERSON_KEYS.WRAPPED_KEY, wrapped)
              .execute();
          for (var index : indexes) {
            db.insertInto(PROFILE_IDENTIFIERS)
                .set(PROFILE_IDENTIFIERS.TENANT_ID, tenant)
                .set(PROFILE_IDENTIFIERS.KIND, "email")
                .set(PROFILE_IDENTIFIERS.INDEX_KEY_VERSION, index.version())
                .set(PROFILE_IDENTIFIERS.BLIND_INDEX, index.bytes())
                .set(PROFILE_IDENTIFIERS.IDENTIFIER_ID, Ids.next())
                .set(PROFILE_IDENTIFIERS.PERSON_ID, id)
                .set(PROFILE_IDENTIFIERS.VALUE_CIPHERTEXT, new byte[] {1})
                .execute();
          }
        });
    return id;
  }

  private void merge(UUID alias, UUID into) {
    worker.change(
        tenant,
        db ->
            db.update(PROFILES)
                .set(PROFILES.MERGED_INTO, into)
                .where(PROFILES.TENANT_ID.eq(tenant), PROFILES.PERSON_ID.eq(alias))
                .execute());
  }

  private PersonErasureRef requested(UUID person) {
    var id = Ids.next();
    api.change(
        tenant,
        db ->
            db.insertInto(PERSON_ERASURES)
                .set(PERSON_ERASURES.TENANT_ID, tenant)
                .set(PERSON_ERASURES.ERASURE_ID, id)
                .set(PERSON_ERASURES.PERSON_ID, person)
                .set(PERSON_ERASURES.REASON, "objection")
                .set(PERSON_ERASURES.REQUESTED_BY, "first-officer")
                .set(PERSON_ERASURES.WORKFLOW_ID, "privacy/" + tenant + "/erasure/" + id)
                .execute());
    return new PersonErasureRef(new TenantId(tenant), id);
  }

  private PersonErasureRef approved(UUID person) {
    var ref = requested(person);
    approve(ref, "second-officer");
    return ref;
  }

  private void approve(PersonErasureRef ref, String officer) {
    api.change(
        tenant,
        db ->
            db.update(PERSON_ERASURES)
                .set(PERSON_ERASURES.STATE, "approved")
                .set(PERSON_ERASURES.APPROVED_BY, officer)
                .set(PERSON_ERASURES.APPROVED_AT, DSL.currentInstant())
                .where(PERSON_ERASURES.ERASURE_ID.eq(ref.erasureId()))
                .execute());
  }

  private PersonErasuresRecord erasure(PersonErasureRef ref) {
    return worker.read(
        tenant,
        db ->
            db.selectFrom(PERSON_ERASURES)
                .where(PERSON_ERASURES.ERASURE_ID.eq(ref.erasureId()))
                .fetchSingle());
  }

  private int entries(UUID person) {
    return worker.read(
        tenant,
        db -> db.fetchCount(AUDIT_ENTRIES, AUDIT_ENTRIES.RESOURCE_ID.eq(person.toString())));
  }

  /** Marked as erased, without key and without identifier; none of it alone. */
  private boolean isErased(UUID person) {
    return worker.read(
        tenant,
        db -> {
          var marked =
              db.fetchExists(
                  PROFILES, PROFILES.PERSON_ID.eq(person), PROFILES.ERASED_AT.isNotNull());
          var key = db.fetchExists(PERSON_KEYS, PERSON_KEYS.PERSON_ID.eq(person));
          var identifier =
              db.fetchExists(PROFILE_IDENTIFIERS, PROFILE_IDENTIFIERS.PERSON_ID.eq(person));
          assertThat(List.of(!key, !identifier)).as("all or nothing").containsOnly(marked);
          return marked;
        });
  }

  private void awaitWaiting() {
    await()
        .until(() -> {
          try (var connection = database.superuser().getConnection()) {
            return DSL.using(connection)
                .fetchExists(
                    DSL.selectOne()
                        .from("pg_stat_activity")
                        .where("wait_event_type = 'Lock' and wait_event = 'advisory'"));
          }
        });
  }
}
