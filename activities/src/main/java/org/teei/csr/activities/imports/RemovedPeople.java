package org.teei.csr.activities.imports;

import static java.util.Objects.requireNonNull;
import static org.teei.csr.schema.jooq.Tables.BUDDY_EVENTS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_PREVIEWS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_UNDO_IMAGES;
import static org.teei.csr.schema.jooq.Tables.PERSON_KEYS;
import static org.teei.csr.schema.jooq.Tables.PROFILES;
import static org.teei.csr.schema.jooq.Tables.PROFILE_IDENTIFIERS;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.ForeignKey;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.personaldata.Tombstones;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;

/**
 * Persons whom an import made known and nobody knows any more once it is taken back. They leave no
 * tombstone: the next file may name them again. Whom something else refers to stays, and goes with
 * the next import that is taken back, if it was the last to refer to them.
 */
final class RemovedPeople {
  /** What is a person's own, and goes with the person. */
  static final Set<Table<?>> OWN = Set.of(PERSON_KEYS, PROFILE_IDENTIFIERS);

  /** Persons in a transaction: as long as it takes, imports of the same company wait. */
  private static final int PORTION = 1_000;

  private final Tenancy tenancy;

  RemovedPeople(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  /** Gives how many. */
  long remove(ImportRef ref) {
    String tenant = ref.tenant().value();
    long removed = 0;
    @Nullable UUID last = null;
    List<UUID> portion;
    do {
      UUID behind = last;
      portion =
          tenancy.write(
              tenant,
              db -> {
                Tombstones.holdMakersOff(db, tenant);
                List<UUID> unused = unused(db, ref, behind);
                remove(db, tenant, unused);
                return unused;
              });
      removed += portion.size();
      last = portion.isEmpty() ? null : portion.getLast();
    } while (portion.size() == PORTION);
    return removed;
  }

  private static List<UUID> unused(DSLContext db, ImportRef ref, @Nullable UUID behind) {
    String tenant = ref.tenant().value();
    Condition oneOfOurs =
        PROFILES
            .IMPORT_ID
            .eq(ref.importId())
            .or(
                PROFILES.IMPORT_ID.in(
                    DSL.select(IMPORT_JOBS.IMPORT_ID)
                        .from(IMPORT_JOBS)
                        .where(
                            IMPORT_JOBS.TENANT_ID.eq(tenant),
                            IMPORT_JOBS.STATUS.eq(ImportStatus.UNDONE.spelling()))));
    return db.select(PROFILES.PERSON_ID)
        .from(PROFILES)
        .where(
            PROFILES.TENANT_ID.eq(tenant),
            behind == null ? DSL.noCondition() : PROFILES.PERSON_ID.gt(behind),
            oneOfOurs,
            PROFILES.MERGED_INTO.isNull(),
            PROFILES.ERASED_AT.isNull(),
            DSL.and(references().map(DSL::notExists).toList()))
        .orderBy(PROFILES.PERSON_ID)
        .limit(PORTION)
        .forUpdate()
        .of(PROFILES)
        .fetch(PROFILES.PERSON_ID);
  }

  /** Whatever refers to a person: all foreign keys, and the columns that have none. */
  private static Stream<Select<?>> references() {
    return Stream.concat(
        PROFILES.getPrimaryKey().getReferences().stream()
            .filter(key -> !OWN.contains(key.getTable()))
            .map(RemovedPeople::referring),
        Stream.of(
            referring(BUDDY_EVENTS, BUDDY_EVENTS.ATTENDEES.contains(DSL.array(PROFILES.PERSON_ID))),
            referring(IMPORT_PREVIEWS, IMPORT_PREVIEWS.PERSON_ID.eq(PROFILES.PERSON_ID)),
            referring(
                IMPORT_UNDO_IMAGES,
                IMPORT_UNDO_IMAGES.PEOPLE.contains(DSL.array(PROFILES.PERSON_ID)))));
  }

  private static Select<?> referring(ForeignKey<?, ?> key) {
    Table<?> table = key.getTable().as("other");
    Field<UUID> person =
        requireNonNull(table.field(key.getFields().getLast().getName(), UUID.class));
    return referring(table, person.eq(PROFILES.PERSON_ID));
  }

  private static Select<?> referring(Table<?> table, Condition toPerson) {
    Field<String> tenant = requireNonNull(table.field("tenant_id", String.class));
    return DSL.selectOne().from(table).where(tenant.eq(PROFILES.TENANT_ID), toPerson);
  }

  /** Keys in the order in which a rotation locks them. */
  private static void remove(DSLContext db, String tenant, List<UUID> persons) {
    if (persons.isEmpty()) {
      return;
    }
    UUID[] ids = persons.toArray(UUID[]::new);
    Condition keys =
        DSL.and(PERSON_KEYS.TENANT_ID.eq(tenant), PERSON_KEYS.PERSON_ID.eq(DSL.any(ids)));
    db.select(PERSON_KEYS.PERSON_ID)
        .from(PERSON_KEYS)
        .where(keys)
        .orderBy(PERSON_KEYS.PERSON_ID)
        .forUpdate()
        .execute();
    db.deleteFrom(PERSON_KEYS).where(keys).execute();
    db.deleteFrom(PROFILE_IDENTIFIERS)
        .where(
            PROFILE_IDENTIFIERS.TENANT_ID.eq(tenant),
            PROFILE_IDENTIFIERS.PERSON_ID.eq(DSL.any(ids)))
        .execute();
    db.deleteFrom(PROFILES)
        .where(PROFILES.TENANT_ID.eq(tenant), PROFILES.PERSON_ID.eq(DSL.any(ids)))
        .execute();
  }
}
