package org.teei.csr.schema.personaldata;

import static org.teei.csr.schema.jooq.Tables.TOMBSTONES;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Param;
import org.jooq.impl.DSL;
import org.teei.csr.schema.personaldata.BlindIndex.Index;

/**
 * Identifiers of erased persons, who come back by no way in. Who makes persons and who erases them
 * exclude each other within a tenant; otherwise a maker could miss a tombstone that is written
 * meanwhile, and make the person again.
 */
public final class Tombstones {
  private Tombstones() {}

  /** Those of {@code indexes} that identified an erased person. */
  public static Set<Index> erasedAmong(
      DSLContext db, String tenant, String kind, Collection<Index> indexes) {
    if (indexes.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        db.select(TOMBSTONES.INDEX_KEY_VERSION, TOMBSTONES.BLIND_INDEX)
            .from(TOMBSTONES)
            .where(
                TOMBSTONES.TENANT_ID.eq(tenant),
                TOMBSTONES.KIND.eq(kind),
                TOMBSTONES.INDEX_KEY_VERSION.eq(
                    DSL.any(
                        indexes.stream().map(Index::version).distinct().toArray(Integer[]::new))),
                TOMBSTONES.BLIND_INDEX.eq(
                    DSL.any(indexes.stream().map(Index::bytes).toArray(byte[][]::new))))
            .fetch(row -> new Index(row.value1(), row.value2())));
  }

  /**
   * Keeps persons from being erased until this transaction ends. To be called before tombstones are
   * asked for; makers of persons do not keep each other waiting.
   */
  public static void holdErasuresOff(DSLContext db, String tenant) {
    db.execute("select pg_advisory_xact_lock_shared(hashtextextended({0}, 0))", lock(tenant));
  }

  /**
   * Keeps persons from being made until this transaction ends, after waiting for all who are making
   * some. To be called before any row of a person is locked.
   */
  public static void holdMakersOff(DSLContext db, String tenant) {
    db.execute("select pg_advisory_xact_lock(hashtextextended({0}, 0))", lock(tenant));
  }

  /**
   * Turns all identifiers of persons into tombstones, after {@link #holdMakersOff}.
   *
   * @return how many
   */
  public static int leave(DSLContext db, String tenant, Collection<UUID> persons) {
    return db.execute(
        """
        with identified as (
          delete from csr.profile_identifiers
          where tenant_id = {0} and person_id = any ({1})
          returning tenant_id, kind, index_key_version, blind_index
        )
        insert into csr.tombstones (tenant_id, kind, index_key_version, blind_index)
        select tenant_id, kind, index_key_version, blind_index from identified
        on conflict do nothing
        """,
        DSL.val(tenant), DSL.val(persons.toArray(UUID[]::new)));
  }

  /**
   * Lets an identifier come back, after {@link #holdErasuresOff} and in the transaction that
   * approves its lift; the database keeps the tombstone otherwise.
   *
   * @return whether there was a tombstone
   */
  public static boolean lift(DSLContext db, String tenant, String kind, Index index) {
    return db.deleteFrom(TOMBSTONES)
            .where(
                TOMBSTONES.TENANT_ID.eq(tenant),
                TOMBSTONES.KIND.eq(kind),
                TOMBSTONES.INDEX_KEY_VERSION.eq(index.version()),
                TOMBSTONES.BLIND_INDEX.eq(index.bytes()))
            .execute()
        == 1;
  }

  private static Param<String> lock(String tenant) {
    return DSL.val("tombstones/" + tenant);
  }
}
