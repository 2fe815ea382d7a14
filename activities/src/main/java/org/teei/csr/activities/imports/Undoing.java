package org.teei.csr.activities.imports;

import static java.util.stream.Collectors.toMap;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.activities.observability.TraceParents;
import org.teei.csr.schema.events.NewEvent;
import org.teei.csr.schema.events.Outbox;
import org.teei.csr.schema.imports.Reversals;
import org.teei.csr.schema.imports.Reversals.Outcome;
import org.teei.csr.schema.imports.Reversals.Reversal;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.Tombstones;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.RangeUndone;
import org.teei.csr.workflows.imports.UndoRange;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * Takes back the rows of one range in one transaction: what a row had made is removed, what it had
 * changed is put back, each with its texts. A repeated call finds the rows that are left.
 *
 * <p>Nobody merges rows in the same tenant meanwhile. Imports lock things in the order of their
 * keys, which is not that of a ledger: the two would block each other, and a row could come to
 * refer to what is just being removed.
 */
final class Undoing {
  /** Rows of a range: as long as it takes, imports of the same company wait. */
  static final int ROWS = 5_000;

  private final Tenancy tenancy;
  private final PersonKeys personKeys;

  Undoing(Tenancy tenancy, PersonKeys personKeys) {
    this.tenancy = tenancy;
    this.personKeys = personKeys;
  }

  RangeUndone undo(UndoRange range) {
    String tenant = range.ref().tenant().value();
    return tenancy.write(
        tenant,
        db ->
            db.connectionResult(connection -> {
              Tombstones.holdMakersOff(db, tenant);
              ImportJob job = ImportJob.load(db, range.ref().ofFile());
              if (job.status().ended()) {
                throw new StepFailure(FailureClass.PERMANENT, "import-ended");
              }
              int attempt = range.attempt();
              List<Long> rows = accepted(connection, job, attempt, range.belowRow());
              while (rows.isEmpty() && attempt > 0) {
                attempt--;
                rows = accepted(connection, job, attempt, Long.MAX_VALUE);
              }
              if (!rows.isEmpty()) {
                undo(db, connection, job, attempt, rows);
              }
              return new RangeUndone(
                  UndoFinishing.counts(db, job),
                  rows.isEmpty() ? null : new UndoRange(range.ref(), attempt, rows.getLast()));
            }));
  }

  /** The last rows below one that are accepted and undecided, in descending order. */
  private static List<Long> accepted(
      Connection connection, ImportJob job, int attempt, long belowRow) throws SQLException {
    return BulkSql.fetch(
        connection,
        """
        select row_number from csr.import_rows
        where tenant_id = ? and import_id = ? and row_number < ? and attempt = ?
          and outcome = 'accepted' and reversal is null
        order by row_number desc limit ?
        """,
        row -> row.getLong(1),
        job.tenant(),
        job.importId(),
        belowRow,
        attempt,
        ROWS);
  }

  private void undo(
      DSLContext db, Connection connection, ImportJob job, int attempt, List<Long> rows)
      throws SQLException {
    KindTable<?, ?> table =
        KindTables.of(connection, job, new People(job.tenant(), job.importId(), personKeys));
    List<NewEvent> events = new ArrayList<>();
    List<Long> left = rows;
    while (!left.isEmpty()) {
      List<Reversal> decided =
          new Reversals(table.table()).of(db, job.tenant(), job.importId(), attempt, left);
      List<Reversal> round = eachThingOnce(decided);
      left = decided.stream().filter(row -> !round.contains(row)).map(Reversal::row).toList();
      events.addAll(takeBack(connection, job, table, attempt, round));
      note(connection, job, round);
      UndoImages.forget(connection, job, attempt, round.stream().map(Reversal::row).toList());
    }
    Outbox.append(db, job.tenant(), events, job.importId().toString(), TraceParents.current());
  }

  /** Of several rows about one thing the last; the others meet what it has put back. */
  private static List<Reversal> eachThingOnce(List<Reversal> decided) {
    Set<UUID> things = new HashSet<>();
    return decided.stream().filter(row -> things.add(row.entityId())).toList();
  }

