package org.teei.csr.schema.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.schema.audit.Verification.Breach;
import org.teei.csr.schema.audit.Verification.Broken;
import org.teei.csr.schema.audit.Verification.Intact;
import org.teei.csr.schema.personaldata.InMemoryKms;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.storage.FileStorage;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/** The attacker here rules the database and the disk, but has no key. */
class AuditVerifierTest {
  @TempDir Path directory;
  private final Database database = Database.shared();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();
  private final HikariDataSource session = database.newPool("postgres", 1);
  private final DSLContext attacker = DSL.using(session, SQLDialect.POSTGRES);
  private final List<UUID> entries = new ArrayList<>();
  private AuditSealer sealer;
  private AuditVerifier verifier;

  /** Three seals of three entries each. */
  @BeforeEach
  void seal() throws IOException {
    var keys = new TenantKeys(tenancy, new InMemoryKms());
    var storage = new FileStorage(directory, keys);
    sealer = new AuditSealer(tenancy, new SealSigner(keys), storage);
    verifier = new AuditVerifier(new Tenancy(database.api()), new SealSigner(keys), storage);
    for (var seal = 0; seal < 3; seal++) {
      for (var entry = 0; entry < 3; entry++) {
        entries.add(append());
      }
      sealer.sealPending(tenant);
    }
    // As a superuser may: no triggers, so no foreign keys.
    attacker.execute("set session_replication_role = replica");
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void anUntouchedRecordIsIntact() throws IOException {
    append();

    assertThat(verifier.verify(tenant)).isEqualTo(new Intact(3, 9, 1));
  }

  @Test
  void aChangedEntryIsNamed() throws IOException {
    tamper("update csr.audit_entries set actor = 'somebody' where entry_id = ?", entries.get(4));

    assertThat(verifier.verify(tenant))
        .isEqualTo(new Broken(Breach.ENTRY_CHANGED, 2, entries.get(4)));
  }

  @Test
  void aChangeOfAnyColumnIsSeen() throws IOException {
    var columns =
        AUDIT_ENTRIES
            .fieldStream()
            .map(field -> field.getName())
            .filter(name -> !List.of("tenant_id", "entry_id").contains(name))
            .toList();
    assertThat(columns)
        .contains("occurred_at", "actor", "details", "workflow_id", "purpose", "changes");
    for (var column : columns) {
      var value =
          switch (column) {
            case "occurred_at" -> "occurred_at + interval '1 microsecond'";
            case "decision_id" -> "gen_random_uuid()";
            case "purpose" -> "'safety'";
            case "changes" -> "'[]'";
            case "details" -> "'{\"changed\": true}'";
            default -> column + " || 'x'";
          };
      tamper(
          "create temp table kept as select * from csr.audit_entries where entry_id = ?",
          entries.get(4));
      tamper(
          "update csr.audit_entries set " + column + " = " + value + " where entry_id = ?",
          entries.get(4));

      assertThat(verifier.verify(tenant))
          .as(column)
          .isEqualTo(new Broken(Breach.ENTRY_CHANGED, 2, entries.get(4)));

      tamper(
          "update csr.audit_entries e set "
              + column
              + " = k."
              + column
              + " from kept k where e.entry_id = k.entry_id");
      tamper("drop table kept");
      assertThat(verifier.verify(tenant)).isInstanceOf(Intact.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"decision_id", "request_id", "workflow_id", "purpose", "changes"})
  void anEmptiedColumnIsSeen(String column) throws IOException {
    tamper("update csr.audit_entries set " + column + " = null where entry_id = ?", entries.get(4));

    assertThat(verifier.verify(tenant))
        .isEqualTo(new Broken(Breach.ENTRY_CHANGED, 2, entries.get(4)));
  }

  /** As it was sealed before entries had a workflow, a purpose and changes. */
  @Test
  void anEntryOfTheFirstFormKeepsItsDigest() throws IOException {
    var entry = appendOfTheFirstForm();
    sealer.sealPending(tenant);

    var sealed = new ObjectMapper().readTree(copy(4).toFile()).get("entries").get(0);
    assertThat(sealed.get("entryId").asText()).isEqualTo(entry.toString());
    assertThat(sealed.get("digest").binaryValue()).isEqualTo(digestOfTheFirstForm(entry));
    assertThat(verifier.verify(tenant)).isEqualTo(new Intact(4, 10, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request_id = ''",
        "workflow_id = ''",
        "purpose = 'safety'",
        "changes = '[]'",
        "purpose = 'programme', workflow_id = 'w', changes = '[]'"
      })
  void aValueGivenToAnEmptyColumnIsSeen(String change) throws IOException {
    var entry = appendOfTheFirstForm();
    sealer.sealPending(tenant);

    tamper("update csr.audit_entries set " + change + " where entry_id = ?", entry);

    assertThat(verifier.verify(tenant)).isEqualTo(new Broken(Breach.ENTRY_CHANGED, 4, entry));
  }

  /** What came later cannot be taken away so that an entry passes for one of the first form. */
  @Test
  void anEntryPutBackIntoTheFirstFormIsSeen() throws IOException {
    tamper(
        "update csr.audit_entries set workflow_id = null, purpose = null, changes = null where entry_id = ?",
        entries.get(4));

    assertThat(verifier.verify(tenant))
        .isEqualTo(new Broken(Breach.ENTRY_CHANGED, 2, entries.get(4)));
  }

  @Test
  void ofManyBrokenEntriesTheFirstIsNamed() throws IOException {
    tamper("delete from csr.audit_entries where entry_id = ?", entries.get(8));
    tamper("update csr.audit_entries set actor = 'somebody' where entry_id = ?", entries.get(5));
    tamper("delete from csr.audit_entries where entry_id = ?", entries.get(3));
    tamper("delete from csr.audit_seals where seal_number = 3 and tenant_id = ?", tenant);

    assertThat(verifier.verify(tenant))
        .isEqualTo(new Broken(Breach.ENTRY_DELETED, 2, entries.get(3)));
  }

  @Test
  void aDeletedEntryIsNamed() throws IOException {
    tamper("delete from csr.audit_entries where entry_id = ?", entries.get(7));

    assertThat(verifier.verify(tenant))
        .isEqualTo(new Broken(Breach.ENTRY_DELETED, 3, entries.get(7)));
  }

  @Test
  void anEntryDeletedWithoutATraceIsNamed() throws IOException {
    tamper("delete from csr.audit_entries where entry_id = ?", entries.get(7));
    tamper("delete from csr.audit_sealed_entries where entry_id = ?", entries.get(7));
    tamper(
        "update csr.audit_seals set entry_count = 2 where seal_number = 3 and tenant_id = ?",
        tenant);

    assertThat(verifier.verify(tenant))
        .isEqualTo(new Broken(Breach.ENTRY_DELETED, 3, entries.get(7)));
  }

  @Test
  void anEntryInsertedUnderAnOldSealIsNamed() throws IOException {
    var inserted = append();
    tamper(
        "insert into csr.audit_sealed_entries (tenant_id, entry_id, seal_number) values (?, ?, 2)",
        tenant,
        inserted);

    assertThat(verifier.verify(tenant)).isEqualTo(new Broken(Breach.ENTRY_INSERTED, 2, inserted));
  }

  @Test
  void anEntryMovedToAnotherSealIsNamed() throws IOException {
    tamper(
        "update csr.audit_sealed_entries set seal_number = 3 where entry_id = ?", entries.get(1));

    assertThat(verifier.verify(tenant))
        .isEqualTo(new Broken(Breach.ENTRY_MOVED, 1, entries.get(1)));
  }

  @Test
  void entriesThatChangedPlacesAreNamed() throws IOException {
    var swap = UUID.randomUUID();
    tamper("update csr.audit_entries set entry_id = ? where entry_id = ?", swap, entries.get(0));
    tamper(
        "update csr.audit_entries set entry_id = ? where entry_id = ?",
        entries.get(0),
        entries.get(5));
    tamper("update csr.audit_entries set entry_id = ? where entry_id = ?", entries.get(5), swap);

    assertThat(verifier.verify(tenant))
        .isEqualTo(new Broken(Breach.ENTRY_CHANGED, 1, entries.get(0)));
  }

  @Test
  void entriesThatChangedTimesAreNamed() throws IOException {
    tamper(
        "update csr.audit_entries e set occurred_at = o.occurred_at from csr.audit_entries o where e.entry_id = ? and o.entry_id = ?",
        entries.get(2),
        entries.get(7));

    assertThat(verifier.verify(tenant))
        .isEqualTo(new Broken(Breach.ENTRY_CHANGED, 1, entries.get(2)));
  }

  @Test
  void sealsThatChangedPlacesAreNamed() throws IOException {
    tamper(
        "update csr.audit_seals set seal_number = 99 where seal_number = 1 and tenant_id = ?",
        tenant);
    tamper(
        "update csr.audit_seals set seal_number = 1 where seal_number = 2 and tenant_id = ?",
        tenant);
    tamper(
        "update csr.audit_seals set seal_number = 2 where seal_number = 99 and tenant_id = ?",
        tenant);

    assertThat(verifier.verify(tenant)).isEqualTo(new Broken(Breach.SEAL_CHANGED, 1, null));
  }

  @Test
  void aDeletedSealIsNamed() throws IOException {
    tamper("delete from csr.audit_seals where seal_number = 2 and tenant_id = ?", tenant);

    assertThat(verifier.verify(tenant)).isEqualTo(new Broken(Breach.SEAL_DELETED, 2, null));
  }

  @Test
  void aCutTailIsSeenByTheCopyOutside() throws IOException {
    tamper("delete from csr.audit_seals where seal_number = 3 and tenant_id = ?", tenant);
    tamper("delete from csr.audit_sealed_entries where seal_number = 3 and tenant_id = ?", tenant);
    tamper(
        "delete from csr.audit_entries where entry_id = any(?)",
        (Object) entries.subList(6, 9).toArray(UUID[]::new));

    assertThat(verifier.verify(tenant)).isEqualTo(new Broken(Breach.TAIL_CUT, 3, entries.get(6)));
  }

  @Test
  void aRecordEmptiedAltogetherIsSeen() throws IOException {
    for (var table : List.of("audit_sealed_entries", "audit_seals", "audit_entries")) {
      tamper("delete from csr." + table + " where tenant_id = ?", tenant);
    }

    assertThat(verifier.verify(tenant)).isEqualTo(new Broken(Breach.TAIL_CUT, 1, entries.get(0)));
  }

  @Test
  void aCutTailWhoseEntriesWereLeftIsSeen() throws IOException {
    tamper("delete from csr.audit_seals where seal_number = 3 and tenant_id = ?", tenant);
    tamper("delete from csr.audit_sealed_entries where seal_number = 3 and tenant_id = ?", tenant);

    assertThat(verifier.verify(tenant)).isEqualTo(new Broken(Breach.TAIL_CUT, 3, null));
  }

  @Test
  void aForgedSignatureIsSeen() throws IOException {
    tamper(
        "update csr.audit_seals set signature = decode(repeat('00', 64), 'hex') where seal_number = 2 and tenant_id = ?",
        tenant);

    assertThat(verifier.verify(tenant)).isEqualTo(new Broken(Breach.SIGNATURE_INVALID, 2, null));
  }

  @Test
  void aKeyIdOfNoKeyIsSeen() throws IOException {
    tamper(
        "update csr.audit_seals set key_id = 'seal/9' where seal_number = 2 and tenant_id = ?",
        tenant);

    assertThat(verifier.verify(tenant)).isEqualTo(new Broken(Breach.SIGNATURE_INVALID, 2, null));
  }

  @Test
  void aChangedCopyOutsideIsSeen() throws IOException {
    var copy = copy(2);
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        copy,
        Files.readString(copy).replace(entries.get(4).toString(), UUID.randomUUID().toString()));

    assertThat(verifier.verify(tenant)).isEqualTo(new Broken(Breach.COPY_CHANGED, 2, null));
  }

  @Test
  void aCopyOutsideThatIsNoSealIsSeen() throws IOException {
    Files.delete(copy(2));
    Files.writeString(copy(2), "nothing");

    assertThat(verifier.verify(tenant)).isEqualTo(new Broken(Breach.COPY_CHANGED, 2, null));
  }

  @Test
  void aMissingCopyOutsideIsSeen() throws IOException {
    Files.delete(copy(1));

    assertThat(verifier.verify(tenant)).isEqualTo(new Broken(Breach.COPY_MISSING, 1, null));
  }

  @Test
  void aCopyThatADeadProcessLeftUnwrittenIsMadeGoodByTheNextPass() throws IOException {
    Files.delete(copy(3));
    assertThat(verifier.verify(tenant)).isInstanceOf(Intact.class);

    sealer.sealPending(tenant);

    assertThat(copy(3)).exists();
    assertThat(verifier.verify(tenant)).isEqualTo(new Intact(3, 9, 0));
  }

  @Test
  void theSealsOfOneTenantDoNotServeAnother() throws IOException {
    var other = database.freshTenant();
    tamper("update csr.audit_entries set tenant_id = ? where tenant_id = ?", other, tenant);
    tamper("update csr.audit_sealed_entries set tenant_id = ? where tenant_id = ?", other, tenant);
    tamper("update csr.audit_seals set tenant_id = ? where tenant_id = ?", other, tenant);

    assertThat(verifier.verify(other)).isInstanceOf(Broken.class);
    assertThat(verifier.verify(tenant)).isEqualTo(new Broken(Breach.TAIL_CUT, 1, entries.get(0)));
  }

  @Test
  void theRolesOfThePlatformCannotTouchAnEntry() {
    for (var source : List.of(database.api(), database.worker())) {
      assertThatThrownBy(() ->
              new Tenancy(source).change(tenant, db -> db.deleteFrom(AUDIT_ENTRIES).execute()))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() ->
              new Tenancy(source)
                  .change(
                      tenant,
                      db -> db.update(AUDIT_ENTRIES).set(AUDIT_ENTRIES.ACTOR, "x").execute()))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void aPassSealsWhatIsPendingAndNothingTwice() throws IOException {
    var system = new SystemView(database.system());
    append();
    append();
    assertThat(AuditSealer.tenantsWithUnsealed(system)).contains(tenant);

    assertThat(sealer.sealPending(tenant)).isEqualTo(2);
    assertThat(sealer.sealPending(tenant)).isZero();

    assertThat(AuditSealer.tenantsWithUnsealed(system)).doesNotContain(tenant);
    assertThat(verifier.verify(tenant)).isEqualTo(new Intact(4, 11, 0));
  }

  @Test
  void aDecisionIsFoundByItsIdAndStandsInTheRecord() {
    var decision =
        new Decision(
            tenant,
            Ids.next(),
            "principal",
            "operator",
            "imports.cancel",
            "import",
            "1",
            "sent by mistake");

    var entry =
        AuditEntry.of(tenant, "principal", "operator", "imports.cancel", "import", "1")
            .withDecision(decision.decisionId())
            .withRequest("request-1");

    new Tenancy(database.api())
        .change(tenant, db -> Decisions.record(db, entry, decision.reason()));

    var found = tenancy.read(tenant, db -> Decisions.find(db, tenant, decision.decisionId()));
    assertThat(found.orElseThrow()).isEqualTo(decision);
    int recorded =
        tenancy.read(
            tenant,
            db ->
                db.fetchCount(AUDIT_ENTRIES, AUDIT_ENTRIES.DECISION_ID.eq(decision.decisionId())));
    assertThat(recorded).isEqualTo(1);
  }

  /** An entry that has something in each column. */
  private UUID append() {
    var entry =
        AuditEntry.of(tenant, "principal", "operator", "imports.created", "import", "1")
            .withDecision(Ids.next())
            .withRequest("request-1")
            .withWorkflow("imports/" + tenant + "/1")
            .withChanges(new Change("status", null, "queued"))
            .withDetails(Map.of("rows", 3));
    tenancy.change(tenant, db -> Audit.append(db, entry));
    return entry.entryId();
  }

  private UUID appendOfTheFirstForm() {
    var id = Ids.next();
    tenancy.change(
        tenant,
        db ->
            db.insertInto(AUDIT_ENTRIES)
                .set(AUDIT_ENTRIES.TENANT_ID, tenant)
                .set(AUDIT_ENTRIES.ENTRY_ID, id)
                .set(AUDIT_ENTRIES.ACTOR, "principal")
                .set(AUDIT_ENTRIES.ACTOR_ROLE, "operator")
                .set(AUDIT_ENTRIES.ACTION, "imports.created")
                .set(AUDIT_ENTRIES.RESOURCE_TYPE, "import")
                .set(AUDIT_ENTRIES.RESOURCE_ID, "1")
                .set(AUDIT_ENTRIES.DETAILS, JSONB.jsonb("{\"rows\": 3}"))
                .execute());
    return id;
  }

  private byte[] digestOfTheFirstForm(UUID id) throws IOException {
    var at =
        attacker
            .select(AUDIT_ENTRIES.OCCURRED_AT)
            .from(AUDIT_ENTRIES)
            .where(AUDIT_ENTRIES.ENTRY_ID.eq(id))
            .fetchSingle(AUDIT_ENTRIES.OCCURRED_AT);
    var bytes = new ByteArrayOutputStream();
    var form = new DataOutputStream(bytes);
    form.writeLong(id.getMostSignificantBits());
    form.writeLong(id.getLeastSignificantBits());
    for (var field :
        new String[] {
          tenant,
          at.getEpochSecond() + "." + at.getNano() / 1_000,
          "principal",
          "operator",
          "imports.created",
          "import",
          "1",
          null,
          null,
          "{\"rows\": 3}"
        }) {
      form.writeInt(field == null ? -1 : field.length());
      form.writeBytes(field == null ? "" : field);
    }
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private void tamper(String sql, Object... values) {
    attacker.execute(sql, values);
  }

  private Path copy(long seal) {
    return directory
        .resolve("once")
        .resolve(tenant)
        .resolve("audit/seals/%012d.json".formatted(seal));
  }
}
