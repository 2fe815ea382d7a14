package org.teei.csr.schema.events;

import static org.teei.csr.schema.jooq.Tables.OUTBOX_POSITIONS;
import static org.teei.csr.schema.jooq.Tables.PROFILES;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.shared.Json;

/** Appends events in the transaction of the change that they tell of. */
public final class Outbox {
  private Outbox() {}

  /**
   * Appends {@code events} of persons with a profile, in list order. To be called once, as the last
   * statement of the transaction: the positions are assigned under a lock of the tenant that is
   * held until the commit.
   *
   * @throws IllegalArgumentException if a person has no profile
   */
  public static void append(
      DSLContext db,
      String tenant,
      List<NewEvent> events,
      @Nullable String correlationId,
      @Nullable String traceParent) {
    if (events.isEmpty()) {
      return;
    }
    // First what takes time and no lock: others with the same persons wait from here on.
    var data = column(events, event -> Json.of(event.data()), String[]::new);
    var versions = raiseVersions(db, tenant, events);
    var subjectVersions =
        events.stream()
            .map(event -> versions.merge(event.personId(), 1L, Long::sum))
            .toArray(Long[]::new);
    lock(db, tenant);
    insert(
        db,
        tenant,
        events,
        data,
        subjectVersions,
        nextPositions(db, tenant, events.size()),
        correlationId,
        traceParent);
  }

  /**
   * Raises each person's version by the number of their events and gives the versions before. Rows
   * are locked in the order of ids first, so that writers with persons in common wait for each
   * other instead of deadlocking.
   */
  private static Map<UUID, Long> raiseVersions(
      DSLContext db, String tenant, List<NewEvent> events) {
    var counts = new HashMap<UUID, Long>();
    events.forEach(event -> counts.merge(event.personId(), 1L, Long::sum));
    var persons = counts.keySet().toArray(UUID[]::new);
    var raises = counts.values().toArray(Long[]::new);
    db.select(PROFILES.PERSON_ID)
        .from(PROFILES)
        .where(PROFILES.TENANT_ID.eq(tenant), PROFILES.PERSON_ID.eq(DSL.any(persons)))
        .orderBy(PROFILES.PERSON_ID)
        .forNoKeyUpdate()
        .execute();
    var versions = new HashMap<UUID, Long>();
    db.resultQuery(
            """
            update csr.profiles p
            set version = p.version + raise.by, updated_at = now()
            from unnest({0}, {1}) as raise (person_id, by)
            where p.tenant_id = {2} and p.person_id = raise.person_id
            returning p.person_id, p.version - raise.by as version
            """,
            DSL.val(persons), DSL.val(raises), DSL.val(tenant))
        .forEach(
            row -> versions.put(row.get("person_id", UUID.class), row.get("version", Long.class)));
    if (versions.size() < counts.size()) {
      throw new IllegalArgumentException(
          (counts.size() - versions.size()) + " persons of the events have no profile");
    }
    return versions;
  }

  /**
   * One writer of a tenant at a time from here to its commit: positions are then given in the order
   * of commits.
   */
  private static void lock(DSLContext db, String tenant) {
    db.select(
            DSL.field(
                "pg_advisory_xact_lock(hashtextextended({0}, 0))", DSL.val("outbox/" + tenant)))
        .execute();
  }

  private static long nextPositions(DSLContext db, String tenant, long count) {
    var last =
        db.insertInto(OUTBOX_POSITIONS)
            .columns(OUTBOX_POSITIONS.TENANT_ID, OUTBOX_POSITIONS.LAST_POSITION)
            .values(tenant, count)
            .onConflict(OUTBOX_POSITIONS.TENANT_ID)
            .doUpdate()
            .set(OUTBOX_POSITIONS.LAST_POSITION, OUTBOX_POSITIONS.LAST_POSITION.plus(count))
            .returning(OUTBOX_POSITIONS.LAST_POSITION)
            .fetchSingle()
            .getLastPosition();
    return last - count + 1;
  }

  private static void insert(
      DSLContext db,
      String tenant,
      List<NewEvent> events,
      String[] data,
      Long[] subjectVersions,
      long firstPosition,
      @Nullable String correlationId,
      @Nullable String traceParent) {
    // All others wait for whoever writes here, and the driver is quicker with columns than jOOQ.
    db.connection(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              insert into csr.outbox_events
                (tenant_id, position, event_id, type, person_id, subject_version, data, correlation_id, trace_parent)
              select ?, ? + ordinality - 1, event_id, type, person_id, subject_version, data::jsonb, ?, ?
              from unnest(?, ?, ?, ?, ?) with ordinality
                as event (event_id, type, person_id, subject_version, data, ordinality)
              """)) {
        statement.setString(1, tenant);
        statement.setLong(2, firstPosition);
        statement.setString(3, correlationId);
        statement.setString(4, traceParent);
        statement.setArray(
            5, connection.createArrayOf("uuid", column(events, NewEvent::eventId, UUID[]::new)));
        statement.setArray(
            6, connection.createArrayOf("text", column(events, NewEvent::type, String[]::new)));
        statement.setArray(
            7, connection.createArrayOf("uuid", column(events, NewEvent::personId, UUID[]::new)));
        statement.setArray(8, connection.createArrayOf("bigint", subjectVersions));
        statement.setArray(9, connection.createArrayOf("text", data));
        statement.executeUpdate();
      }
    });
  }

  private static <T> T[] column(
      List<NewEvent> events, Function<NewEvent, T> value, IntFunction<T[]> array) {
    return events.stream().map(value).toArray(array);
  }
}