  private static List<NewEvent> takeBack(
      Connection connection,
      ImportJob job,
      KindTable<?, ?> table,
      int attempt,
      List<Reversal> round)
      throws SQLException {
    List<Reversal> reversed =
        round.stream().filter(row -> row.outcome() == Outcome.REVERSED).toList();
    if (reversed.isEmpty()) {
      return List.of();
    }
    List<UUID> things = reversed.stream().map(Reversal::entityId).toList();
    Map<UUID, UUID> subjects = subjects(connection, job, table, things);
    Set<UUID> texts = texts(connection, job, table, things);
    List<Reversal> restored = reversed.stream().filter(Reversal::updated).toList();
    List<UUID> removed =
        reversed.stream().filter(row -> !row.updated()).map(Reversal::entityId).toList();
    UndoImages.putBack(
        connection, job, table, attempt, restored.stream().map(Reversal::row).toList());
    remove(connection, job, table, removed);
    List<UUID> back = restored.stream().map(Reversal::entityId).toList();
    texts.removeAll(texts(connection, job, table, back));
    removeTexts(connection, job, texts);
    List<NewEvent> events = new ArrayList<>(round.size() * 2);
    for (Reversal row : reversed) {
      events.add(event(job, row, subjects.get(row.entityId())));
    }
    events.addAll(table.standing(back));
    return events;
  }

  private static NewEvent event(ImportJob job, Reversal row, @Nullable UUID subject) {
    if (subject == null) {
      throw new IllegalStateException("what is reversed was there a moment ago");
    }
    return new NewEvent(
        Ids.next(),
        "imports.row.reversed",
        subject,
        Map.of(
            "importId", job.importId(),
            "row", row.row(),
            "kind", job.schema().kind().id(),
            "entityId", row.entityId(),
            "reversal", row.updated() ? "restored" : "removed"));
  }

  /** The first person of each thing, which is locked from now on. */
  private static Map<UUID, UUID> subjects(
      Connection connection, ImportJob job, KindTable<?, ?> table, List<UUID> things)
      throws SQLException {
    return BulkSql.fetch(
            connection,
            "select t.%2$s, (%3$s)[1] from csr.%1$s t where tenant_id = ? and t.%2$s = any (?) order by t.%2$s for update"
                .formatted(table.name(), table.idColumn(), table.peopleOfRow()),
            row -> Map.entry(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
            job.tenant(),
            ids(things))
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Set<UUID> texts(
      Connection connection, ImportJob job, KindTable<?, ?> table, List<UUID> things)
      throws SQLException {
    Set<UUID> texts = new HashSet<>();
    for (String column : table.textColumns()) {
      texts.addAll(
          BulkSql.fetch(
              connection,
              "select %3$s from csr.%1$s where tenant_id = ? and %2$s = any (?) and %3$s is not null"
                  .formatted(table.name(), table.idColumn(), column),
              row -> row.getObject(1, UUID.class),
              job.tenant(),
              ids(things)));
    }
    return texts;
  }

  private static void remove(
      Connection connection, ImportJob job, KindTable<?, ?> table, List<UUID> things)
      throws SQLException {
    BulkSql.execute(
        connection,
        "delete from csr.%s where tenant_id = ? and %s = any (?)"
            .formatted(table.name(), table.idColumn()),
        job.tenant(),
        ids(things));
  }

  private static void removeTexts(Connection connection, ImportJob job, Set<UUID> texts)
      throws SQLException {
    BulkSql.execute(
        connection,
        "delete from csr.texts where tenant_id = ? and text_id = any (?)",
        job.tenant(),
        ids(List.copyOf(texts)));
  }

  private static void note(Connection connection, ImportJob job, List<Reversal> decided)
      throws SQLException {
    BulkSql.execute(
        connection,
        """
        update csr.import_rows r
        set reversal = decided.outcome, reversal_reason = decided.reason
        from unnest(?, ?, ?) as decided (row_number, outcome, reason)
        where r.tenant_id = ? and r.import_id = ? and r.row_number = decided.row_number
        """,
        Column.of("bigint", decided, Reversal::row),
        Column.of("text", decided, row -> row.outcome().spelling()),
        Column.of("text", decided, Reversal::reason),
        job.tenant(),
        job.importId());
    BulkSql.execute(
        connection,
        """
        update csr.import_jobs
        set reversed_rows = reversed_rows + ?, kept_rows = kept_rows + ?,
          reversal_failed_rows = reversal_failed_rows + ?
        where tenant_id = ? and import_id = ?
        """,
        count(decided, Outcome.REVERSED),
        count(decided, Outcome.KEPT),
        count(decided, Outcome.FAILED),
        job.tenant(),
        job.importId());
  }

  private static long count(List<Reversal> decided, Outcome outcome) {
    return decided.stream().filter(row -> row.outcome() == outcome).count();
  }

  private static Column ids(List<UUID> ids) {
    return Column.of("uuid", ids, id -> id);
  }
}
