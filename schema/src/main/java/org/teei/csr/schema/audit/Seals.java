package org.teei.csr.schema.audit;

import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.AUDIT_SEALED_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.AUDIT_SEALS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.audit.Seal.SealedEntry;
import org.teei.csr.schema.storage.Storage;

/** Where seals stand: in the database and, each once, outside of it. */
final class Seals {
  private static final String FOLDER = "audit/seals/";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Storage outside;

  Seals(Storage outside) {
    this.outside = outside;
  }

  record Head(long number, byte[] digest) {}

  /** Digests of entries that no seal covers yet, in the order of their ids. */
  List<SealedEntry> unsealed(DSLContext db, String tenant, int limit) {
    return db.select(columns())
        .from(AUDIT_ENTRIES)
        .leftAntiJoin(AUDIT_SEALED_ENTRIES)
        .on(
            AUDIT_SEALED_ENTRIES.TENANT_ID.eq(AUDIT_ENTRIES.TENANT_ID),
            AUDIT_SEALED_ENTRIES.ENTRY_ID.eq(AUDIT_ENTRIES.ENTRY_ID))
        .where(AUDIT_ENTRIES.TENANT_ID.eq(tenant))
        .orderBy(AUDIT_ENTRIES.ENTRY_ID)
        .limit(limit)
        .fetch(Seals::sealed);
  }

  /** The number of entries that no seal covers yet. */
  int countUnsealed(DSLContext db, String tenant) {
    return db.fetchCount(
        DSL.selectOne()
            .from(AUDIT_ENTRIES)
            .leftAntiJoin(AUDIT_SEALED_ENTRIES)
            .on(
                AUDIT_SEALED_ENTRIES.TENANT_ID.eq(AUDIT_ENTRIES.TENANT_ID),
                AUDIT_SEALED_ENTRIES.ENTRY_ID.eq(AUDIT_ENTRIES.ENTRY_ID))
            .where(AUDIT_ENTRIES.TENANT_ID.eq(tenant)));
  }

  void insert(DSLContext db, Seal seal) {
    db.insertInto(AUDIT_SEALS)
        .set(AUDIT_SEALS.TENANT_ID, seal.tenant())
        .set(AUDIT_SEALS.SEAL_NUMBER, seal.number())
        .set(AUDIT_SEALS.ENTRY_COUNT, seal.entries().size())
        .set(AUDIT_SEALS.ENTRIES_DIGEST, seal.entriesDigest())
        .set(AUDIT_SEALS.PREVIOUS_DIGEST, seal.previousDigest())
        .set(AUDIT_SEALS.DIGEST, seal.digest())
        .set(AUDIT_SEALS.SIGNATURE, seal.signature())
        .set(AUDIT_SEALS.KEY_ID, seal.keyId())
        .execute();
    db.execute(
        """
        insert into csr.audit_sealed_entries (tenant_id, entry_id, seal_number)
        select {0}, entry_id, {1} from unnest({2}) as sealed (entry_id)
        """,
        DSL.val(seal.tenant()), DSL.val(seal.number()), DSL.val(ids(seal)));
  }

  /** The end of the chain. */
  Optional<Head> head(DSLContext db, String tenant) {
    return db.select(AUDIT_SEALS.SEAL_NUMBER, AUDIT_SEALS.DIGEST)
        .from(AUDIT_SEALS)
        .where(AUDIT_SEALS.TENANT_ID.eq(tenant))
        .orderBy(AUDIT_SEALS.SEAL_NUMBER.desc())
        .limit(1)
        .fetchOptional(row -> new Head(row.value1(), row.value2()));
  }

  /** The numbers of the seals in the database, in order. */
  List<Long> numbers(DSLContext db, String tenant) {
    return db.select(AUDIT_SEALS.SEAL_NUMBER)
        .from(AUDIT_SEALS)
        .where(AUDIT_SEALS.TENANT_ID.eq(tenant))
        .orderBy(AUDIT_SEALS.SEAL_NUMBER)
        .fetch(AUDIT_SEALS.SEAL_NUMBER);
  }

  /** A seal as the database has it, with digests of its entries as they are now. */
  Optional<Seal> stored(DSLContext db, String tenant, long number) {
    return db.selectFrom(AUDIT_SEALS)
        .where(AUDIT_SEALS.TENANT_ID.eq(tenant), AUDIT_SEALS.SEAL_NUMBER.eq(number))
        .fetchOptional(row ->
            new Seal(
                tenant,
                number,
                entries(db, tenant, number),
                row.getEntriesDigest(),
                row.getPreviousDigest(),
                row.getDigest(),
                row.getSignature(),
                row.getKeyId()));
  }

  /** Writes the copy outside unless it is there. */
  void writeOutside(Seal seal) throws IOException {
    outside.writeOnce(seal.tenant(), name(seal.number()), json(seal));
  }

  boolean isOutside(String tenant, long number) throws IOException {
    return outside.readOnce(tenant, name(number)).isPresent();
  }

  /** The copy of a seal outside the database. */
  Optional<Seal> outside(String tenant, long number) throws IOException {
    var copy = outside.readOnce(tenant, name(number));
    return copy.isEmpty()
        ? Optional.empty()
        : Optional.of(MAPPER.readValue(copy.get(), Seal.class));
  }

  /** The numbers of the seals outside the database, in order. */
  List<Long> outsideNumbers(String tenant) throws IOException {
    return outside.listOnce(tenant, FOLDER).stream()
        .map(name -> name.substring(FOLDER.length(), name.length() - ".json".length()))
        .map(Long::valueOf)
        .sorted()
        .toList();
  }

