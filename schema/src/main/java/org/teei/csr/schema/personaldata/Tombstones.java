package org.teei.csr.schema.personaldata;

import static org.teei.csr.schema.jooq.Tables.TOMBSTONES;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.teei.csr.schema.personaldata.BlindIndex.Index;

/** Identifiers of erased persons, who come back by no way in. */
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
}
