package org.teei.csr.activities.personaldata;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;

/** A holder of tables in which columns say whom a row belongs to. */
record ByColumn(String feature, List<Claim> claims, Map<Table<?>, String> unclaimed)
    implements DataHolder {

  /** A table, and which of its rows belong to a person. */
  record Claim(Table<?> table, TableField<?, String> tenant, Function<UUID, Condition> ofPerson) {

    /**
     * @param persons columns that name whom a row belongs to
     */
    Claim(Table<?> table, TableField<?, String> tenant, Set<? extends Field<UUID>> persons) {
      this(
          table,
          tenant,
          person ->
              persons.stream()
                  .map(column -> column.eq(person))
                  .reduce(Condition::or)
                  .orElseThrow());
    }

    long count(DSLContext db, String tenantId, UUID personId) {
      return db.fetchCount(table, tenant.eq(tenantId), ofPerson.apply(personId));
    }
  }

  @Override
  public Set<Table<?>> claimed() {
    return claims.stream().<Table<?>>map(Claim::table).collect(Collectors.toSet());
  }

  @Override
  public long count(DSLContext db, String tenant, UUID personId) {
    return claims.stream().mapToLong(claim -> claim.count(db, tenant, personId)).sum();
  }
}