  /** Whether the entry still exists, and under which seal; empty where it does not exist. */
  Optional<Long> sealOf(DSLContext db, String tenant, UUID entryId) {
    return db.select(AUDIT_SEALED_ENTRIES.SEAL_NUMBER)
        .from(AUDIT_SEALED_ENTRIES)
        .join(AUDIT_ENTRIES)
        .on(
            AUDIT_ENTRIES.TENANT_ID.eq(AUDIT_SEALED_ENTRIES.TENANT_ID),
            AUDIT_ENTRIES.ENTRY_ID.eq(AUDIT_SEALED_ENTRIES.ENTRY_ID))
        .where(AUDIT_SEALED_ENTRIES.TENANT_ID.eq(tenant), AUDIT_SEALED_ENTRIES.ENTRY_ID.eq(entryId))
        .fetchOptional(AUDIT_SEALED_ENTRIES.SEAL_NUMBER);
  }

  /** The first entry of the seal that does not exist any more. */
  Optional<UUID> firstGone(DSLContext db, Seal seal) {
    return db.resultQuery(
            """
            select sealed.entry_id
            from unnest({0}) with ordinality as sealed (entry_id, place)
            where not exists (
              select from csr.audit_entries e
              where e.tenant_id = {1} and e.entry_id = sealed.entry_id)
            order by sealed.place
            limit 1
            """,
            DSL.val(ids(seal)), DSL.val(seal.tenant()))
        .fetchOptional(0, UUID.class);
  }

  private static UUID[] ids(Seal seal) {
    return seal.entries().stream().map(SealedEntry::entryId).toArray(UUID[]::new);
  }

  private static List<SealedEntry> entries(DSLContext db, String tenant, long number) {
    Condition sealed =
        AUDIT_SEALED_ENTRIES.TENANT_ID.eq(tenant).and(AUDIT_SEALED_ENTRIES.SEAL_NUMBER.eq(number));
    return db.select(columns())
        .from(AUDIT_SEALED_ENTRIES)
        .join(AUDIT_ENTRIES)
        .on(
            AUDIT_ENTRIES.TENANT_ID.eq(AUDIT_SEALED_ENTRIES.TENANT_ID),
            AUDIT_ENTRIES.ENTRY_ID.eq(AUDIT_SEALED_ENTRIES.ENTRY_ID))
        .where(sealed)
        .orderBy(AUDIT_ENTRIES.ENTRY_ID)
        .fetch(Seals::sealed);
  }

  private static List<SelectField<?>> columns() {
    return List.<SelectField<?>>of(
        AUDIT_ENTRIES.TENANT_ID,
        AUDIT_ENTRIES.ENTRY_ID,
        AUDIT_ENTRIES.OCCURRED_AT,
        AUDIT_ENTRIES.ACTOR,
        AUDIT_ENTRIES.ACTOR_ROLE,
        AUDIT_ENTRIES.ACTION,
        AUDIT_ENTRIES.RESOURCE_TYPE,
        AUDIT_ENTRIES.RESOURCE_ID,
        AUDIT_ENTRIES.DECISION_ID,
        AUDIT_ENTRIES.REQUEST_ID,
        AUDIT_ENTRIES.DETAILS,
        AUDIT_ENTRIES.WORKFLOW_ID,
        AUDIT_ENTRIES.PURPOSE,
        AUDIT_ENTRIES.CHANGES);
  }

  private static SealedEntry sealed(Record row) {
    var id = row.get(AUDIT_ENTRIES.ENTRY_ID);
    return new SealedEntry(id, Seal.entryDigest(id, fields(row)));
  }

  /**
   * The canonical form of an entry. Workflow, purpose and changes belong to it where the entry has
   * any of them: entries without are as they were sealed before there were such columns, and as
   * each field has its length before it, none with them passes for one without.
   */
  private static @Nullable String[] fields(Record row) {
    var at = row.get(AUDIT_ENTRIES.OCCURRED_AT);
    var decision = row.get(AUDIT_ENTRIES.DECISION_ID);
    var fields =
        new ArrayList<@Nullable String>(
            Arrays.asList(
                row.get(AUDIT_ENTRIES.TENANT_ID),
                at.getEpochSecond() + "." + at.get(ChronoField.MICRO_OF_SECOND),
                row.get(AUDIT_ENTRIES.ACTOR),
                row.get(AUDIT_ENTRIES.ACTOR_ROLE),
                row.get(AUDIT_ENTRIES.ACTION),
                row.get(AUDIT_ENTRIES.RESOURCE_TYPE),
                row.get(AUDIT_ENTRIES.RESOURCE_ID),
                decision == null ? null : decision.toString(),
                row.get(AUDIT_ENTRIES.REQUEST_ID),
                row.get(AUDIT_ENTRIES.DETAILS).data()));
    var changes = row.get(AUDIT_ENTRIES.CHANGES);
    var added =
        Arrays.asList(
            row.get(AUDIT_ENTRIES.WORKFLOW_ID),
            row.get(AUDIT_ENTRIES.PURPOSE),
            changes == null ? null : changes.data());
    if (added.stream().anyMatch(Objects::nonNull)) {
      fields.addAll(added);
    }
    return fields.toArray(String[]::new);
  }

  private static String name(long number) {
    return FOLDER + "%012d.json".formatted(number);
  }

  private static byte[] json(Seal seal) {
    try {
      return MAPPER.writeValueAsBytes(seal);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A seal is always writable", e);
    }
  }
}
